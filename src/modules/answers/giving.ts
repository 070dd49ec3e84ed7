/**
 * Gives answers: stores them and puts them into the outbox, each once, and only where the bot may still speak. The
 * guard on the calls has that checked again in the transaction that sends.
 */
import type { Tx } from '../../platform/db/database.js';
import type { Texts, Translate } from '../../locales/index.js';
import { editCalls, messageCalls } from '../../telegram/message-calls.js';
import { type OutgoingCall, enqueueCalls, supersedeCalls } from '../../telegram/outbox.js';
import {
  findMessage,
  messageRef,
  overtakenMessages,
  recordMessages,
  rewriteMessage,
  speechGuard,
  whereBotMaySpeak,
} from '../conversations/index.js';
import { keepCited, namedSources } from './cited.js';
import { beginSaying, cancelAnswers, finishAnswers } from './repository.js';
import { sourceKeyboard } from './source-views.js';
import type { Task } from './tasks.js';
import type { Answer, AnswerPart } from './types.js';
import { answerView } from './views.js';

export interface ReadyAnswer {
  readonly task: Task;
  readonly answer: Answer;
  /** Taken for the message that will say it. */
  readonly messageId: number;
}

/** Answers which were given: not those a human came before, nor those another worker had given. */
export async function giveAnswers(
  tx: Tx,
  botId: number,
  ready: readonly ReadyAnswer[],
  texts: Texts,
): Promise<boolean[]> {
  const mayBeSaid = await whereBotMaySpeak(tx, ready.map(({ task }) => task.pending.conversationId), 'wait');
  const [wanted, unwanted] = partition(ready, ({ task }) => mayBeSaid.has(task.pending.conversationId));
  if (unwanted.length > 0) await cancelAnswers(tx, unwanted.map(({ task }) => task.pending.id));
  const finished = await finishAnswers(tx, wanted.map(({ task, answer }) => ({ id: task.pending.id, answer })));
  const given = wanted.filter(({ task }) => finished.has(task.pending.id));
  const said = given.map((each): Saying => ({ ...each, shownId: finished.get(each.task.pending.id) ?? undefined }));
  await say(tx, botId, said, texts);
  return ready.map((each) => given.includes(each));
}

/**
 * Shows the beginning of an answer that is still being written, under a message that goes on to say more of it and all of it
 * in the end, whichever worker then gives it. Answers whether more of it may be shown.
 * @param proposedId taken for the message, unless it is there already
 */
export async function showPart(
  tx: Tx,
  botId: number,
  task: Task,
  { part, proposedId }: { readonly part: AnswerPart; readonly proposedId: number },
  texts: Texts,
): Promise<boolean> {
  const { pending } = task;
  if (!(await whereBotMaySpeak(tx, [pending.conversationId], 'wait')).has(pending.conversationId)) return false;
  const messageId = await beginSaying(tx, pending, proposedId);
  if (messageId === undefined) return false;
  const answer: Answer = { outcome: 'answered', reason: 'grounded', ...part, text: `${part.text} …`, confidence: 0, mode: 'llm' };
  const shownId = (await findMessage(tx, messageId)) && messageId;
  await say(tx, botId, [{ task, answer, messageId, shownId }], texts);
  return true;
}

/** What is to be said, under a message of its own or under the one that shows its beginning. */
interface Saying extends ReadyAnswer {
  readonly shownId: number | undefined;
}

async function say(tx: Tx, botId: number, said: readonly Saying[], texts: Texts): Promise<void> {
  if (said.length === 0) return;
  const viewed = said.map((each) => ({ ...each, view: viewOf(texts(each.task.lang), each) }));
  await keepCited(tx, botId, said.flatMap(({ answer }) => answer.sources));
  await record(tx, botId, viewed);
  const overtaken = await overtakenMessages(tx, said.map(({ task }) => task.pending.messageId));
  const calls: OutgoingCall[] = [];
  for (const { task, messageId, shownId, view } of viewed) {
    const { conversationId, messageId: questionId } = task.pending;
    const ref = messageRef(shownId ?? messageId);
    const isNew = shownId === undefined || (await supersedeCalls(tx, botId, task.chatId, ref));
    const write = isNew ? messageCalls : editCalls;
    calls.push(
      ...write(task.chatId, view.message, {
        ref,
        guard: speechGuard(conversationId),
        replyMarkup: view.keyboard,
        // With a newer question in between, it must be clear what is being answered.
        replyTo: overtaken.has(questionId) ? { $ref: messageRef(questionId) } : undefined,
      }),
    );
  }
  await enqueueCalls(tx, botId, calls);
}

/** Its sources have buttons where nothing else is to be pressed. */
function viewOf(t: Translate, { task, answer, messageId, shownId }: Saying): AnswerView {
  const view = answerView(t, answer, task.pending.id);
  const keyboard = view.keyboard ?? sourceKeyboard(t, answer.sources, shownId ?? messageId);
  return { ...view, ...(keyboard && { keyboard }) };
}

async function record(tx: Tx, botId: number, said: readonly (Saying & { readonly view: AnswerView })[]): Promise<void> {
  const contentOf = ({ view }: { view: AnswerView }): { kind: 'text'; text: string } => ({ kind: 'text', text: view.message.text });
  await recordMessages(
    tx,
    botId,
    said
      .filter(({ shownId }) => shownId === undefined)
      .map(({ task, answer, messageId, view }) => ({
        id: messageId,
        conversationId: task.pending.conversationId,
        author: 'ai',
        content: contentOf({ view }),
        sources: namedSources(answer.sources),
      })),
  );
  for (const { shownId, answer, view } of said) {
    if (shownId !== undefined) await rewriteMessage(tx, shownId, { content: contentOf({ view }), sources: namedSources(answer.sources) });
  }
}

type AnswerView = ReturnType<typeof answerView>;

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
