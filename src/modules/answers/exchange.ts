/**
 * What a customer says to the bot, with what the bot says to it at once. The exchanges of many customers
 * are written together. One that a human has come between is not written: its message is the human's.
 */
import type { Tx } from '../../platform/db/database.js';
import type { GroupWriter } from '../../telegram/update-scope.js';
import { type NewMessage, recordMessages, whereBotMaySpeak } from '../conversations/index.js';
import { requestAnswers } from './repository.js';

export interface Exchange {
  readonly conversationId: number;
  readonly messages: readonly (Omit<NewMessage, 'conversationId'> & { readonly id: number })[];
  /** The message that asks for an answer of the worker's. */
  readonly questionId?: number;
}

export const exchangeWriter: GroupWriter<Exchange> = {
  async write(tx: Tx, botId, exchanges, patience) {
    const conversationIds = [...new Set(exchanges.map(({ conversationId }) => conversationId))];
    const open = await whereBotMaySpeak(tx, conversationIds, patience);
    const allowed = exchanges.filter(({ conversationId }) => open.has(conversationId));
    await recordMessages(
      tx,
      botId,
      allowed.flatMap(({ conversationId, messages }) => messages.map((message) => ({ ...message, conversationId }))),
    );
    const questions = allowed.flatMap(({ conversationId, questionId }) =>
      questionId === undefined ? [] : [{ conversationId, messageId: questionId }],
    );
    if (questions.length > 0) await requestAnswers(tx, botId, questions);
    return new Set(exchanges.filter((exchange) => !allowed.includes(exchange)));
  },
};
