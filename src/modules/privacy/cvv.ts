import { CARD, EXPIRY } from './marks.js';
import type { Span } from './secret.js';
import { after, either, NO_UNIT, pattern, plain, valuesOf, whole, withoutOverlaps, words } from './telling.js';

const TOGETHER = String.raw`\d(?:\u200b*\d){2,3}(?![.,/\-\u200b]*\d)${NO_UNIT}`;
const APART = String.raw`\d(?:[\s\u200b-]\d){2,3}(?![\s\u200b.,/-]?\d)${NO_UNIT}`;
const SIDE = String.raw`обор\p{L}+|сзади|(?:обратн|задн)\p{L}+(?: сторон\p{L}+)?`;
const BACK = String.raw`(?:(?:на|с|от) )?(?:${SIDE})(?: карт\p{L}+)?`;

const NAME = String.raw`(?:[cс][vв][vвcс]|ccv|цвв|цвц|cvn|сиви(?:ви|си)?|си[ -]ви[ -](?:ви|си))\s?2?`;

const CALLED = after(
  either(
    String.raw`${NAME}(?: ${BACK})?`,
    String.raw`card (?:verification|security) (?:value|code|number)`,
    String.raw`(?:тр[еи]х|3-?х?)[ -]?значн\p{L}+ код\p{L}*(?: ${BACK}| на карт\p{L}+)?`,
    String.raw`(?:на|с) обратн\p{L}+ сторон\p{L}+(?: карт\p{L}+)?(?: (?:написано|указано|стоит))?|сзади карт\p{L}+`,
    String.raw`(?:үш|3)[ -]?таңбалы (?:код|сан)\p{L}*|артқы (?:беттегі|жағындағы) (?:код|сан)\p{L}*`,
    String.raw`карт\p{L}+ (?:артында|сыртында|артқы жағында|артқы бетінде)(?:ғы)?`,
    String.raw`(?:three|3)[ -]digit (?:security )?(?:code|number)`,
    String.raw`(?:код|цифр\p{L}+) ${BACK}|(?:три|3|трех|последние три|последние 3) цифр\p{L}*(?: ${BACK})?`,
    String.raw`код\p{L}* безопасности|защитн\p{L}+ код\p{L}*|security code|қауіпсіздік код\p{L}*`,
    String.raw`(?:артындағы|артқы жағындағы|сыртындағы) (?:үш |3 )?(?:сан|цифр|код)\p{L}*`,
    String.raw`(?:the )?(?:three|3|last three) digits`,
    String.raw`(?:code|digits|number) (?:on|at) the back(?: of (?:the|my) card)?`,
  ),
  `${TOGETHER}|${APART}`,
);
const SAID_FIRST = pattern(
  String.raw`(?<![\d.,/\-]\s?|\p{L})(?<value>\d{3})(?=\s(?:-\s?)?(?:(?:${words('это is бұл мой my the менің')})\s){0,2}${whole(NAME)})`,
  'g',
);
const AFTER_EXPIRY = pattern(String.raw`${EXPIRY}[\s,;:|/.\-]{1,4}(?<value>${TOGETHER})`, 'g');
const AFTER_NAME = pattern(
  String.raw`${EXPIRY}${plain(40)}[\s,;](?<value>\d(?:\u200b*\d){2})(?=[\s\u200b]*(?:$|\n))`,
  'g',
);
const AFTER_CARD = pattern(
  String.raw`${CARD}[\s,;:|\-.]{1,3}(?<value>\d(?:\u200b*\d){2}(?![.,/\-\u200b]*\d)${NO_UNIT})`,
  'g',
);

/** Spares most texts the long pattern. */
const ANY_WORD = /[cс][vв]|ccv|цв|сиви|си[ -]ви|код|code|card ver|цифр|digit|number|сан|значн|сторон|сзади|артында|сыртында|арткы/;

/** The digits on the back of a card: after words that tell, or right after its number or the date it ends. */
export function findCvvs(text: string): Span[] {
  const spans = ANY_WORD.test(text) ? [...valuesOf(text, CALLED), ...valuesOf(text, SAID_FIRST)] : [];
  if (text.includes(EXPIRY)) spans.push(...valuesOf(text, AFTER_EXPIRY), ...valuesOf(text, AFTER_NAME));
  if (text.includes(CARD)) spans.push(...valuesOf(text, AFTER_CARD));
  return withoutOverlaps(spans);
}
