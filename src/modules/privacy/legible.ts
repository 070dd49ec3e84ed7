import { foldLetters } from '../../platform/text/index.js';

/** Stands for whatever is not seen: zero-width characters, combining marks, second halves of pairs. */
export const UNSEEN = '\u200b';

/**
 * A text as the rules read it: of the same length unit by unit, in lower case, with digits of any script as
 * 0-9, any blank as a space, any dash as `-`, any quote as `"`, and Kazakh letters folded (`foldLetters`).
 */
export function legible(text: string): string {
  return foldLetters(text.replace(UNUSUAL, plainForm).toLowerCase());
}

/** Neither ASCII nor Cyrillic: nearly every text has few of these. */
const UNUSUAL = /[^\n -~\u0400-\u04ff]/gu;

function plainForm(character: string): string {
  return plainUnit(character).padEnd(character.length, UNSEEN);
}

function plainUnit(character: string): string {
  if (/[\p{L}\p{Emoji_Presentation}]/u.test(character)) return letter(character);
  if (/\p{Nd}/u.test(character)) return String(digitValue(character));
  if (/[\u2028\u2029\u0085]/.test(character)) return '\n';
  if (/\s/.test(character)) return ' ';
  if (/[\p{Cf}\p{M}]/u.test(character)) return UNSEEN;
  if (/[\p{Pd}\u2212]/u.test(character)) return '-';
  if (/[\p{Pi}\p{Pf}„]/u.test(character)) return '"';
  if (/[\p{Co}\p{Cs}\p{Cc}]/u.test(character)) return '?';
  return letter(character);
}

/** Full-width and other dressed-up characters as plain ones; whatever else is as long as one unit stays. */
function letter(character: string): string {
  const plain = character.normalize('NFKC').toLowerCase();
  return plain.length === 1 ? plain : character.length === 1 && plain.length === 0 ? UNSEEN : '?';
}

/** Digits of every script stand in rows of ten. */
function digitValue(digit: string): number {
  const plain = digit.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return Number(plain);
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** The letter O, Latin or Cyrillic, read as the zero it was typed for: beside a digit and no letter. */
export function withZeros(text: string): string {
  return text.replace(LETTER_FOR_ZERO, (letters) => '0'.repeat(letters.length));
}

const LETTER_FOR_ZERO = /(?<=\d)[oо]+(?![a-z\u0400-\u04ff])|(?<![a-z\u0400-\u04ff])[oо]+(?=\d)/g;
