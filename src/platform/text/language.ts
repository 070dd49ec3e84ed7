import { foldLetters, KAZAKH_LETTERS, normalizeLetters, type Language } from './letters.js';
import { TELLING } from './language-words.js';

type Scores = Record<Language, number>;

/** Less than a word that tells its language by itself, more than one that only looks like it. */
const LIKELIHOOD = 0.9;

const NOT_PROSE = /https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+|[@/#]\w+/gu;
const WORD = /\p{L}+(?:['’ʼ]\p{L}+)*/gu;

/** What words of a language look like where the word itself tells nothing; Kazakh without its own letters. */
const SHAPE = {
  ru: ending(
    `ться тся ого его ому ыми ых ый ая ую ой ей ами ями ов ость ение ания ить ать еть ять ете ешь`,
    'ъщэё',
  ),
  kk: ending(`${plurals('лар лер дар дер тар тер', ' ды ди ты ти га ге дын дин да де дан ден ы и ым им')}
    нын нин дын дин тын тин мын мин сыз дагы деги уга уге айын ейин ттым ттим ганда генде лык лик ады еди йды
    йди сы шы`),
  en: /(?:ing|tions?|ment|ness|ed|ly|ould|ight|ough|ck|th|ty|ee|oo\w*|'s|n't)$|^(?:wh|th)|ea|ou/,
  ruLatin: /zh|shch|[aeiy]t['’]$|(?:yy|iy|aya|uyu|ogo|ego|ami|ov|enie|aniya|tsya|skiy|yat)$/,
  kkLatin: new RegExp(
    `q(?!u)|[ğñöüşäı]|${
      ending(`${plurals('lar ler dar der tar ter', 'dy di dyn din ga ge da de ym')}
    nyn nin dyn myn min shy ady edi ttym ttim`).source
    }`,
  ),
} as const;

function ending(endings: string, letters = ''): RegExp {
  const tail = `(?:${endings.trim().split(/\s+/).join('|')})$`;
  return new RegExp(letters === '' ? tail : `${tail}|[${letters}]`);
}

/** Plural endings, each also with what may follow them. */
function plurals(endings: string, cases: string): string {
  return endings
    .split(' ')
    .flatMap((plural) => cases.split(' ').map((next) => plural + next))
    .join(' ');
}

/**
 * The language of a text: Russian, Kazakh (with or without its own letters) or English, each also when
 * Russian or Kazakh is typed in Latin letters. `undefined` where nothing tells them apart: no letters,
 * another script, or only words the languages share ("карта", "Visa Gold").
 * @param likely the language the writer has chosen: what a text must clearly speak against
 */
export function detectLanguage(text: string, likely?: Language): Language | undefined {
  const scores: Scores = { ru: 0, kk: 0, en: 0 };
  if (likely !== undefined) scores[likely] += LIKELIHOOD;
  for (const word of normalizeLetters(text.slice(0, 4_000).replace(NOT_PROSE, ' ')).match(WORD) ?? []) {
    if (/\p{Script=Cyrillic}/u.test(word)) scoreCyrillic(word, scores);
    else if (/\p{Script=Latin}/u.test(word)) scoreLatin(word, scores);
  }
  const [best, next] = (Object.entries(scores) as [Language, number][]).sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] === 0) return undefined;
  return next?.[1] === best[1] ? tieBreak(scores) : best[0];
}

function scoreCyrillic(word: string, scores: Scores): void {
  const folded = foldLetters(word);
  if (KAZAKH_LETTERS.test(word)) {
    scores.kk += 2;
    return;
  }
  if (TELLING.shared.has(folded)) return;
  const weight = word.length === 1 ? 0.7 : 1.5;
  if (TELLING.kk.has(folded)) scores.kk += weight;
  if (TELLING.ru.has(folded)) scores.ru += weight;
  if (TELLING.kk.has(folded) || TELLING.ru.has(folded)) return;
  if (SHAPE.kk.test(word)) scores.kk += 0.7;
  if (SHAPE.ru.test(word)) scores.ru += 0.7;
  scores.ru += 0.2;
}

function scoreLatin(word: string, scores: Scores): void {
  const folded = word.replace(/['’ʼ]$/, '');
  const weight = word.length === 1 ? 0.5 : 1.5;
  const lists = { ru: TELLING.ruLatin, kk: TELLING.kkLatin, en: TELLING.en } as const;
  let told = TELLING.shared.has(folded);
  for (const language of ['ru', 'kk', 'en'] as const) {
    if (!lists[language].has(folded)) continue;
    scores[language] += weight;
    told = true;
  }
  if (told) return;
  if (SHAPE.ruLatin.test(word)) scores.ru += 0.8;
  if (SHAPE.kkLatin.test(word)) scores.kk += 0.8;
  if (SHAPE.en.test(word)) scores.en += 0.6;
  scores.en += 0.2;
}

/** Equal evidence: Kazakh is the rarer and therefore the more telling, English the weakest. */
function tieBreak(scores: Scores): Language {
  const best = Math.max(scores.ru, scores.kk, scores.en);
  return (['kk', 'ru', 'en'] as const).find((language) => scores[language] === best) ?? 'ru';
}
