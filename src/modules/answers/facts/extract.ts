import { takeContacts } from './contacts.js';
import { takeDates } from './dates.js';
import { fact, take, type Fact } from './fact.js';
import { extractNumbers } from './numbers.js';
import { takeTimes } from './times.js';

const LIST_MARKER = /^(\s*(?:[•*-]\s*)?)(\d{1,2})([.)]\s+)/;
const FOREIGN_DIGIT = /[^\P{Nd}0-9]+/gu;
const FREE = new RegExp(
  [
    'бесплатн\\p{L}*',
    'без (?:комисси|оплат)\\p{L}*',
    'комисси\\p{L}* (?:нет|не взима\\p{L}*|не бер\\p{L}*)',
    'тегін|комиссиясыз|комиссия алынбайды',
    '(?<!\\p{L})free(?!\\p{L})',
    '(?:no|without(?: a)?) (?:fee|charge|commission)s?',
  ].join('|'),
  'giu',
);

/** Every number, date, time, phone, address and name that a text states. */
export function extractFacts(text: string): Fact[] {
  const plain = blankListMarkers(text.normalize('NFKC'));
  const contacts = takeContacts(plain);
  const dates = takeDates(contacts.rest);
  const times = takeTimes(dates.rest);
  const foreign = take(times.rest, FOREIGN_DIGIT, ([raw]) => [fact('number', raw, { value: raw })]);
  return [
    ...contacts.facts,
    ...dates.facts,
    ...times.facts,
    ...foreign.facts,
    ...extractNumbers(foreign.rest),
  ];
}

/** What a document's text states: `extractFacts`, and "free of charge" as a price of nothing. */
export function extractSourceFacts(text: string): Fact[] {
  const free = [...text.matchAll(FREE)].map(([raw]): Fact => ({
    ...fact('number', raw, { value: '0' }),
    hints: ['percent', 'money:KZT', 'money:USD', 'money:EUR', 'money:RUB'],
  }));
  return [...extractFacts(text), ...free];
}

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
