/**
 * Questions and answers in a talk that may serve others: pure rules. In doubt a pair is left out, since people propose
 * what they have read, and nobody misses what was never proposed.
 */
import { detectDanger, detectIntent } from '../answers/index.js';
import { hidesSomething } from '../privacy/index.js';

export interface Said {
  /** Of its message. */
  readonly id: number;
  readonly author: string;
  /** Masked. */
  readonly text: string;
}

export interface Pair {
  readonly question: Said;
  readonly answer: Said;
}

const QUESTION = { least: 10, most: 300 };
const ANSWER = { least: 25, most: 1_500 };
const FEWEST_WORDS = { question: 3, answer: 5 };

/** What asks, where nobody has put a question mark. */
const ASKS = new RegExp(
  [
    '(?<!\\p{L})(?:как|какой|какая|какие|каким|где|когда|куда|сколько|почему|зачем|можно|нужно|что|чем|кто)(?!\\p{L})',
    '(?<!\\p{L})(?:қалай|қайда|қашан|қанша|неге|қандай|бола ма|керек|не істе\\p{L}*)(?!\\p{L})',
    '(?<!\\p{L})(?:how|what|where|when|why|which|who|can|could|do|does|is|are)(?!\\p{L})',
  ].join('|'),
  'iu',
);

/** The affairs of one customer, and words that put them off until somebody has looked. */
const PERSONAL = new RegExp(
  [
    '(?<!\\p{L})(?:вижу|провер(?:ил|ила|яю|ю)|уточн(?:ил|ила|яю|ю)|посмотр(?:ел|ела|ю)|минут(?:к|очк)\\p{L}*|подожди\\p{L}*)(?!\\p{L})',
    '(?<!\\p{L})ваш\\p{L}* (?:перевод|плат[её]ж|заявк|обращени|баланс|остат|долг|задолженност|данн)\\p{L}*',
    '(?<!\\p{L})ваш\\p{L}* (?:карт|сч[её]т|кредит|вклад)\\p{L}* (?:уже |была? |будет |ещ[её] |сейчас )?(?:\\p{L}+(?:ан|ен|ят)[аоы]?|готов\\p{L}*)(?!\\p{L})',
    '(?<!\\p{L})(?:тексер\\p{L}+|көріп тұрмын|қарап шығ\\p{L}+|күте тұр\\p{L}*|бір минут)(?!\\p{L})',
    '(?:аударым|төлем|өтінім|баланс|қалдығ|қарыз|дерек)\\p{L}*(?:ыңыз|іңіз|ңыз|ңіз)\\p{L}*',
    "(?<!\\p{L})(?:i (?:can )?see|i(?:['’]ve| have)? (?:checked|looked)|let me (?:check|look)|one moment|please wait|just a minute)(?!\\p{L})",
    '(?<!\\p{L})your (?:transfer|payment|application|request|balance|debt|data)(?!\\p{L})',
    '(?<!\\p{L})your (?:card|account|loan|deposit) (?:is|was|has|will)(?!\\p{L})',
  ].join('|'),
  'iu',
);

/**
 * Pairs of what the customer asked and the first answer of substance that a moderator gave to it.
 * @param names of the customer: what says one is meant for them alone, or tells others of them
 */
export function pairsIn(turns: readonly Said[], names: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let asked: Said | undefined;
  for (const turn of turns) {
    if (turn.author === 'customer' && isQuestion(turn.text)) asked = says(turn.text, names) ? undefined : turn;
    if (turn.author !== 'moderator' || !asked || !isAnswer(turn.text) || says(turn.text, names)) continue;
    pairs.push({ question: asked, answer: turn });
    asked = undefined;
  }
  return pairs;
}

/** Whether others may ask this, too. */
export function isQuestion(text: string): boolean {
  if (!fits(text, QUESTION, FEWEST_WORDS.question)) return false;
  return (text.includes('?') || ASKS.test(text)) && detectIntent(text).kind === 'question' && detectDanger(text) === undefined;
}

/** Whether it answers, and others as well. */
export function isAnswer(text: string): boolean {
  return fits(text, ANSWER, FEWEST_WORDS.answer) && !text.trim().endsWith('?') && !PERSONAL.test(text);
}

function fits(text: string, { least, most }: typeof QUESTION, fewestWords: number): boolean {
  const { length } = text.trim();
  const words = text.match(/[\p{L}\d]+/gu) ?? [];
  return length >= least && length <= most && words.length >= fewestWords && !hidesSomething(text);
}

function says(text: string, names: readonly string[]): boolean {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  return names.some((name) => name.toLowerCase().match(/\p{L}{3,}/gu)?.some((part) => words.has(part)) === true);
}
