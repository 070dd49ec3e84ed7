/** Some words, and prefixes of words. */
export interface WordList {
  has(word: string): boolean;
}

/** Reads words separated by white space; `позов*` stands for every word that starts so. */
export function wordList(words: string): WordList {
  const all = words.trim().split(/\s+/);
  const prefixes = all.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1));
  const exact = new Set(all.filter((word) => !word.endsWith('*')));
  return { has: (word) => exact.has(word) || prefixes.some((prefix) => word.startsWith(prefix)) };
}
