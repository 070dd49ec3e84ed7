/** A pattern that any of the alternatives meets; for texts in lower case with folded letters. */
export function anyOf(...alternatives: readonly string[]): RegExp {
  return new RegExp(alternatives.join('|'), 'u');
}
