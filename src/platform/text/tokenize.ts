import { normalizeLetters } from './letters.js';

const GROUPED_NUMBER = /(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+(?![\d])/g;
const DECIMAL = /(\d),(\d)/g;
const TOKEN = /\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu;
const APOSTROPHE = /(?<=\p{L})['’ʼ`´](?:s|re|ve|ll|d|m|t)?(?![\p{L}])|(?<=\p{L})['’ʼ`´](?=\p{L})/gu;

/**
 * Words and numbers of a text, lower case, in their order. Digit groups become one number whatever separates
 * them (`9 900`, `9,900` and `9900` are the same token), a decimal comma becomes a point, hyphenated words
 * fall apart into their parts.
 */
export function tokenize(text: string): string[] {
  const plain = normalizeLetters(text)
    .replace(APOSTROPHE, '')
    .replace(GROUPED_NUMBER, (number) => number.replace(/\D/g, ''))
    .replace(DECIMAL, '$1.$2');
  return plain.match(TOKEN) ?? [];
}

/** How many whitespace-separated words a text has. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
