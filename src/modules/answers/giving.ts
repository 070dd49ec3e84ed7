/**
 * Gives answers: stores them and puts them into the outbox, each once, and only where the bot may still speak. The
 * guard on the calls has that checked again in the transaction that sends.
 */
import type { Tx } from '../../platform/db/database.js';
import type { Texts } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import { type OutgoingCall, enqueueCalls } from '../../telegram/outbox.js';
import {
  messageRef,
  overtakenMessages,
  recordMessages,
  speechGuard,
  whereBotMaySpeak,
} from '../conversations/index.js';
import { keepCited, namedSources } from './cited.js';
import { cancelAnswers, finishAnswers } from './repository.js';
import type { Task } from './tasks.js';
import type { Answer } from './types.js';
import { sourceKeyboard } from './source-views.js';
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
  await say(tx, botId, given, texts);
  return ready.map((each) => given.includes(each));
}

async function say(tx: Tx, botId: number, given: readonly ReadyAnswer[], texts: Texts): Promise<void> {
  if (given.length === 0) return;
  const said = given.map(({ task, answer, messageId }) => {
    const t = texts(task.lang);
    const view = answerView(t, answer);
    return { task, answer, messageId, view, keyboard: view.keyboard ?? sourceKeyboard(t, answer.sources, messageId) };
  });
  await keepCited(tx, botId, said.flatMap(({ answer }) => answer.sources));
  await recordMessages(
    tx,
    botId,
    said.map(({ task, answer, messageId, view }) => ({
      id: messageId,
      conversationId: task.pending.conversationId,
      author: 'ai',
      content: { kind: 'text', text: view.message.text },
      sources: namedSources(answer.sources),
    })),
  );
  const overtaken = await overtakenMessages(tx, given.map(({ task }) => task.pending.messageId));
  const calls = said.flatMap(({ task, messageId, view, keyboard }): OutgoingCall[] =>
    messageCalls(task.chatId, view.message, {
      ref: messageRef(messageId),
      guard: speechGuard(task.pending.conversationId),
      replyMarkup: keyboard,
      // With a newer question in between, it must be clear what is being answered.
      replyTo: overtaken.has(task.pending.messageId) ? { $ref: messageRef(task.pending.messageId) } : undefined,
    }),
  );
  await enqueueCalls(tx, botId, calls);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
