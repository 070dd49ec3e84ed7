export { clip } from './clip.js';
export { isEverydayWord } from './everyday-words.js';
export { detectLanguage } from './language.js';
export { foldLetters, type Language } from './letters.js';
export { withinSlips } from './slips.js';
export { stem } from './stem.js';
export { isStopWord } from './stop-words.js';
export { countWords, tokenize } from './tokenize.js';
export { toCyrillic } from './translit.js';
