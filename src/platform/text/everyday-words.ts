import { foldLetters } from './letters.js';

/**
 * Words of everyday talk, mostly verbs of doing, going, thinking and saying, that surround a question without being what it is
 * about: "куда нести документы", "понять, что звонит банк". A star stands for any ending. What a
 * bank does (to transfer, to close, to block) is not among them.
 */
const RU = `
беру берут брать возьм* взять взял* вдруг везде вижу видел* видит вроде говор* дадут даст давал* думал* думаю жалко зная знаю знать искать
ищу кажется капа* кидает летел* летим лечу летит найти найд* нашел* находи* нести несу несет принест* принес* обычно оказал* остал*
останет* отдых* отдох* поеха* поеду пойд* пойти поймет понять понял* понима* попроб* посмотр* похож* придум* приду приед* приеха*
пробов* просто пыта* реальн* решил* решу сижу сидит сказал* случил* случает* смотр* сначал* соглаш* спраш* спрос* стою стоит стал
станет старал* типа увид* уеду уезж* уехал* улета* улечу успел* успе* ходи* хожу читал* чита* чувств* пишет пишу пишут написал* писать
предлага* предлож* подожд* примерно нормальн* правда 
`;

const KK = `
айтшы айтыныз айтады аламыз апар* апарам барам барсам барамын берейин билгим билейин билмеймин болады дейди дейд едим екен жазады жазып
жатыр жатырмын журмин журм издеп калды калай келеди келсем кетти корейин корсем кызык ойлап отырмын сиякты сойлес* суради турмын
тусинбе* тусин* уйрен* истеймин истей* жасаймын жасай*
`;

const EN = `
actually ask asks asked asking bring brings bringing came choose come comes coming do does doing feel find finds finding get gets
getting give gives giving go goes going got happen happens happened keep keeps kind know knows land lands let lets like look looks
looking maybe mean means people put puts really reach reaches say says see seem seems sort take takes taking talk
tell tells think thinking thing things try tries trying usually went while wonder
`;

const WORDS = wordsOf(`${RU} ${KK} ${EN}`);
const WHOLE = new Set(WORDS.filter((word) => !word.endsWith('*')));
const BEGINNINGS = new RegExp(`^(?:${WORDS.flatMap((word) => (word.endsWith('*') ? [word.slice(0, -1)] : [])).join('|')})`, 'u');

function wordsOf(list: string): string[] {
  return list.trim().split(/\s+/).map(foldLetters);
}

/** Whether a token says little about what a question is about, in any of the languages. */
export function isEverydayWord(token: string): boolean {
  const word = foldLetters(token.toLowerCase());
  return WHOLE.has(word) || BEGINNINGS.test(word);
}
