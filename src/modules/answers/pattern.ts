/** A pattern that any of the alternatives meets; for texts in lower case with folded letters. */
export function anyOf(...alternatives: readonly string[]): RegExp {
  return new RegExp(alternatives.join('|'), 'u');
}

/** Likewise, but each begins where a word does. */
export function anyWord(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.join('|')})`, 'u');
}
