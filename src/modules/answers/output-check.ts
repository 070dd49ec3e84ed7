/**
 * What of a model's answer must not leave whatever made the model write it. A model may be talked into anything by a
 * question, a dialogue or a document, so nothing here trusts it: only the answer and the passages it cites are looked at.
 */
import { type Language, detectLanguage, foldLetters } from '../../platform/text/index.js';
import type { CitedSentence } from './parse.js';
import { contentStems, contentWords } from './words.js';

export type OutputProblem = 'length' | 'shape' | 'prompt' | 'link' | 'demand' | 'language' | 'stranger';

export interface Output {
  /** As it would leave. */
  readonly text: string;
  readonly sentences: readonly CitedSentence[];
  /** The language that was asked in. */
  readonly lang: Language;
  /** What the model was told; none of it is for customers. */
  readonly system: string;
  /** What is cited, with titles. */
  readonly evidence: readonly { readonly text: string; readonly lang: Language }[];
}

/** Five short sentences were asked for. */
const LONGEST = 1_600;
const MOST_SENTENCES = 14;
/** So many words of the prompt in a row are no accident. */
const WORDS_IN_A_ROW = 5;
/** A sentence of so many content words is judged by the check of its claims. */
const FEW_WORDS = 4;

/** Data of a program, markup, or letters that hide words: no sentence a person would write. */
const NO_PROSE = [
  /"\w+"\s*:|\{\s*\w+\s*:|<\/?[a-z!|][^>]*>|!\[|\]\(|```|=>|\$\{/iu,
  /[^\s/]{45,}/u,
  /(?:(?<![\p{L}\d])[\p{L}\d][\s.\-_]+){8,}/u,
  /(?:\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#?\w+;|\\x[0-9a-f]{2}){2,}/iu,
];
/** Talk about the instructions or about what answers. */
const ABOUT_PROMPT = new RegExp(
  [
    'no_answer|passage-|</?passage|system (?:prompt|message|instruction)|my (?:instructions|rules|prompt)|as an ai|language model|developer mode|jailbr',
    'системн\\p{L}* (?:промпт|инструкци|сообщени)|промпт|мои (?:инструкции|правила)|языков\\p{L}* модел|я (?:нейросеть|искусственн)|режим\\p{L}* разработчик',
    'жуйелик (?:нускау|промпт|хабарлама)|менин (?:нускау|ереже)|тилдик модел|жасанды интеллект',
  ].join('|'),
  'u',
);
const LINKS = /(?:https?:\/\/|www\.|t\.me\/|tg:\/\/)\S+|[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*|(?<![\p{L}\d])@\w{3,}|(?<![\p{L}\d.-])[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:\/\S*)?|\+?\d(?:[ ()-]*\d){8,}/giu;
const SECRET = 'код(?!екс|ово)|cvv|cvc|пин(?!г)|парол|pin(?!k)|code(?!word)|password|passcode|otp|купиясоз|кодын|кодты|цифр\\p{L}* с обратн|digits on the back';
const TELL = 'сообщи|назови|продиктуй|отправ|пришли|скинь|скажи|напиши|передай|введите (?:здесь|в чат)|tell|send|give|share|reply with|dm|provide|type (?:it )?here|read out|айтып|айтыныз|жибер|жазыныз|жазып|бериниз';
const HANDING = new RegExp(`(?<!не |not |never |to |ешкашан )(?<![\\p{L}])(?:${TELL})\\p{L}*(?: [\\p{L}\\d-]+){0,6} (?:${SECRET})|(?:${SECRET})\\p{L}*(?: [\\p{L}\\d-]+){0,6} (?:${TELL})(?!п?а(?:ныз|й|$| )|\\p{L}*(?: ал|дин керег))`, 'u');
const MONEY_AWAY = /(?<!to )(?<![\p{L}])(?:переведите|перечислите|отправьте|transfer|send|move|wire|аударыныз|жибериниз|салыныз)(?: [\p{L}\d-]+){0,5} (?:деньги|средства|сбережения|сумму|тенге|money|funds|savings|акша\p{L}*|каражат\p{L}*)|(?:акша\p{L}*|каражат\p{L}*)(?: [\p{L}\d-]+){0,4} (?:аударыныз|жибериниз|салыныз)/u;
const REMOTE = /any ?desk|team ?viewer|rust ?desk|удаленн\p{L}* доступ|remote access|кашыктан/u;
/** A bank tells people not to. */
const FORBIDS = /(?<![\p{L}])(?:никому|никогда|не (?:сообща|называ|отправля|передава|говори|вводи|переводи|устанавлива|показыва|присыла|просит|спрашива|попросит)\p{L}*|нельзя|never|do not|dont|don t|nobody|will not|ешкашан|ешкимге|\p{L}+п?[аеб](?:ныз|низ))(?!\p{L})/u;
const DELIVERY = /курьер|courier|код\p{L}* (?:доставк|активац|товар|назначен|подраздел|операц|страны|бик)|промокод|swift|delivery code|promo|postal code|жеткизу код/u;
const WORD_OF_CODE = /[\p{L}\d]+/gu;
/** Latin words that stand in any bank's answer. */
const COMMON_LATIN = new Set(
  'sms pin cvv cvc visa mastercard online email mail wifi usd eur kzt rub gbp swift iban qr nfc apple google pay samsung bank app id ok vip gold atm pdf faq'.split(' '),
);

/** The first thing that keeps an answer from leaving; undefined where nothing does. */
export function checkOutput(output: Output): OutputProblem | undefined {
  const checks: readonly [OutputProblem, (output: Output, known: string) => boolean][] = [
    ['length', isTooLong],
    ['shape', isNoProse],
    ['prompt', tellsPrompt],
    ['link', hasForeignLink],
    ['demand', demands],
    ['language', isInAnotherLanguage],
    ['stranger', hasStrangeWords],
  ];
  const known = plain(output.evidence.map(({ text }) => text).join('\n'));
  return checks.find(([, fails]) => fails(output, known))?.[0];
}

function isTooLong({ text, sentences }: Output): boolean {
  return text.length > LONGEST || sentences.length > MOST_SENTENCES;
}

function isNoProse({ text }: Output, known: string): boolean {
  return NO_PROSE.some((pattern) => {
    const found = pattern.exec(text)?.[0];
    return found !== undefined && !known.includes(plain(found));
  });
}

function tellsPrompt({ text, system }: Output, known: string): boolean {
  const words = wordsOf(text);
  const told = ` ${wordsOf(system).join(' ')} `;
  const passages = ` ${wordsOf(known).join(' ')} `;
  const rows = words.slice(0, Math.max(0, words.length - WORDS_IN_A_ROW + 1)).map((_, at) => words.slice(at, at + WORDS_IN_A_ROW));
  if (rows.some((row) => told.includes(` ${row.join(' ')} `) && !passages.includes(` ${row.join(' ')} `))) return true;
  const named = ABOUT_PROMPT.exec(plain(text))?.[0];
  return (named !== undefined && !known.includes(named)) || secretsOf(system).some((secret) => words.includes(secret));
}

/** Random words of a prompt, such as its fence. */
function secretsOf(system: string): string[] {
  return [...system.matchAll(/-([0-9a-f]{8,})>/g)].map((match) => match[1] ?? '');
}

function hasForeignLink({ text }: Output, known: string): boolean {
  const digits = known.replace(/\D/g, '');
  return (text.match(LINKS) ?? []).some((link) => {
    const bare = plain(link).replace(/[.,;:!?)»"]+$/u, '');
    return /^[+\d][\d ()-]*$/.test(bare) ? !digits.includes(bare.replace(/\D/g, '').slice(-9)) : !known.includes(bare);
  });
}

/** Nobody is told to give a secret away, whatever a document says; to send money or let somebody in, only by a document. */
function demands({ sentences }: Output, known: string): boolean {
  return sentences.map(({ text }) => plain(text)).some((sentence) => {
    if (FORBIDS.test(sentence)) return false;
    if (HANDING.test(sentence) && !DELIVERY.test(sentence)) return true;
    return (MONEY_AWAY.test(sentence) || REMOTE.test(sentence)) && !stands(sentence, known);
  });
}

function isInAnotherLanguage({ text, sentences, lang }: Output, known: string): boolean {
  const own = sentences.filter((sentence) => !stands(sentence.text, known));
  if (own.length > 0 && (detectLanguage(text.replace(/\[\d+\]/g, ''), lang) ?? lang) !== lang) return true;
  return own.some(({ text: said }) => contentWords(said, lang).length > 1 && (detectLanguage(said, lang) ?? lang) !== lang);
}

/** A short sentence must share a word with what it cites; a name of other letters or all in capitals must stand there. */
function hasStrangeWords({ sentences, lang, evidence }: Output, known: string): boolean {
  const words = new Set(wordsOf(known));
  const stems = new Set(evidence.flatMap((source) => contentStems(source.text, source.lang)));
  const comparable = evidence.every((source) => source.lang === lang);
  return sentences.some(({ text }) => {
    const names = text.match(lang === 'en' ? /(?<![\p{L}\d])\p{Lu}{4,}(?!\p{L})/gu : /(?<![\p{L}\d])(?:[A-Za-z]{3,}|\p{Lu}{5,})(?!\p{L})/gu) ?? [];
    if (names.map(plain).some((name) => !words.has(name) && !COMMON_LATIN.has(name))) return true;
    const own = contentStems(text, lang);
    return comparable && own.length > 0 && own.length < FEW_WORDS && !own.some((stem) => stems.has(stem));
  });
}

/** Whether a sentence is a passage's own. */
function stands(sentence: string, known: string): boolean {
  return known.includes(plain(sentence).replace(/^[•*–—-]\s+|[.!?…;:,]+$/gu, ''));
}

function plain(text: string): string {
  return foldLetters(text.toLowerCase()).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
}

function wordsOf(text: string): string[] {
  return plain(text).match(WORD_OF_CODE) ?? [];
}
