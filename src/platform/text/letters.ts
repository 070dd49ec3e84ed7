/** The languages the text tools know. */
export type Language = 'ru' | 'kk' | 'en';

/** Letters Kazakh has and Russian has not. */
export const KAZAKH_LETTERS = /[әғқңөұүһі]/;

const FOLDED: Readonly<Record<string, string>> = {
  ё: 'е',
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
};

/**
 * Lower case, composed (NFC), with the Latin look-alikes people type inside Cyrillic words (`бiр`, `қaржы`)
 * put right. Length may change by composition only.
 */
export function normalizeLetters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=[\p{Script=Cyrillic}])i|i(?=[\p{Script=Cyrillic}])/gu, 'і')
    .replace(
      /(?<=[\p{Script=Cyrillic}])[aeocpxyh](?=[\p{Script=Cyrillic}])/gu,
      (letter) => LOOKALIKES[letter] ?? letter,
    );
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  p: 'р',
  x: 'х',
  y: 'у',
  h: 'һ',
};

/**
 * Replaces ё and the Kazakh letters by the plain Cyrillic ones people type for them: `қалай` becomes `калай`.
 */
export function foldLetters(word: string): string {
  return word.replace(/[ёәғқңөұүһі]/g, (letter) => FOLDED[letter] ?? letter);
}
