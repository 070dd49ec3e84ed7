import type { Language } from '../../../platform/text/index.js';
import { extractFacts } from '../facts/index.js';
import { contentStems } from '../words.js';

/**
 * Which of the rows of a table (or columns of a row) a text names: by the words and numbers that tell them apart. One that
 * shares less with the text than another, and nothing else, is not meant: "Visa Gold" names neither Visa Classic nor
 * Mastercard Gold.
 */
export function namedAmong(labels: readonly string[], text: string, lang: Language): ReadonlySet<number> {
  const all = labels.map((label) => marksOf(label, lang));
  const said = marksOf(text, lang);
  const shared = all.map((marks) => new Set([...marks].filter((mark) => said.has(mark) && !all.every((other) => other.has(mark)))));
  const named = shared.flatMap((own, index) => {
    const isLess = shared.some((other) => other.size > own.size && [...own].every((mark) => other.has(mark)));
    return own.size === 0 || isLess ? [] : [index];
  });
  return new Set(named);
}

function marksOf(text: string, lang: Language): ReadonlySet<string> {
  const numbers = extractFacts(text).flatMap(({ readings }) => readings.map(({ value, unit = '' }) => `${value} ${unit}`));
  return new Set([...contentStems(text, lang), ...numbers]);
}
