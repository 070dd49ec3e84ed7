import { describe, expect, test } from '@jest/globals';
import { quietUntil } from '../../src/modules/bots/index.js';
import { momentIn } from '../../src/modules/broadcasts/composing/moment-words.js';

/** Saturday, 12:30 in Almaty, five hours ahead of UTC. */
const NOW = Date.parse('2026-11-21T07:30:00Z');

describe('the words for a time', () => {
  test.each([
    ['25.12 10:00', '2026-12-25T05:00:00Z'],
    ['25.12.2026 10:00', '2026-12-25T05:00:00Z'],
    ['  25.12, в 9:05 ', '2026-12-25T04:05:00Z'],
    ['18:30', '2026-11-21T13:30:00Z'],
    ['завтра 10:00', '2026-11-22T05:00:00Z'],
    ['Ертең 10:00', '2026-11-22T05:00:00Z'],
    ['tomorrow at 10:00', '2026-11-22T05:00:00Z'],
    ['05.01 10:00', '2027-01-05T05:00:00Z'],
    ['28.02.2027 10:00', '2027-02-28T05:00:00Z'],
  ])('%s is %s', (words, expected) => {
    expect(momentIn(words, 'Asia/Almaty', NOW)).toBe(Date.parse(expected));
  });

  test.each([
    ['12:30', 'past'],
    ['today 10:00', 'past'],
    ['20.11 10:00', 'past'],
    ['20.11.2026 10:00', 'past'],
    ['25.12.2028 10:00', 'too_far'],
    ['31.11 10:00', 'not_understood'],
    ['29.02.2027 10:00', 'not_understood'],
    ['24:00', 'not_understood'],
    ['yesterday 10:00', 'not_understood'],
    ['soon', 'not_understood'],
  ])('%s is no time: %s', (words, expected) => {
    expect(momentIn(words, 'Asia/Almaty', NOW)).toBe(expected);
  });

  test('mean the first moment after it where the clocks jump over it, and the first of two where they are put back', () => {
    expect(momentIn('28.03.2027 02:30', 'Europe/Berlin', NOW)).toBe(Date.parse('2027-03-28T01:30:00Z'));
    expect(momentIn('31.10.2027 02:30', 'Europe/Berlin', NOW)).toBe(Date.parse('2027-10-31T00:30:00Z'));
  });
});

describe('quiet hours', () => {
  test.each([
    ['2026-11-21T16:59:59Z', undefined],
    ['2026-11-21T17:00:00Z', '2026-11-22T03:00:00Z'],
    ['2026-11-22T02:59:59Z', '2026-11-22T03:00:00Z'],
    ['2026-11-22T03:00:00Z', undefined],
  ])('past midnight, at %s, last until %s', (at, end) => {
    expect(quietUntil({ from: '22:00', to: '08:00' }, 'Asia/Almaty', Date.parse(at))).toBe(end && Date.parse(end));
  });

  test('of one day end on it, and are none where none are set', () => {
    const noon = Date.parse('2026-11-21T08:00:00Z');
    expect(quietUntil({ from: '12:00', to: '24:00' }, 'Asia/Almaty', noon)).toBe(Date.parse('2026-11-21T19:00:00Z'));
    expect(quietUntil(null, 'Asia/Almaty', noon)).toBeUndefined();
  });

  test('end by the clocks, also in the night in which those are put forward', () => {
    const night = Date.parse('2027-03-27T22:00:00Z');
    expect(quietUntil({ from: '22:00', to: '08:00' }, 'Europe/Berlin', night)).toBe(Date.parse('2027-03-28T06:00:00Z'));
  });
});
