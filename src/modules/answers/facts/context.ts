import type { Fact, Per } from './fact.js';

const NOT_WORD = '(?![\\p{L}])';
const ONE = '(?:(?:один|одну|каждый|каждую|each|every|әр|әрбір)\\s)?';
const OPERATIONS = [
  `за ${ONE}(?:операци|перевод|платеж|платёж|снятие|транзакци|выдач|справк)\\p{L}*`,
  `(?:per|each|every|for each) (?:operation|transaction|transfer|payment|withdrawal|certificate)${NOT_WORD}`,
  'әр(?:бір)? (?:операция|аударым|төлем|транзакция|анықтама)\\p{L}*',
];

/** How it is said for which time or act something is. */
const PERS: readonly (readonly [Per, readonly string[]])[] = [
  [
    'year',
    [
      `(?:в|за|на) ${ONE}год${NOT_WORD}|годов\\p{L}+|ежегодн\\p{L}+|жылына|жылдық\\p{L}*|жыл сайын`,
      `(?:a|per|each|every|/) ?(?:year|annum)${NOT_WORD}|annual\\p{L}*|yearly`,
    ],
  ],
  [
    'quarter',
    [`(?:в|за) ${ONE}квартал${NOT_WORD}|ежеквартальн\\p{L}+|тоқсан(?:ына| сайын)`, `(?:a|per|each|every) quarter${NOT_WORD}|quarterly`],
  ],
  [
    'month',
    [
      `(?:в|за) ${ONE}(?:месяц|мес\\.)${NOT_WORD}|ежемесячн\\p{L}+|айына|ай сайын\\p{L}*|айлық\\p{L}*`,
      `(?:a|per|each|every|/) ?month${NOT_WORD}|monthly`,
    ],
  ],
  ['week', [`(?:в|за) ${ONE}неделю${NOT_WORD}|еженедельн\\p{L}+|аптасына|апта сайын`, `(?:a|per|each|every) week${NOT_WORD}|weekly`]],
  [
    'day',
    [
      `(?:в|за) ${ONE}(?:день|сутки)${NOT_WORD}|ежедневн\\p{L}+|дневн\\p{L}+|суточн\\p{L}+`,
      `күніне|тәулігіне|күн сайын\\p{L}*|күндік\\p{L}*|(?:a|per|each|every) day${NOT_WORD}|daily`,
    ],
  ],
  ['operation', OPERATIONS],
];
const RIGHT_AFTER = PERS.map(([per, words]) => [per, new RegExp(`^[\\s(/]{0,2}(?:\\p{L}+\\s){0,2}(?:${words.join('|')})`, 'iu')] as const);
const SAID = PERS.map(([per, words]) => [per, new RegExp(`(?<![\\p{L}])(?:${words.join('|')})`, 'giu')] as const);

const MOST = [
  'до|не (?:более|больше|выше|дольше)(?: чем)?|менее|меньше|ниже|младше|максимум|в пределах',
  'up to|at most|(?:no|not) (?:more|longer|higher) than|less than|under|below|within|maximum(?: of)?|max\\.?',
  'ең көбі|барынша',
].join('|');
const LEAST = [
  'от|не (?:менее|меньше|ниже)(?: чем)?|более|больше|свыше|выше|старше|минимум|начиная с',
  'from|at least|(?:no|not) (?:less|lower) than|more than|over|above|starting (?:at|from)|minimum(?: of)?|min\\.?',
  'кемінде|ең азы|ең кемі',
].join('|');
const MOST_AFTER = [
  'дейін|аспа\\p{L}+|артық емес|көп емес|жоғары емес|(?:or|and) (?:less|under|below)|максимум|at most|maximum|и (?:менее|меньше)',
  'или (?:менее|меньше)',
].join('|');
const LEAST_AFTER = [
  'бастап|кем емес|аз емес|төмен емес|астам|(?:or|and) (?:more|above|over)|at least|minimum|и (?:более|больше|старше|выше)',
  'или (?:более|больше|выше)',
].join('|');
/** Right before the number, and right after it with its unit. */
const BEFORE_NUMBER = [
  ['most', new RegExp(`(?<!\\p{L})(?:${MOST})\\s?$`, 'iu')],
  ['least', new RegExp(`(?<!\\p{L})(?:${LEAST})\\s?$`, 'iu')],
] as const;
const AFTER_NUMBER = [
  ['most', new RegExp(`^-?\\p{L}{0,5}\\s(?:${MOST_AFTER})`, 'iu')],
  ['least', new RegExp(`^-?\\p{L}{0,5}\\s(?:${LEAST_AFTER})`, 'iu')],
] as const;
/** Somewhere before it in what is said of it. */
const NAMED = [
  ['most', /(?<!\p{L})(?:максимальн\p{L}+|предельн\p{L}+|наибольш\p{L}+|maximum|max\.?|limit|лимит\p{L}*|ең (?:көп|жоғары|үлкен|ұзақ)|максимал\p{L}+|шегі|шек)(?!\p{L})/giu],
  ['least', /(?<!\p{L})(?:минимальн\p{L}+|наименьш\p{L}+|minimum|min\.?|ең (?:аз|төмен|кіші|қысқа)|минимал\p{L}+)(?!\p{L})/giu],
] as const;
/** "с 18 лет" */
const AGE = /лет|жас/iu;
const SINCE = /(?<!\p{L})со?\s$/iu;
const NEGATED = /(?:не|not|no|без|without)\s$/iu;

const WORKING = /рабоч\p{L}+|банковск\p{L}+ дн|business|working|banking day|жұмыс/iu;
const CALENDAR = /календарн\p{L}+|calendar|күнтізбелік/iu;

/** What the words around a number say of it: from the number before it, and up to the one after it. */
export interface Surroundings {
  readonly before: string;
  /** The number itself with its unit. */
  readonly own: string;
  readonly after: string;
}

export function contextOf({ before, own, after }: Surroundings, isTime: boolean): Pick<Fact, 'per' | 'bound' | 'days'> {
  // A time is not for another: "14 % a year for 12 months".
  const per = isTime ? undefined : perOf(before, after);
  const bound = boundOf(before, own, after);
  const days = WORKING.test(own) ? 'working' : CALENDAR.test(own) ? 'calendar' : undefined;
  return { ...(per && { per }), ...(bound && { bound }), ...(days && { days }) };
}

/** How much of what stands after a number belongs to it. */
export function ownedAfter(after: string): number {
  return RIGHT_AFTER.map(([, pattern]) => pattern.exec(after)?.[0].length ?? 0).find((length) => length > 0) ?? 0;
}

/** What a text says that anything is for. */
export function persIn(text: string): Per[] {
  return SAID.filter(([, pattern]) => text.search(pattern) >= 0).map(([per]) => per);
}

function perOf(before: string, after: string): Per | undefined {
  return RIGHT_AFTER.find(([, pattern]) => pattern.test(after))?.[0] ?? lastOf(SAID, before);
}

function boundOf(before: string, own: string, after: string): Fact['bound'] {
  const near = BEFORE_NUMBER.find(([, pattern]) => pattern.test(before) && !NEGATED.test(before.replace(pattern, '')));
  if (near) return near[0];
  if (AGE.test(own) && SINCE.test(before)) return 'least';
  return AFTER_NUMBER.find(([, pattern]) => pattern.test(after))?.[0] ?? lastOf(NAMED, before);
}

/** Of what is said in a text, what is said last. */
function lastOf<Name>(patterns: readonly (readonly [Name, RegExp])[], text: string): Name | undefined {
  let last: { name: Name; at: number } | undefined;
  for (const [name, pattern] of patterns) {
    const at = [...text.matchAll(pattern)].at(-1)?.index;
    if (at !== undefined && at > (last?.at ?? -1)) last = { name, at };
  }
  return last?.name;
}
