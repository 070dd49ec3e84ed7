/**
 * Latin letters back to Cyrillic, for Russian and Kazakh typed on a Latin keyboard. Several spellings are in
 * use for one letter; the longest match wins, and what remains ambiguous is left to stemming and fuzzy
 * matching.
 */

const COMMON: readonly (readonly [string, string])[] = [
  ['shch', 'щ'],
  ['sch', 'щ'],
  ['yo', 'ё'],
  ['jo', 'ё'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ts', 'ц'],
  ['ch', 'ч'],
  ['sh', 'ш'],
  ['yu', 'ю'],
  ['ju', 'ю'],
  ['ya', 'я'],
  ['ja', 'я'],
  ['iy', 'ий'],
  ['yy', 'ый'],
  ['ye', 'е'],
  ["'", 'ь'],
  ['a', 'а'],
  ['b', 'б'],
  ['c', 'к'],
  ['d', 'д'],
  ['e', 'е'],
  ['f', 'ф'],
  ['g', 'г'],
  ['h', 'х'],
  ['i', 'и'],
  ['j', 'й'],
  ['k', 'к'],
  ['l', 'л'],
  ['m', 'м'],
  ['n', 'н'],
  ['o', 'о'],
  ['p', 'п'],
  ['q', 'к'],
  ['r', 'р'],
  ['s', 'с'],
  ['t', 'т'],
  ['u', 'у'],
  ['v', 'в'],
  ['w', 'в'],
  ['x', 'кс'],
  ['y', 'ы'],
  ['z', 'з'],
];

/** The 2021 Kazakh Latin alphabet and what people write without its diacritics; letters come out folded. */
const KAZAKH: readonly (readonly [string, string])[] = [
  ['ng', 'н'],
  ['gh', 'г'],
  ['ö', 'о'],
  ['ü', 'у'],
  ['ä', 'а'],
  ['ğ', 'г'],
  ['ñ', 'н'],
  ['ş', 'ш'],
  ['ū', 'у'],
  ['ı', 'ы'],
  ['j', 'ж'],
  ['w', 'у'],
  ['ai', 'ай'],
  ['ei', 'ей'],
];

const TABLES = {
  ru: new Map(COMMON),
  kk: new Map([...COMMON.filter(([latin]) => !/^j./.test(latin)), ...KAZAKH]),
} as const;

/** `y` after a vowel and not before one: `kakoy`, but `moya`. */
const SHORT_I = /(?<=[aeou])y(?![aeou])/g;

/** Cyrillic spelling of a Latin-typed Russian or Kazakh text; what is not Latin stays as it is. */
export function toCyrillic(text: string, language: 'ru' | 'kk'): string {
  const table = TABLES[language];
  const source = text.toLowerCase().replace(SHORT_I, 'й');
  let result = '';
  for (let at = 0; at < source.length;) {
    const length = [4, 3, 2, 1].find((size) => table.has(source.slice(at, at + size))) ?? 0;
    result += length === 0 ? source.charAt(at) : (table.get(source.slice(at, at + length)) ?? '');
    at += Math.max(length, 1);
  }
  return result;
}
