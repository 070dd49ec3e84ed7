import type { Language } from '../../../platform/text/index.js';
import { isDependent } from '../rewrite.js';
import { contentWords } from '../words.js';

const FEWEST_WORDS = 2;

/** Whether a question is understood without what was said before it: the model is then not told of that. */
export function standsAlone(question: string, lang: Language): boolean {
  return !isDependent(question, lang) && contentWords(question, lang).length >= FEWEST_WORDS;
}
