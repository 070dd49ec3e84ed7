import { foldLetters } from './letters.js';

/**
 * A light stemmer for Kazakh: takes off plural, possessive, case, person and the commonest verb endings,
 * longest first, as long as a stem remains. It works on folded letters (see `foldLetters`), so that a word
 * typed without the Kazakh letters meets the same word typed with them.
 *
 * An ending is only taken where the sound before it allows it (`т` and `к` stand after voiceless consonants,
 * `д` after voiced ones, `л` after vowels and р, й): so `карта` is not cut to `кар`.
 */

type Before = 'voiceless' | 'voiced' | 'vowel' | 'consonant' | 'nasal' | 'soft' | 'any';

interface Ending {
  readonly text: string;
  readonly before: Before;
  /** Letters that must remain. */
  readonly stem: number;
}

const VOICELESS = 'пктсшщчцхфбгд';
const VOWELS = 'аеёиоуыэюя';
const BEFORE: Readonly<Record<Before, (letter: string) => boolean>> = {
  voiceless: (letter) => VOICELESS.includes(letter),
  voiced: (letter) => !'пктсшщчцхф'.includes(letter),
  vowel: (letter) => VOWELS.includes(letter),
  consonant: (letter) => !VOWELS.includes(letter),
  nasal: (letter) => 'мн'.includes(letter) || VOWELS.includes(letter),
  soft: (letter) => 'рйу'.includes(letter) || VOWELS.includes(letter),
  any: () => true,
};

/** Each row: what must stand before, letters that must remain, the endings in back and front vowels. */
const TABLE: readonly (readonly [Before, number, string])[] = [
  // plural
  ['soft', 3, 'лар лер'],
  ['voiced', 3, 'дар дер'],
  ['voiceless', 3, 'тар тер'],
  // possessive
  ['consonant', 3, 'ым им ын ин ы и ымыз имиз ыныз иниз ыма име'],
  ['vowel', 4, 'м н мыз миз ныз низ'],
  ['vowel', 3, 'сы си сын син сында синде сынан синен сына сине'],
  // cases
  ['nasal', 3, 'нын нин'],
  ['voiced', 3, 'дын дин'],
  ['voiceless', 3, 'тын тин'],
  ['voiced', 3, 'га ге'],
  ['voiceless', 3, 'ка ке'],
  ['vowel', 4, 'на не'],
  ['vowel', 3, 'ны ни'],
  ['voiced', 3, 'ды ди'],
  ['voiceless', 3, 'ты ти'],
  ['voiced', 3, 'да де'],
  ['vowel', 4, 'нда нде'],
  ['voiceless', 3, 'та те'],
  ['voiced', 3, 'дан ден'],
  ['voiceless', 3, 'тан тен'],
  ['nasal', 3, 'нан нен'],
  ['voiced', 3, 'мен бен'],
  ['voiceless', 3, 'пен'],
  // belonging, lack, quality
  ['voiced', 3, 'дагы деги'],
  ['voiceless', 3, 'тагы теги'],
  ['vowel', 4, 'ндагы ндеги'],
  ['any', 3, 'сыз сиз'],
  ['soft', 3, 'лык лик лы ли'],
  ['voiced', 3, 'дык дик'],
  ['voiceless', 3, 'тык тик'],
  // verbs
  ['consonant', 2, 'у ад ед амын емин амыз емиз ады еди асыз есиз атын етин айын ейин сам сем саныз сениз'],
  ['vowel', 3, 'у йд ймын ймин ймыз ймиз йды йди йсыз йсиз йтын йтин йын йин са се'],
  ['voiced', 2, 'ды ди дым дим ганнан геннен ган ген'],
  ['voiceless', 2, 'ты ти тым тим кан кен'],
  ['consonant', 3, 'ып ип са се'],
  ['vowel', 3, 'п'],
];

const ENDINGS: ReadonlyMap<number, readonly Ending[]> = byLength();

function byLength(): Map<number, Ending[]> {
  const table = new Map<number, Ending[]>();
  for (const [before, stem, words] of TABLE) {
    for (const text of words.split(' ')) {
      const row = table.get(text.length) ?? [];
      row.push({ text, before, stem });
      table.set(text.length, row);
    }
  }
  return table;
}

const LONGEST = Math.max(...ENDINGS.keys());
const MAX_ENDINGS = 6;
/** Stems that end as an ending does: nothing of them is taken off. */
const WHOLE = ['толе', 'оте', 'кепил', 'китап', 'китаб', 'салым'];
/** Roots of two letters, which no ending may leave otherwise. */
const SHORT = /^(ай|уй|ис|ел)(?:лар|лер|дар|дер|тер)?(?:(?:ы|и)н?(?:да|де|ан|ен|а|е|ын|ин)?|ы?м|и?м)?(?:ды|ди|ти|дын|дин|тин|га|ге|ке|да|де|те|дан|ден|тен|мен|пен)?$/;

/** The stem of a Kazakh word, in folded letters. */
export function stemKazakh(word: string): string {
  const folded = foldLetters(word);
  const short = SHORT.exec(folded)?.[1];
  if (short !== undefined) return short;
  let stem = folded;
  for (let round = 0; round < MAX_ENDINGS; round += 1) {
    const shorter = withoutEnding(stem);
    if (shorter === undefined) break;
    stem = shorter;
  }
  return hardened(stem);
}

/** Before a vowel the last sound of a word softens: `көлік` and `көлігі`, `жап` and `жабады`. */
function hardened(stem: string): string {
  if (stem.endsWith('г')) return `${stem.slice(0, -1)}к`;
  return stem.endsWith('б') ? `${stem.slice(0, -1)}п` : stem;
}

function withoutEnding(word: string): string | undefined {
  const whole = WHOLE.find((stem) => word.startsWith(stem))?.length ?? 0;
  for (let length = Math.min(LONGEST, word.length - Math.max(2, whole)); length > 0; length -= 1) {
    const rest = word.slice(0, -length);
    const tail = word.slice(-length);
    const last = rest.slice(-1);
    const fits = ENDINGS.get(length)?.some(
      (ending) => ending.text === tail && rest.length >= ending.stem && BEFORE[ending.before](last),
    );
    if (fits === true && /[аеиоуыэюя]/.test(rest)) return rest;
  }
  return undefined;
}
