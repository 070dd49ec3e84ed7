import { foldLetters } from '../../platform/text/index.js';
import {
  ABOUT, ACKNOWLEDGEMENT, CALL, CHAT, FAREWELL, FAREWELL_CORE, FILLER, GREETING, GREETING_CORE, HUMAN, MONEY_TO, NEED,
  REAL, STAFF_EXACT, STAFF_STEMS, TALK, TELECOM, THANKS, THANKS_CORE,
} from './intent-words.js';
import { asksForPersonalData } from './personal.js';
import type { SmallTalk } from './types.js';
import { isNear } from './typos.js';
import { wordList, type WordList } from './word-list.js';

/**
 * What a message wants before anything is looked up. `personal` asks for something only the customer's
 * account can tell (a balance, a transfer's whereabouts), which no document holds.
 */
export type Intent =
  { kind: 'question' } | { kind: 'human' } | { kind: 'personal' } | { kind: 'smalltalk'; talk: SmallTalk };

/** More words than this are never small talk, and a call for a human within them must be explicit. */
const SHORT = 6;

/** Reads the intent off the words alone: pure, the same for every caller, and when in doubt a question. */
export function detectIntent(text: string): Intent {
  const words = intentWords(text);
  if (words.length === 0) return { kind: 'question' };
  if (asksForHuman(words)) return { kind: 'human' };
  const talk = smallTalk(words);
  if (talk !== undefined) return { kind: 'smalltalk', talk };
  return asksForPersonalData(words) ? { kind: 'personal' } : { kind: 'question' };
}

function intentWords(text: string): string[] {
  const plain = foldLetters(text.normalize('NFKC').toLowerCase().replace(/[’'`]/g, ''));
  return plain.match(/[\p{L}\d]+|👍/gu) ?? [];
}

function asksForHuman(words: readonly string[]): boolean {
  if (words.some((word) => ABOUT.has(word)) || TELECOM.test(words.join(' '))) return false;
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
  const others = words.filter((word) => ![HUMAN, REAL, FILLER, CALL].some((list) => list.has(word)));
  if (words.some((word) => TALK.has(word))) return others.length <= 3;
  if (others.length > 0) return false;
  return real || words.length <= 2 || words.some((word) => NEED.has(word) || CALL.has(word));
}

const PUT_THROUGH = wordList('соедините переключите позовите');
const ANYBODY = wordList('кого кем то нибудь');

/** "Соедините с банком", "connect me" name nobody and still ask for one. */
function isPlainCall(words: readonly string[]): boolean {
  if (words.length > SHORT) return false;
  const call = words.some((word) => PUT_THROUGH.has(word));
  return call && words.every((word) => [CALL, FILLER, ANYBODY].some((list) => list.has(word)));
}

function isStaff(word: string): boolean {
  if (STAFF_EXACT.has(word)) return true;
  return STAFF_STEMS.some((stem) => {
    if (word.startsWith(stem)) return word.length - stem.length <= 6;
    if (word[0] !== stem[0] && stem !== 'оператор') return false;
    // The ending of a declined word is cut off first, since a slip changes where the stem ends by one.
    const longestEnding = Math.max(0, Math.min(3, word.length - stem.length)) + 1;
    return [0, 1, 2, 3]
      .filter((cut) => cut <= longestEnding)
      .some((cut) => isNear(word.slice(0, word.length - cut), stem, stem.length >= 8 ? 2 : 1));
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
