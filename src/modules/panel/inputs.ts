/** Words that the panel asks for, and takes from the reply to the message that asked. */
import { storableText } from '../../platform/db/database.js';
import type { Permission } from '../access/index.js';
import { type Handlers, type Question, type Reply, type TellerContext, askInReply, questionsBot } from '../identity/index.js';
import { type Args, type View, sayView } from './panel.js';

export interface Input {
  readonly name: string;
  readonly permission: Permission;
  /** How many characters are taken at most; the rest is left out. */
  readonly length?: number;
  /**
   * Takes the answer; undefined when it has said itself what was to be said, a question when the answer will not do and
   * another one is asked for.
   * @param args what it was asked about
   */
  readonly take: (ctx: TellerContext, words: string, args: Args) => Promise<View | string | undefined>;
}

const WORDS_LENGTH = 200;

/** Asks for words in a message that opens a reply to itself and remembers what it is about. */
export function ask(input: Input, ctx: TellerContext, question: string, ...args: Args): Promise<true> {
  askInReply(ctx, topicOf(input), question, ...args);
  return Promise.resolve(true);
}

export function inputsBot(inputs: readonly Input[]): Handlers {
  return questionsBot(
    inputs.map((input) => ({
      topic: topicOf(input),
      permission: input.permission,
      take: (ctx, reply, args) => answer(input, ctx, reply, args),
    })),
  );
}

function topicOf({ name }: Input): Question['topic'] {
  return `admin:${name}`;
}

async function answer(input: Input, ctx: TellerContext, reply: Reply, args: Args): Promise<void> {
  if (!('text' in reply)) {
    // Words were asked for, and are again.
    const { reply_to_message: asked } = reply;
    await ask(input, ctx, 'text' in asked ? asked.text : '…', ...args);
    return;
  }
  const words = storableText(reply.text.trim().slice(0, input.length ?? WORDS_LENGTH));
  const taken = await input.take(ctx, words, args);
  if (typeof taken === 'string') await ask(input, ctx, taken, ...args);
  else if (taken) sayView(ctx, taken);
}
