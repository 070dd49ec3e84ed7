import { ANY_MARK, CARD } from './marks.js';
import type { Span } from './secret.js';
import { after, either, NO_UNIT, pattern, plain, valuesOf, withoutOverlaps, words } from './telling.js';

const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = String.raw`(?:20)?[2-4]\d`;
const END = String.raw`(?!\d|[.,\-]\d|/(?!\d{3}(?!\d)))${NO_UNIT}`;
const SLASHED = String.raw`${MONTH}\s?[/\\|]\s?${YEAR}${END}`;
const ANYHOW = String.raw`(?:${MONTH}[\s/\\.\-]{1,3}${YEAR}|(?:0[1-9]|1[0-2])${YEAR})${END}`;

const SLASHED_ANYWHERE = pattern(String.raw`(?<![\d.,]|\d/)(?<value>${SLASHED})`, 'g');
const BESIDE_CARD = pattern(`${CARD}${plain(15)}(?<!\\d)(?<value>${ANYHOW})`, 'g');
const CALLED = after(
  either(
    String.raw`срок\p{L}*(?: действи\p{L}*)?|(?:действ|годн|годен)\p{L}* (?:до|по)`,
    String.raw`valid (?:thru|through|till|until|to)`,
    String.raw`exp\.?(?: ?date)?|(?:expiry|expiration)(?: date)?|expires?(?: on| in)?`,
    String.raw`жарамды\p{L}*(?: мерзім\p{L}*)?|мерзім\p{L}*|дейін жарамды`,
  ),
  ANYHOW,
);
/** Other things that end some month. */
const OF_SOMETHING_ELSE = pattern(
  words(`тариф акци вклад депозит предложени договор ставк услови справк полис кредит несие салым шарт offer rate
    promo deposit loan contract`),
);
const CARD_WORD = /карт|card/;
const UP_TO_SECRET = pattern(`^[^]*[${ANY_MARK}]`);
/** A message that is nothing but a month, a year and three digits. */
const BARE = pattern(String.raw`^\s*(?<value>${SLASHED})(?=[\s,;]+\d{3}\s*$)`, 'g');

/** Spares most texts the long pattern. */
const ANY_WORD = pattern(words('срок действ годн годен valid exp жарамды мерзім'));

/** When a card ends: beside its number, after words that tell, or with a slash wherever a card is spoken of. */
export function findExpiries(text: string): Span[] {
  const called = ANY_WORD.test(text) ? valuesOf(text, CALLED) : [];
  if (text.includes(CARD)) {
    return withoutOverlaps([...called, ...valuesOf(text, SLASHED_ANYWHERE), ...valuesOf(text, BESIDE_CARD)]);
  }
  return withoutOverlaps([...called.filter(({ start }) => isOfCard(text, start)), ...valuesOf(text, BARE)]);
}

function isOfCard(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start).replace(UP_TO_SECRET, '');
  return CARD_WORD.test(before) || !OF_SOMETHING_ELSE.test(before);
}
