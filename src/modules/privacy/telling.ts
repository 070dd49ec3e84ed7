import { foldLetters } from '../../platform/text/index.js';
import { ANY_MARK } from './marks.js';
import type { Span } from './secret.js';

/**
 * What may stand between a telling word and what it tells of, stars and little pictures too. No full stop: a new
 * sentence is a new thought.
 */
const BETWEEN = String.raw`(?:[\s:=\-"'()\[\]№#>_*\u2190-\u2bff\u200b]|\?\u200b)`;

/** Words that may come in between, in the order people like. */
const FILLERS = words(`
  это эта этот вот мой моя мое моего моей моим твой такой такая был была будет равен номер у меня мне нее него из
  от для к в и или с по карты карта карте карту картой карточки смс sms банка каспи kaspi новый старый сейчас
  бұл менің мынау міне нөмірі осындай болды келді картаның картам картамның картасы
  is was are it its my the here of for on to from with and your card number no code код коды кодым`);

/** Not what a telling word tells of, but a count or a sum. */
export const NO_UNIT = String.raw`(?!\s*(?:[₸$€£%₽]|(?:${words(`тг тенге теңге kzt руб рублей рубля usd eur доллар*
  евро процент* раз раза минут* мин сек секунд* час часа часов сағат минута символ*
  таңба* цифр* сан знак* мес месяц* дня дней день лет год года году году жыл* ай айға айлық
  күн* рет digits? characters? symbols? times? minutes? seconds? hours? days? months? years? тыс тысяч* млн
  миллион* мың км м мб гб gb mb человек*`)})(?!\p{L})))`;

/** Letters as they are in a legible text. `\p{L}` knows more of them, and takes ten times as long. */
const LETTER = '[a-z\u00df-\u024f\u0400-\u04ff]';

/** A pattern for legible texts, in which `\p{L}` is a letter. */
export function pattern(source: string, flags = ''): RegExp {
  return new RegExp(source.replaceAll(String.raw`\p{L}`, LETTER), flags);
}

/** For a text that begins where a number ends. */
export const UNIT_FOLLOWS = pattern(`^(?!${NO_UNIT})`);

/** Alternatives for a pattern, from words as they are spelt; `*` at the end of one stands for any ending. */
export function words(list: string): string {
  const each = foldLetters(list.trim()).split(/\s+/);
  return each.map((word) => word.replace(/\*$/, String.raw`\p{L}*`)).join('|');
}

export function either(...patterns: readonly string[]): string {
  return `(?:${patterns.join('|')})`;
}

/** `said` as a pattern of its own words: not within a longer word. Blanks in it stand for any. */
export function whole(said: string): string {
  return String.raw`(?<!\p{L})(?:${foldLetters(said)})(?!\p{L})`;
}

const LEAD = String.raw`(?:${BETWEEN}{1,6}(?:${FILLERS})(?!\p{L})){0,5}${BETWEEN}{0,6}`;

/** A pattern whose group `value` comes after telling words, with a few empty words in between at most. */
export function after(said: string, value: string): RegExp {
  return pattern(`${whole(said)}${LEAD}(?<value>${value})`, 'g');
}

/** A pattern for what comes before a number, to be tried on a text that ends there (see `leadsTo`). */
export function lead(said: string): RegExp {
  return pattern(`${whole(said)}${LEAD}\\+?\\(?$`);
}

/** Whether what stands just before `index` matches a pattern that ends with `$`. */
export function leadsTo(text: string, index: number, said: RegExp): boolean {
  return said.test(text.slice(Math.max(0, index - 60), index));
}

/** Where the group `value`, the last of its pattern, was found. */
export function valuesOf(text: string, said: RegExp): Span[] {
  return Array.from(text.matchAll(said), ({ index, 0: all, groups }) => {
    const end = index + all.length;
    return { start: end - (groups?.['value'] ?? '').length, end };
  });
}

/** Text between two parts of one secret: short, and neither digits nor other secrets. */
export function plain(most: number): string {
  return `[^\\d${ANY_MARK}]{0,${most}}`;
}

/** Spans in order; of two that overlap the one that begins first stays. */
export function withoutOverlaps(spans: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}
