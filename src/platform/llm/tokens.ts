/**
 * About how many tokens a model makes of a text, from its characters alone. Meant to err on the high side,
 * since a prompt that does not fit is an error and one that could have been longer is not: Latin counts three
 * characters a token, Cyrillic two, its rarer Kazakh letters and everything exotic one.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const char of text) tokens += weight(char);
  return Math.ceil(tokens);
}

const KAZAKH_ONLY = /[әғқңөұүһі]/iu;

function weight(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return isDigit(code) ? 1 / 2 : 1 / 3;
  if (KAZAKH_ONLY.test(char)) return 1;
  if (code >= 0x400 && code < 0x500) return 1 / 2;
  return code < 0x250 ? 1 / 2 : code > 0xffff ? 3 : 1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
