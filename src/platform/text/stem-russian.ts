import { stemmer } from '@orama/stemmers/russian';
import { foldLetters } from './letters.js';

/** Nouns that look like verbs of the past or the third person, which Snowball would cut as such (`кредит`, `терминал`). */
const NOUNS = [
  'аудит|визит|депозит|дефицит|кредит|лимит|реквизит|транзит',
  'журнал|канал|капитал|квартал|материал|оригинал|персонал|портал|терминал|филиал',
].join('|');
const NOUN = new RegExp(`^((?:\\p{L}+)?(?:${NOUNS}))(?:|а|у|ом|е|ы|ов|ам|ами|ах)$`, 'u');
/** Words too short for Snowball to see their endings, or with a root that changes. */
const OWN_WAYS: readonly (readonly [RegExp, string])[] = [
  [/^(?:день|дн(?:я|ю|ем|е|и|ей|ям|ями|ях))$/, 'ден'],
  [/^с?ним(?:у|ешь|ет|ем|ете|ут|и|ите)$|^сня(?:ть|л|ла|ли|в|т|то|ты|та)$/, 'снят'],
  [/^откро\p{L}+$/u, 'откр'],
  [/^закро\p{L}+$/u, 'закр'],
  [/^оплач[иу]\p{L}{0,2}$/u, 'оплат'],
];
/** The vowel that comes and goes: `ставок` and `ставка`, `ячеек` and `ячейка`. */
const FLEETING = /(?<=\p{L}{2}[бвгджзклмнпрстфхцчшщ])[ое]к$/u;
const FLEETING_AFTER_VOWEL = /(?<=\p{L}[аеиоуыэюя])ек$/u;

/** The stem of a Russian word: Snowball's, with what it gets wrong in the words of a bank put right. */
export function stemRussian(word: string): string {
  const folded = foldLetters(word);
  const own = OWN_WAYS.find(([pattern]) => pattern.test(folded))?.[1];
  if (own !== undefined) return own;
  const stem = NOUN.exec(folded)?.[1] ?? stemmer(folded);
  return stem.replace(FLEETING_AFTER_VOWEL, 'йк').replace(FLEETING, 'к');
}
