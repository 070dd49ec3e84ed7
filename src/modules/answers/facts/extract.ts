import { persIn } from './context.js';
import { takeContacts } from './contacts.js';
import { takeDates } from './dates.js';
import { fact, take, type Fact, type Unit } from './fact.js';
import { extractNumbers } from './numbers.js';
import { takeTimes } from './times.js';

const LIST_MARKER = /^(\s*(?:[•*-]\s*)?)(\d{1,2})([.)]\s+)/;
const FOREIGN_DIGIT = /[^\P{Nd}0-9]+/gu;
/** "Free of charge" in all its forms. */
const FREE = new RegExp(
  [
    '(?<!не )(?<!\\p{L})бесплатн\\p{L}*',
    'без (?:комисси|оплат)\\p{L}*|не облагается комиссией',
    'комисси\\p{L}* (?:нет|не взима\\p{L}*|не бер\\p{L}*|не начисля\\p{L}*)|не взима\\p{L}* комисси\\p{L}*',
    '(?<![\\p{L}-])тегін(?! емес)|ақысыз|комиссиясыз|комиссия(?:сы)? (?:алынбайды|ұсталмайды|жоқ)',
    '(?<!\\p{L})(?<!not |feel )free(?!\\p{L}|ze| to )',
    '(?:no|without(?: a)?|without any) (?:fee|charge|commission)s?|not charged',
  ].join('|'),
  'giu',
);

/** Every number, date, time, phone, address and name that a text states, and that something is free. */
export function extractFacts(text: string): Fact[] {
  const plain = blankListMarkers(text.normalize('NFKC'));
  const contacts = takeContacts(plain);
  const dates = takeDates(contacts.rest);
  const times = takeTimes(dates.rest);
  const foreign = take(times.rest, FOREIGN_DIGIT, ([raw]) => [fact('number', raw, { value: raw })]);
  const numbers = extractNumbers(foreign.rest);
  return [...contacts.facts, ...dates.facts, ...times.facts, ...foreign.facts, ...numbers, ...freeOf(plain)];
}

/** What a document's text states; what is for no time by its own words may be for one that the text names. */
export function extractSourceFacts(text: string): Fact[] {
  const perHints = persIn(text);
  return extractFacts(text).map((each) => (each.per === undefined ? { ...each, perHints } : each));
}

function freeOf(text: string): Fact[] {
  return [...text.matchAll(FREE)].map(([raw]) => ({ ...fact('number', raw, { value: '0' }), hints: FREE_OF, free: true }));
}

const FREE_OF: Unit[] = ['percent', 'money:KZT', 'money:USD', 'money:EUR', 'money:RUB'];

/** The numbers of a numbered list are no statements, as long as they count 1, 2, 3. */
export function blankListMarkers(text: string): string {
  let next = 1;
  return text
    .split('\n')
    .map((line) =>
      line.replace(LIST_MARKER, (whole, lead: string, number: string, rest: string) => {
        if (Number(number) !== 1 && Number(number) !== next) return whole;
        next = Number(number) + 1;
        return `${lead}${' '.repeat(number.length)}${' '.repeat(rest.length)}`;
      }),
    )
    .join('\n');
}
