import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MessageEntity } from 'telegraf/types';
import { mask, maskFormatted } from '../../src/modules/privacy/index.js';
import { anySecret, noise, talk } from './support.js';

const bold = (offset: number, length: number): MessageEntity => ({ type: 'bold', offset, length });
const link = (url: string): MessageEntity => ({ type: 'text_link', offset: 0, length: 4, url });

describe('formatting', () => {
  test('moves with the text around a secret', () => {
    const text = 'карта 4400 4302 1234 5679 срочно';
    expect(maskFormatted({ text, entities: [bold(0, 5), bold(6, 19), bold(26, 6)] })).toEqual({
      text: 'карта [card ••5679] срочно',
      entities: [bold(0, 5), bold(6, 13), bold(20, 6)],
      kinds: ['card'],
    });
  });

  test('that reaches into a secret covers all of its placeholder', () => {
    const text = 'почта me@bank.kz вот';
    const { entities } = maskFormatted({ text, entities: [bold(0, 8), bold(8, 2), bold(10, 10)] });
    expect(entities).toEqual([bold(0, 14), bold(6, 8), bold(6, 12)]);
  });

  test('stays as it is where nothing is hidden', () => {
    const entities = [bold(0, 3), link('https://bank.kz/cards?id=7')];
    expect(maskFormatted({ text: 'тариф Gold', entities })).toEqual({ text: 'тариф Gold', entities, kinds: [] });
  });

  test('may be absent', () => {
    expect(maskFormatted({ text: 'cvv 123' })).toEqual({ text: 'cvv [CVV]', entities: [], kinds: ['cvv'] });
  });

  test.each([
    ['tel:+77011234567', 'phone'],
    ['mailto:me@bank.kz', 'email'],
    ['https://pay.kz/?pan=4400430212345679', 'card'],
    ['https://pay.kz/?mail=me%40bank.kz', 'email'],
    ['https://pay.kz/?pan=4400%204302%201234%205679', 'card'],
    ['tg://resolve?phone=77011234567', 'phone'],
  ])('is taken away when its address %j carries a secret', (url, kind) => {
    const text = 'вот тут';
    expect(maskFormatted({ text, entities: [link(url)] })).toEqual({ text, entities: [], kinds: [kind] });
  });

  test('moves with the text around what stays hidden where some kinds are shown', () => {
    const text = 'тел +7 701 123 45 67, me@bank.kz, карта 4400 4302 1234 5679 вот';
    const entities = [bold(4, 16), link('tel:+77011234567'), link('https://pay.kz/?pan=4400430212345679'), bold(60, 3)];
    expect(maskFormatted({ text, entities }, ['phone', 'email'])).toEqual({
      text: 'тел +7 701 123 45 67, me@bank.kz, карта [card ••5679] вот',
      entities: [bold(4, 16), link('tel:+77011234567'), bold(54, 3)],
      kinds: ['card'],
    });
  });

  test('is taken away when the name of somebody mentioned carries a secret', () => {
    const user = { id: 1, is_bot: false, first_name: 'Ivan 87011234567' };
    const mention: MessageEntity = { type: 'text_mention', offset: 0, length: 4, user };
    expect(maskFormatted({ text: 'Ivan', entities: [mention] }).entities).toEqual([]);
  });

  test('keeps the numbers of custom emoji, which are no cards', () => {
    const emoji: MessageEntity = { type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '4111111111111111' };
    expect(maskFormatted({ text: '👍', entities: [emoji] }).entities).toEqual([emoji]);
  });

  test('always lies within the text, and covers something', () => {
    const parts = fc.oneof(noise, talk, anySecret.map((written) => written.text));
    const texts = fc.array(parts, { maxLength: 4 }).map((all) => all.join(' '));
    const spans = fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 50 })), { maxLength: 6 });
    fc.assert(
      fc.property(texts, spans, (text, raw) => {
        const entities = raw
          .map(([offset, length]) => bold(offset % (text.length + 1), length))
          .filter(({ offset, length }) => offset + length <= text.length);
        const masked = maskFormatted({ text, entities });
        expect(masked.text).toBe(mask(text));
        expect(masked.entities).toHaveLength(entities.length);
        for (const [index, { offset, length }] of masked.entities.entries()) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(masked.text.length);
          if (masked.kinds.length === 0) expect(bold(offset, length)).toEqual(entities[index]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
