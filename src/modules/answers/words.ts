import { isStopWord, stem, tokenize, type Language } from '../../platform/text/index.js';

/** The stems of the words that carry a text's meaning: no function words, no bare numbers. */
export function contentStems(text: string, lang: Language): string[] {
  return contentWords(text, lang).map((word) => stem(word, lang));
}

/** The words themselves, lower case, in order. */
export function contentWords(text: string, lang: Language): string[] {
  return tokenize(text).filter(
    (word) => word.length > 1 && !/^[\d.]+$/.test(word) && !isStopWord(word, lang),
  );
}
