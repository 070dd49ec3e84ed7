import { foldLetters } from '../../platform/text/index.js';
import { anyOf } from './pattern.js';

/** The kind of fact a question asks for. */
export type Wanted =
  'percent' | 'money' | 'duration' | 'clock' | 'date' | 'age' | 'place' | 'action' | 'number';

/** What is asked, in lower case with folded letters, and the kinds of fact any of which will do. */
const ASKED: readonly (readonly [RegExp, readonly Wanted[]])[] = [
  [
    anyOf('процент|(?<!\\p{L})ставк', 'пайыз|молшерлеме|сыйакы', '\\brates?\\b|interest|\\bapr\\b|per ?cent|%'),
    ['percent'],
  ],
  [
    anyOf(
      'сколько (?:стоит|стоят|берет|возьм|сдер|плат)|стоимост|цен[аыу](?!\\p{L})|почем',
      'комисси|плат[аыу]|платн|обслуживани',
      'канша (?:турады|болады|аласыз)|акысы|акылы|багасы|тегин',
      '\\bfees?\\b|\\bcosts?\\b|\\bprice|charge|\\bfree\\b|how much (?:is|are|for|do you|does)|penalt',
    ),
    ['money', 'percent'],
  ],
  [
    anyOf(
      'лимит|максим|миним|предел|сумм|скольк[ои] (?:можно|могу|снять)',
      'как(?:ой|ая|им|ую) (?:зарплат|доход|взнос|сумм)',
      'шеги|шектеу|сома|каншага дейин|ен аз|ен коп|кандай (?:табыс|жалакы)',
      '\\blimits?\\b|\\bmax|\\bmin(?:imum)?\\b|\\bcap\\b|amount',
      'how much (?:can|could|cash)|what (?:income|salary)',
    ),
    ['money'],
  ],
  [
    anyOf(
      'сколько (?:дней|времени|часов|длит|идет|жд)|как долго|(?<!\\p{L})срок|скольк(?:о|их) лет',
      '(?:за|через) сколько',
      'неше (?:кун|ай|сагат)|канша (?:уакыт|кун)|мерзими(?!нен)',
      'how (?:long|soon|many (?:days|months|hours|years))|turnaround',
    ),
    ['duration'],
  ],
  [anyOf('(?:^|\\s)(?:когда|кашан|when)(?:\\s|$)'), ['duration', 'date', 'clock']],
  [anyOf('число|числа|какой день|what date'), ['date']],
  [
    anyOf(
      'работа|открыт[ыо]|график|режим|часы',
      'до (?:скольк|какого (?:времени|часа))|во сколько|в котором часу',
      'жумыс истей|ашык|кестеси|(?:кай|кандай) уакыт|сагат (?:неше|канша)',
      'what time|(?:are|is|you) open|opening|hours|\\bclose[sd]?\\b',
    ),
    ['clock'],
  ],
  [anyOf('возраст|(?<!\\p{L})лет(?!\\p{L})', 'жас(?:тан|ым|ка|та)', 'how old|\\bage\\b|years old'), ['age']],
  [anyOf('адрес|находит|мекенжай|add?ress', '(?:^|\\s)(?:где|кайда|where)(?:\\s|$)'), ['place']],
  [
    anyOf('что (?:мне )?делать|как быть', 'не исте', 'what (?:should|do|can) i do|how do i (?:block|report)'),
    ['action'],
  ],
  [anyOf('сколько|скок|каком размере', 'канша|неше', 'how (?:much|many)'), ['number']],
];

const PERIODS = [
  'рабоч|календарн|минут|час|дн|день|сут|месяц|лет',
  'жұмыс күн|күнтізбелік|күн|сағат|ай|жыл',
  'working|business|calendar|minute|hour|day|week|month|year',
].join('|');
/** Numbers as they are written out before a period, and what takes the place of one. */
const COUNTED = [
  'одн|дв[ауе]|тр[еёи]|четыр|пят|шест|сем|восем|восьм|девят|десят|пятнадцат|двадцат|тридцат|втор|следующ|тот же|того же',
  'бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|келесі|сол',
  'one|two|three|four|five|six|seven|ten|twelve|second|third|next|same',
].join('|');
const MONTHS = 'январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр';

/** What such a fact looks like in a document, in lower case. */
const TOLD: Readonly<Record<Wanted, RegExp>> = {
  percent: anyOf('\\d\\s*%'),
  money: anyOf(
    '\\d\\s*(?:₸|[$€£¥]|usd|eur|kzt|тг|тенге|теңге|(?:us )?(?:доллар|евро|рубл|юан|фунт|dollar|euro|pound|yuan))',
    'бесплатн|без комисси|тегін|комиссиясыз|(?<!\\p{L})free(?!\\p{L})',
  ),
  duration: anyOf(
    `\\d[-–\\d\\s]*(?:-?х|-?ти)?\\s*(?:${PERIODS})`,
    `(?<!\\p{L})(?:${COUNTED})\\p{L}*\\s+(?:(?:рабоч|календарн)\\p{L}*\\s+)?(?:${PERIODS})`,
    'сразу|в течение (?:суток|часа|дня)|бірден|лезде|at once|instantly',
  ),
  clock: anyOf('\\d{1,2}:\\d{2}', 'круглосуточ|тәулік бойы|round the clock'),
  date: anyOf('\\d{1,2}-?(?:го|е|ше|ші|не|на|-ына|st|th|nd|rd)(?!\\p{L})', `\\d{1,2} (?:${MONTHS})|числа`),
  age: anyOf('\\d+\\s*(?:лет|жас)', '(?:at least|under|over|aged?|older than|from age) \\d+'),
  place: anyOf('ул\\.|улиц|пр\\.|проспект|бульвар|площад|мкр|набережн', 'көше|даңғыл|ықшам', 'street|avenue|road'),
  action: anyOf(
    '7711',
    '(?:ите|йте)(?!\\p{L})',
    '(?:ыңыз|іңіз|аңыз|еңіз)(?!\\p{L})',
    '(?:^|[.,;] )(?:please )?(?:call|block|report|open|dial)(?!\\p{L})',
  ),
  number: anyOf('\\d'),
};

/** What a question asks for, by its words in any of the languages; empty where it asks no such thing. */
export function wantedOf(question: string): ReadonlySet<Wanted> {
  const text = foldLetters(question.toLowerCase());
  return new Set(ASKED.filter(([pattern]) => pattern.test(text)).flatMap(([, kinds]) => kinds));
}

/** The patterns by which a text (lower case, folded letters) asks for a kind of fact of its own. */
export function askedIn(text: string): RegExp[] {
  const ofOneKind = ASKED.filter(([, kinds]) => !kinds.includes('number'));
  return ofOneKind.map(([pattern]) => pattern).filter((pattern) => pattern.test(text));
}

/** A text (lower case, folded letters) without the words by which it asks. */
export function withoutAsking(text: string): string {
  return askedIn(text).reduce(
    (rest, { source }) => rest.replace(new RegExp(`\\p{L}*(?:${source})\\p{L}*`, 'gu'), ' '),
    text,
  );
}

/** How far a sentence tells what is wanted: 1, half where it has at least a figure, or 0. */
export function tells(sentence: string, wanted: ReadonlySet<Wanted>): number {
  const text = sentence.toLowerCase();
  if ([...wanted].some((kind) => kind !== 'number' && TOLD[kind].test(text))) return 1;
  return wanted.size > 0 && TOLD.number.test(text) ? 0.5 : 0;
}
