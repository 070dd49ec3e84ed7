import type { Unit } from './fact.js';

/**
 * Ends a word: what follows is no letter. Kazakh case endings are spelled out, so that `ай` is not
 * `айнымалы`.
 */
const END = '(?![\\p{L}])';
const KK_CASES = [
  '[гғкқ][аеәы]|[днт][ае]н|[дт][ае]|[дт][ыі]|[днт][ыі][ңн]',
  '[дтл][ыі][қк]|[ыі](?:н\\p{L}*)?|с[ыі]\\p{L}*|мен',
];
const KK_CASE = `(?:${KK_CASES.join('|')})?`;

const PATTERNS: readonly (readonly [Unit, string])[] = [
  ['point', '(?:процентн\\p{L}+ пункт|п\\. ?п\\.|percentage points?|пайыздық (?:тармақ|пункт))\\p{L}*'],
  ['percent', `%|процент\\p{L}*|пайыз\\p{L}*|per\\s?cent${END}|percent\\p{L}*|pct${END}`],
  ['money:KZT', `₸|тг\\.?${END}|тенге\\p{L}*|теңге\\p{L}*|kzt${END}|tenge${END}`],
  ['money:USD', `\\$|usd${END}|доллар\\p{L}*|dollars?${END}`],
  ['money:EUR', `€|eur${END}|евро${END}|еуро\\p{L}*|euros?${END}`],
  ['money:RUB', `₽|rub${END}|руб(?:\\.|л\\p{L}*|${END})|rubles?${END}|roubles?${END}`],
  ['money:GBP', `£|gbp${END}|фунт\\p{L}*|pounds?${END}`],
  ['money:CNY', `¥|cny${END}|юан\\p{L}*|yuan${END}`],
  ['second', `сек(?:\\.|унд\\p{L}*)?${END}|секунд\\p{L}*|seconds?${END}|sec\\.?${END}`],
  ['minute', `мин(?:\\.|ут\\p{L}*)?${END}|minutes?${END}|mins?\\.?${END}`],
  ['hour', `(?:ч\\.|час(?:а|ов|ам|ах|е|ом|ами|у|овой|овая|ового)?|сағат${KK_CASE}|hours?|hrs?)${END}`],
  [
    'day',
    '(?:дн(?:я|ей|ям|ях|ями|ю|и|евн\\p{L}*)?\\.?|день|днём|сут(?:ки|ок|кам|ках|очн\\p{L}*)' +
      `|(?:күн|тәулік)${KK_CASE}|days?)${END}`,
  ],
  ['week', `недел\\p{L}*|апта${KK_CASE}${END}|weeks?${END}`],
  ['month', `мес(?:\\.|яц\\p{L}*|ячн\\p{L}*)?${END}|ай${KK_CASE}${END}|months?${END}`],
  [
    'year',
    '(?:год(?:а|у|ом|ы|е|ам|ах|ич\\p{L}*|ов\\p{L}*)?|лет(?:н\\p{L}*)?' +
      `|(?:жыл|жас)${KK_CASE}|years?|yrs?)${END}`,
  ],
];

/**
 * Words that may stand between a number and its unit: "5 working days", "10 жұмыс күні", "5 U.S. dollars".
 */
const BETWEEN =
  '(?:(?:(?:рабоч|календарн|банковск|полн)\\p{L}+|business|working|calendar|banking|full|us' +
  '|жұмыс|күнтізбелік|толық|банк|ақш)\\s+)?';

const AFTER = PATTERNS.map(
  ([unit, source]) => [unit, new RegExp(`^\\s?-?\\s?${BETWEEN}(?:${source})`, 'iu')] as const,
);
const BEFORE = PATTERNS.filter(([unit]) => unit.startsWith('money')).map(
  ([unit, source]) => [unit, new RegExp(`(?:^|[^\\p{L}])(?:${source})\\s?$`, 'iu')] as const,
);
const AMONG = PATTERNS.map(
  ([unit, source]) => [unit, new RegExp(`(?:^|[^\\p{L}])(?:${source})`, 'iu'), isTime(unit)] as const,
);

/** The unit right after a number, and how much text it takes. */
export function unitAfter(rest: string): { unit: Unit; length: number } | undefined {
  for (const [unit, pattern] of AFTER) {
    const match = pattern.exec(rest);
    if (match) return { unit, length: match[0].length };
  }
  return undefined;
}

/** A currency right before a number: `$500`, `KZT 9,900`. */
export function unitBefore(head: string): Unit | undefined {
  return BEFORE.find(([, pattern]) => pattern.test(head.slice(-12)))?.[0];
}

/**
 * Units a label lends to the bare number it names: "Rate, %: 14", "Term (months): 12". A word for a time
 * counts only after a comma or in brackets, since "Fee a month: 350" says nothing of months.
 */
export function unitsInLabel(label: string): Unit[] {
  const marked = label.split(/[,(]/).slice(1).join(' ');
  return AMONG.filter(([, pattern, time]) => pattern.test(time ? marked : label)).map(([unit]) => unit);
}

function isTime(unit: Unit): boolean {
  return unit !== 'percent' && !unit.startsWith('money');
}
