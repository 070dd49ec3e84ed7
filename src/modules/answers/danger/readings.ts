import { toCyrillic, visible, withinSlips } from '../../../platform/text/index.js';
import { intentWords } from '../intent.js';

/** Longer than this, a sentence is read in pieces: what stands far apart hardly belongs together. */
const LONGEST = 40;

/**
 * Words whose slips are put right, since danger hangs on them. What is as like one of them and means another thing
 * stands in `NOT_SLIPS`.
 */
const OFTEN_MISSPELT = `
  потерял потеряла украли украл мошенники мошенник списали обманули взломали телефон кошелек перевела
  картамды картам жогалттым жогалтып урлады урлап алаяктар алаяк айтып шешип
  stolen stole robbed wallet hacked scammed account someone somebody password fraudster lost money card
`.trim().split(/\s+/);
const NOT_SLIPS = new Set(
  `потеря потеряю потере потери потерян потерять потеряет украл украли украла взломали взломала списала списал
   списать обманула обманул перевел перевели перевод картам картаны картамды картамда жогалтсам stone store robbed
   accounts passwords caller called some hack
   cost last list post lots card cart cars cards care monkey
   карта карты карту карте moned`.split(/\s+/),
);

/** A sentence as it may be meant: its words put right, and as Russian and Kazakh where it is in Latin letters. */
export function readings(sentence: string): string[] {
  const words = intentWords(visible(sentence)).map(mended);
  const pieces = Array.from({ length: Math.max(1, Math.ceil(words.length / (LONGEST / 2)) - 1) }, (_, at) =>
    words.slice((at * LONGEST) / 2, (at * LONGEST) / 2 + LONGEST).join(' '),
  );
  if (!/[a-z]/.test(sentence.toLowerCase())) return pieces;
  return pieces.flatMap((piece) => [
    piece,
    ...(['ru', 'kk'] as const).map((language) => intentWords(toCyrillic(piece, language)).map(mended).join(' ')),
  ]);
}

function mended(word: string): string {
  if (NOT_SLIPS.has(word) || OFTEN_MISSPELT.includes(word)) return word;
  return OFTEN_MISSPELT.find((known) => isSlipOf(word, known)) ?? word;
}

function isSlipOf(word: string, known: string): boolean {
  if (known.length > 5) return word.length > 4 && word.startsWith(known.charAt(0)) && withinSlips(word, known, 1);
  // Of short words, only swapped letters.
  const isSwap = word.length === known.length && word.startsWith(known.charAt(0)) && [...word].sort().join() === [...known].sort().join();
  return isSwap && word !== known;
}
