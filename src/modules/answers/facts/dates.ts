import { fact, take, type Fact, type Reading } from './fact.js';

const MONTHS: readonly RegExp[] = [
  /^(?:январ|қаңтар|jan)/,
  /^(?:феврал|ақпан|feb)/,
  /^(?:март|наурыз|mar)/,
  /^(?:апрел|сәуір|apr)/,
  /^(?:ма[йяею]|мамыр|may)/,
  /^(?:июн|маусым|jun)/,
  /^(?:июл|шілде|jul)/,
  /^(?:август|тамыз|aug)/,
  /^(?:сентябр|қыркүйек|sep)/,
  /^(?:октябр|қазан|oct)/,
  /^(?:ноябр|қараша|nov)/,
  /^(?:декабр|желтоқсан|dec)/,
];

const RU = [
  '(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:ь|я|е|ю|ем)',
  '(?:март|август)(?:а|е|у|ом)?|ма(?:й|я|е|ю|ем)',
].join('|');
const KK =
  '(?:қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\\p{L}{0,6}';
const EN = [
  '(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?',
  'january|february|march|april|may|june|july|august|september|october|november|december',
].join('|');
const MONTH = `(${RU}|${KK}|${EN})(?![\\p{L}])`;
const DAY = '(\\d{1,2})(?:-?(?:го|е|ое|st|nd|rd|th))?';
const YEAR_WORD = '(?:\\s*(?:года?у?|г\\.|жыл\\p{L}*|ж\\.))?';
const DASH = '\\s*(?:[-–—]|по|до|to|till|until)\\s*';

const ISO = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/gu;
const NUMERIC = /(?<![\d.,/])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/gu;
const KAZAKH = new RegExp(
  `(?<!\\d)(\\d{4})\\s*ж(?:ыл\\p{L}*|\\.)\\s*(\\d{1,2})(?:-?\\p{L}{1,4})?\\s+${MONTH}`,
  'giu',
);
const MONTH_AND_YEAR = `\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4})${YEAR_WORD})?`;
const SPAN = new RegExp(`(?<!\\d)${DAY}${DASH}${DAY}${MONTH_AND_YEAR}`, 'giu');
const DAY_FIRST = new RegExp(`(?<!\\d)${DAY}${MONTH_AND_YEAR}`, 'giu');
const MONTH_FIRST = new RegExp(`(?<!\\p{L})(${EN})\\s+${DAY}(?!\\d)(?:,?\\s+(\\d{4})(?!\\d))?`, 'giu');

/** Days of the calendar, in figures or with the month's name in Russian, Kazakh or English. */
export function takeDates(text: string): { facts: Fact[]; rest: string } {
  const facts: Fact[] = [];
  let rest = text;
  const step = (pattern: RegExp, read: (m: RegExpExecArray) => (Reading | undefined)[]): void => {
    const found = take(rest, pattern, (match) => {
      const readings = read(match);
      const whole = readings.filter((reading) => reading !== undefined);
      return whole.length < readings.length ? undefined : whole.map((r) => fact('date', match[0], r));
    });
    facts.push(...found.facts);
    rest = found.rest;
  };
  step(ISO, ([, year, month, day]) => [reading(day, Number(month), year)]);
  step(NUMERIC, ([, day, , month, year]) => [reading(day, Number(month), fullYear(year))]);
  step(KAZAKH, ([, year, day, month]) => [reading(day, monthNumber(month), year)]);
  step(SPAN, ([, from, to, month, year]) => [
    reading(from, monthNumber(month), year),
    reading(to, monthNumber(month), year),
  ]);
  step(DAY_FIRST, ([, day, month, year]) => [reading(day, monthNumber(month), year)]);
  step(MONTH_FIRST, ([, month, day, year]) => [reading(day, monthNumber(month), year)]);
  return { facts, rest };
}

function monthNumber(name = ''): number {
  return MONTHS.findIndex((pattern) => pattern.test(name.toLowerCase())) + 1;
}

function fullYear(year = ''): string {
  return year.length === 2 ? `20${year}` : year;
}

function reading(day = '', month: number, year?: string): Reading | undefined {
  if (month < 1 || month > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  const monthDay = `${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return { value: year === undefined ? monthDay : `${year}-${monthDay}` };
}
