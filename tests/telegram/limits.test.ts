import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TelegramError } from 'telegraf';
import { SendLimits } from '../../src/telegram/limits.js';
import { classifySendError } from '../../src/telegram/send-error.js';

/** Sends as soon as it may; gives the moments. */
function moments(limits: SendLimits, chats: readonly number[]): number[] {
  let now = 0;
  return chats.map((chat) => {
    for (;;) {
      const wait = Math.max(limits.botWaitMs(now), limits.chatWaitMs(chat, now));
      if (wait <= 0) break;
      now += wait;
    }
    limits.take(chat, now);
    return now;
  });
}

describe('the sending limits', () => {
  test('let a bot send no more than its rate and a tenth of a second more in any second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (rate) => {
        const at = moments(new SendLimits(rate, 0), Array.from({ length: 2 * rate + 50 }, (_, i) => i + 1));
        const most = rate + Math.max(1, rate / 10) + 1;
        for (let i = 0; i + most < at.length; i++) {
          if ((at[i + Math.ceil(most)] ?? Infinity) - (at[i] ?? 0) <= 1_000) throw new Error(`too many from ${at[i]} on`);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('let a person get three messages at once and then one a second', () => {
    expect(moments(new SendLimits(1_000, 0), [5, 5, 5, 5, 5])).toEqual([0, 0, 0, 1_000, 2_000]);
  });

  test('let a group get three messages at once and then twenty a minute', () => {
    expect(moments(new SendLimits(1_000, 0), [-5, -5, -5, -5, -5])).toEqual([0, 0, 0, 3_000, 6_000]);
  });

  test('count a chat from the answer on, so that a slow call does not bring the next one too near', () => {
    const limits = new SendLimits(1_000, 0);
    for (let i = 0; i < 3; i++) limits.take(5, 0);
    limits.answered(5, 400);
    expect(limits.chatWaitMs(5, 400)).toBe(1_000);
  });

  test('let what is paid for go beyond the limit of the bot, and take nothing from it, but mind those of chats and the pauses', () => {
    const limits = new SendLimits(30, 0);
    for (let chat = 1; chat <= 100; chat++) limits.take(chat, 0, 1, 'paid');
    expect([limits.botWaitMs(0, 'paid'), limits.botWaitMs(0)]).toEqual([0, 0]);
    for (let i = 0; i < 2; i++) limits.take(1, 0, 1, 'paid');
    expect(limits.chatWaitMs(1, 0)).toBe(1_000);
    limits.pauseBot(700, 0);
    expect(limits.botWaitMs(0, 'paid')).toBe(700);
  });

  test('pause one chat for its own 429 and the bot for that of a second one', () => {
    const limits = new SendLimits(30, 0);
    limits.pause(5, 2_000, 0);
    expect([limits.chatWaitMs(5, 500), limits.chatWaitMs(6, 500), limits.botWaitMs(500)]).toEqual([1_500, 0, 0]);
    limits.pause(5, 2_000, 1_000);
    expect(limits.botWaitMs(1_000)).toBe(0);
    limits.pause(6, 3_000, 1_500);
    expect(limits.botWaitMs(1_500)).toBe(3_000);
    expect(limits.chatWaitMs(5, 4_600)).toBe(0);
  });

  test('take the 429 of another chat after the pause for its own affair', () => {
    const limits = new SendLimits(30, 0);
    limits.pause(5, 1_000, 0);
    limits.pause(6, 1_000, 1_001);
    expect(limits.botWaitMs(1_001)).toBe(0);
  });
});

describe('an error of the Bot API', () => {
  const refusal = (error_code: number, description: string, parameters?: { retry_after: number }): TelegramError =>
    new TelegramError({ error_code, description, ...(parameters && { parameters }) });

  test.each<[string, unknown, object]>([
    ['a 429 names its pause', refusal(429, 'Too Many Requests', { retry_after: 7 }), { kind: 'flood', retryAfterMs: 7_000 }],
    ['a 429 without a pause means a second', refusal(429, 'Too Many Requests'), { kind: 'flood', retryAfterMs: 1_000 }],
    ['a 500 is the server', refusal(500, 'Internal Server Error'), { kind: 'server' }],
    ['a 502 is the server', refusal(502, 'Bad Gateway'), { kind: 'server' }],
    ['a 401 is the token', refusal(401, 'Unauthorized'), { kind: 'unauthorized' }],
    ['a 403 is a block', refusal(403, 'Forbidden: bot was blocked by the user'), { kind: 'blocked' }],
    ['a missing chat', refusal(400, 'Bad Request: chat not found'), { kind: 'chat_not_found' }],
    [
      'an edit that changes nothing',
      refusal(400, 'Bad Request: message is not modified: specified new message content is the same'),
      { kind: 'not_modified' },
    ],
    ['an edit of a message that is gone', refusal(400, 'Bad Request: message to edit not found'), { kind: 'message_gone' }],
    ['any other 400', refusal(400, "Bad Request: can't parse entities"), { kind: 'bad_request' }],
    ['a refused connection', Object.assign(new Error('request failed'), { code: 'ECONNREFUSED' }), { kind: 'network', description: 'ECONNREFUSED' }],
    ['a timeout', Object.assign(new Error('aborted'), { name: 'AbortError' }), { kind: 'network', description: 'AbortError' }],
    ['what is no error at all', 'text', { kind: 'network', description: 'unknown' }],
  ])('%s', (_name, error, expected) => {
    expect(classifySendError(error)).toMatchObject(expected);
  });
});
