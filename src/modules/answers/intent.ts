import { foldLetters, toCyrillic, withinSlips } from '../../platform/text/index.js';
import {
  ABOUT,
  ANYBODY,
  CALL,
  COMPLAINT,
  FILLER,
  HUMAN,
  MONEY_TO,
  NEED,
  PUT_THROUGH,
  REAL,
  STAFF_EXACT,
  STAFF_STEMS,
  SUPPORT,
  TALK,
  TELECOM,
} from './intent-words.js';
import {
  ACKNOWLEDGEMENT,
  CHAT,
  FAREWELL,
  FAREWELL_CORE,
  GREETING,
  GREETING_CORE,
  THANKS,
  THANKS_CORE,
} from './intent-talk.js';
import { asksForPersonalData } from './personal.js';
import type { SmallTalk } from './types.js';
import type { WordList } from './word-list.js';

/**
 * What a message wants before anything is looked up. `personal` asks for something only the customer's
 * account can tell (a balance, a transfer's whereabouts), which no document holds.
 */
export type Intent = { kind: 'question' | 'human' | 'personal' } | { kind: 'smalltalk'; talk: SmallTalk };

/** More words than this are never small talk, and a call for a human within them must be explicit. */
const SHORT = 6;
/** A call that names nobody consists of nothing but words of calling. */
const LONGEST_CALL = 8;

/** Reads the intent off the words alone: pure, the same for every caller, and when in doubt a question. */
export function detectIntent(text: string): Intent {
  const words = intentWords(text);
  if (words.length === 0) return { kind: 'question' };
  if (asksForHuman(words)) return { kind: 'human' };
  const talk = smallTalk(words);
  if (talk !== undefined) return { kind: 'smalltalk', talk };
  const readings = textReadings(text);
  return readings.some(asksForPersonalData) ? { kind: 'personal' } : { kind: 'question' };
}

/** The words of a message as the lists have them: lower case, letters folded, no stress marks. */
export function intentWords(text: string): string[] {
  const marks = /[’'`\u0301]/g;
  const plain = foldLetters(text.normalize('NFKC').toLowerCase().replace(marks, '')).replace(
    SUPPORT,
    'support',
  );
  return plain.match(/[\p{L}\d]+|👍/gu) ?? [];
}

/** Words that no Russian or Kazakh sentence in Latin letters has. */
const ENGLISH =
  /\b(?:the|is|are|my|how|what|does|can|was|for|with|why|where|when|who|which|have|has|you|your|not|this|did|of|it|should)\b/;

/** A message as its words with blanks between, and as Russian and Kazakh where it is in Latin letters. */
export function textReadings(text: string): string[] {
  const plain = intentWords(text).join(' ');
  if (!/[a-z]/.test(plain) || ENGLISH.test(plain)) return [plain];
  return [plain, ...(['ru', 'kk'] as const).map((language) => intentWords(toCyrillic(plain, language)).join(' '))];
}

function asksForHuman(words: readonly string[]): boolean {
  if (words.some((word) => ABOUT.has(word)) || TELECOM.test(words.join(' ')) || COMPLAINT.test(words.join(' '))) return false;
  const staff = words.findIndex(isStaff);
  if (staff >= 0 && !isOnlyAdjective(words, staff)) return asksForStaff(words);
  return asksForSomebody(words);
}

/** "live" and "real" name a person only together with one: "живой человек", "живым оператором". */
function isOnlyAdjective(words: readonly string[], at: number): boolean {
  return REAL.has(words[at] ?? '') && !words.some((word, i) => i !== at && isStaff(word) && !REAL.has(word));
}

function asksForStaff(words: readonly string[]): boolean {
  const others = words.filter(
    (word) => !isStaff(word) && ![FILLER, REAL, HUMAN].some((list) => list.has(word)),
  );
  if (others.length === 0) return true;
  if (words.some((word) => TALK.has(word))) return true;
  if (words.some((word) => MONEY_TO.has(word))) return false;
  return words.some((word) => CALL.has(word)) && others.filter((word) => !CALL.has(word)).length <= 2;
}

function asksForSomebody(words: readonly string[]): boolean {
  const human = words.some((word) => HUMAN.has(word));
  const real = words.some((word) => REAL.has(word));
  if (!human || words.some((word) => MONEY_TO.has(word))) return isPlainCall(words);
  const others = words.filter((word) => !isInAny(word, [HUMAN, REAL, FILLER, CALL, ANYBODY]));
  if (words.some((word) => TALK.has(word))) return others.length <= 3;
  if (others.length > 0) return false;
  return real || words.length <= 2 || words.some((word) => NEED.has(word) || CALL.has(word));
}

/** "Соедините с банком", "connect me", "есть кто живой?" name nobody and still ask for one. */
function isPlainCall(words: readonly string[]): boolean {
  if (words.length > LONGEST_CALL) return false;
  const call = words.some((word) => PUT_THROUGH.has(word) || REAL.has(word));
  return call && words.every((word) => isInAny(word, [CALL, FILLER, ANYBODY, REAL]));
}

function isInAny(word: string, lists: readonly WordList[]): boolean {
  return lists.some((list) => list.has(word));
}

function isStaff(word: string): boolean {
  if (STAFF_EXACT.has(word)) return true;
  return STAFF_STEMS.some((stem) => {
    if (word.startsWith(stem)) return word.length - stem.length <= 6;
    if (!word.startsWith(stem.charAt(0)) && stem !== 'оператор') return false;
    // The ending of a declined word is cut off first, since a slip changes where the stem ends by one.
    const longestEnding = Math.max(0, Math.min(3, word.length - stem.length)) + 1;
    return [0, 1, 2, 3]
      .filter((cut) => cut <= longestEnding)
      .some((cut) => withinSlips(word.slice(0, word.length - cut), stem, stem.length >= 8 ? 2 : 1));
  });
}

const TALKS: readonly (readonly [SmallTalk, WordList, WordList])[] = [
  ['thanks', THANKS_CORE, THANKS],
  ['farewell', FAREWELL_CORE, FAREWELL],
  ['greeting', GREETING_CORE, GREETING],
  ['acknowledgement', ACKNOWLEDGEMENT, ACKNOWLEDGEMENT],
];

function smallTalk(words: readonly string[]): SmallTalk | undefined {
  if (CHAT.test(words.join(' '))) return 'chat';
  if (words.length > SHORT) return undefined;
  const isTalk = ([, core, all]: (typeof TALKS)[number]): boolean =>
    words.some((word) => core.has(word)) && words.every((word) => all.has(word));
  return TALKS.find(isTalk)?.[0];
}
