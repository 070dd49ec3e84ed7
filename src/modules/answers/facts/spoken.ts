/**
 * Writes numbers in words as figures where something is counted with them, so that "пять процентов", "жиырма төрт ай" and
 * "half a year" read as `5 процентов`, `24 ай` and `6 months`. Words that count nothing ("one of our branches") stay.
 */
import { isNumberWord, numberOf, scaleOf } from './number-words.js';
import { unitAfter } from './units.js';

/** Halves and quarters, some of which are one word with what they are of. */
const FRACTIONS: readonly (readonly [RegExp, string])[] = [
  [whole('пол ?-?года|полугод(?:а|у|ие|ия|ии|ием)|жарты жыл\\p{L}*|half an? year|half-?year'), '6 месяцев'],
  [whole('пол ?-?часа|получас(?:а|у|ом)?|жарты сағат\\p{L}*|half an hour'), '30 минут'],
  [before('три четверти |three quarters of (?:a |one )?', 'процент|per ?cent'), '0.75 '],
  [before('пол-? ?|половин\\p{L} |жарты |(?<!and |and a )(?:a |one )?half (?:of )?(?:a |one |1 )?', 'процент|пайыз|per ?cent'), '0.5 '],
  [before('четверт(?:ь|и|ью) |ширек |(?:a |one )?quarter (?:of )?(?:a |one |1 )?', 'процент|пайыз|per ?cent'), '0.25 '],
  [before('пол-?|жарты |half an? ', 'миллион|миллиард|million|billion'), '0.5 '],
  [before('an? ', 'hundred|thousand|million'), '1 '],
  [whole('an? dozen'), '12'],
];

/** What joins the parts of one number. */
const HALF = /^\s(?:с половиной|and a half|жарым\p{L}*)(?!\p{L})/iu;
/** After a factor: "two hundred and fifty". */
const AND = /^\sand\s(?=\p{L})/iu;
const DECIMAL: readonly RegExp[] = [
  /^\sцел(?:ых|ая|ой|ыми)\s(?:и\s)?(?<part>\p{L}+(?:\s\p{L}+)?)\s(?<of>десят|сот)(?:ых|ая|ой|ыми)(?!\p{L})/iu,
  /^\sбүтін\s(?<of>оннан|жүзден)\s(?<part>\p{L}+(?:\s\p{L}+)?)(?!\p{L})/iu,
  /^\spoint\s(?<part>\p{L}+)(?!\p{L})/iu,
];
const WORD = /\p{L}+/gu;
/** What may stand between two numbers that share the unit of the second. */
const SHARED = /^\s?(?:[-–—]|до|по|или|и|to|or|and|бен|мен|пен|немесе|және)\s?(?:от\s|до\s)?\d/u;

/** "он" is ten in Kazakh and "he" in Russian. */
const TEN_OR_HE = /^он$/iu;
const KAZAKH_FOLLOWS =
  /^\s(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|мың|миллион|миллиард|пайыз|теңге|күн|ай|жыл|жас|сағат|минут|апта|жұмыс|күнтізбелік|тәулік|рет|бан)/iu;

export interface SpokenRun {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

export function spellOut(text: string): string {
  let plain = FRACTIONS.reduce((rest, [pattern, figure]) => rest.replace(pattern, figure), text);
  for (const { start, end, value } of spokenNumbers(plain).reverse()) {
    const rest = plain.slice(end);
    if (!unitAfter(rest) && !SHARED.test(rest)) continue;
    if (/\d\s?$/.test(plain.slice(Math.max(0, start - 3), start))) continue;
    plain = `${plain.slice(0, start)}${String(Number(value.toFixed(6)))}${rest}`;
  }
  return plain;
}

/** Numbers in words, in their order. */
export function spokenNumbers(text: string): SpokenRun[] {
  const runs: SpokenRun[] = [];
  let from = 0;
  for (const { index, 0: word } of text.matchAll(WORD)) {
    if (index < from || !isNumberWord(word)) continue;
    if (TEN_OR_HE.test(word) && !KAZAKH_FOLLOWS.test(text.slice(index + word.length))) continue;
    const run = readRun(text, index);
    runs.push(run);
    from = run.end;
  }
  return runs;
}

function readRun(text: string, start: number): SpokenRun {
  const number = new SpokenNumber();
  let end = start;
  for (;;) {
    const rest = text.slice(end);
    const half = number.isBegun ? HALF.exec(rest) : null;
    if (half) {
      number.add(0.5);
      end += half[0].length;
      continue;
    }
    const decimal = number.isBegun ? readDecimal(rest) : undefined;
    if (decimal) {
      number.add(decimal.value);
      end += decimal.length;
      continue;
    }
    const gap = number.isBegun ? ((number.isRound ? AND.exec(rest)?.[0] : undefined) ?? /^[\s-]/.exec(rest)?.[0]) : '';
    const word = gap === undefined ? undefined : /^\p{L}+/u.exec(rest.slice(gap.length))?.[0];
    if (gap === undefined || word === undefined || !number.takes(word)) return { start, end, value: number.value };
    end += gap.length + word.length;
  }
}

function readDecimal(rest: string): { value: number; length: number } | undefined {
  for (const pattern of DECIMAL) {
    const match = pattern.exec(rest);
    const { part = '', of } = match?.groups ?? {};
    const words = part.split(/\s/);
    const beyond = isNumberWord(words.at(-1) ?? '') ? '' : (words.pop() ?? '');
    if (!match || words.length === 0 || !words.every(isNumberWord)) continue;
    const number = new SpokenNumber();
    for (const word of words) number.takes(word);
    const hundredths = of === 'сот' || of === 'жүзден' || number.value >= 10;
    return { value: number.value / (hundredths ? 100 : 10), length: match[0].trimEnd().length - (beyond === '' ? 0 : beyond.length + 1) };
  }
  return undefined;
}

/** The value of number words read one after another: "двести пятьдесят тысяч", "жиырма бес". */
class SpokenNumber {
  isBegun = false;
  #total = 0;
  #group = 0;
  /** What comes next must be less: 25 is "twenty five", and "two three" are two numbers. */
  #room = Infinity;
  #lastScale = Infinity;

  get value(): number {
    return this.#total + this.#group;
  }

  /** Whether more may follow after "and". */
  get isRound(): boolean {
    return this.#room >= 100 && this.#room < Infinity;
  }

  add(part: number): void {
    this.#group += part;
    this.#room = 0;
  }

  /** Whether the word goes on with the number; it is then counted in. */
  takes(word: string): boolean {
    const scale = scaleOf(word);
    const taken = scale === undefined ? this.#takesValue(numberOf(word)) : this.#takesScale(scale);
    this.isBegun ||= taken;
    return taken;
  }

  #takesValue(value: number | undefined): boolean {
    if (value === undefined || value >= this.#room) return false;
    this.#group += value;
    this.#room = value >= 100 ? 100 : value >= 10 && value % 10 === 0 ? 10 : 0;
    return true;
  }

  #takesScale(scale: number): boolean {
    if (scale >= this.#lastScale || (scale === 100 && this.#group >= 10)) return false;
    if (scale === 100) this.#group = (this.#group || 1) * 100;
    else {
      this.#total += (this.#group || 1) * scale;
      this.#group = 0;
      this.#lastScale = scale;
    }
    this.#room = scale;
    return true;
  }
}

/** Words by themselves. */
function whole(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives})(?![\\p{L}])`, 'giu');
}

/** Words that stand right before what they are of. */
function before(alternatives: string, what: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives})(?=${what})`, 'giu');
}
