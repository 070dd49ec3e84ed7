import { ANY_MARK } from './marks.js';
import type { Span } from './secret.js';
import { either, pattern, UNIT_FOLLOWS, valuesOf, whole, withoutOverlaps, words } from './telling.js';

const PIN = String.raw`пин(?:[ -]?код\p{L}{0,4})?|pin(?:[ -]?(?:code|kod|код\p{L}{0,4}))?|құпия[ -]?код\p{L}*`;
const PASSWORD = String.raw`парол\p{L}*|құпия[ -]?сөз\p{L}*|passwords?|passwd|passphrase|pwd|pass(?=\s?[:=])`
  + String.raw`|parol\p{L}*|пасс(?:ворд)?|(?:кодов|секретн)\p{L}+ слов\p{L}+|код[ -]?слово|secret word|code ?word`;
const NAME = either(PIN, PASSWORD);

/** Words that say whose or what for, before the password itself. */
const ABOUT = either(
  words(`от для к на в во из у меня мой мое моей моего нашего вашего твой мне вот был была есть стоит такой теперь
    сейчас новый старый вход входа кабинета кабинету личного личному приложения приложению приложении банка банку
    карты карте картe банкинга банкингу сайта сайту аккаунта почты телефона каспи kaspi халык halyk gold голд visa менің мынау
    болды екен қосымшаға is was for to my the new old of app account and email card bank`),
  words('интернет-банк* мобильн*'),
);
const BETWEEN = String.raw`[\s\u200b:=\-"'№>_(]`;
const DELIMITER = /[:=]|["'(]$/;
const SOFT_DELIMITER = pattern(String.raw`-|(?<!\p{L})(?:${words('это is was бұл вот мынау такой')})(?!\p{L})`);
/** What stands in quotes, digits one by one, or whatever goes on without a blank. */
const TOKEN = String.raw`(?<=["'])[^"'\n${ANY_MARK}]{3,64}(?=["'])|\d(?:[ -]\d){3,7}(?!\d)|\d\d[ -]\d\d(?!\s?\d)|[^\s${ANY_MARK}]{1,128}`;
const SAID = pattern(
  String.raw`${whole(NAME)}(?<gap>(?:${BETWEEN}{1,6}(?:это|бул|${ABOUT})(?!\p{L})){0,5}${BETWEEN}{1,6})(?<token>${TOKEN})`,
  'y',
);
/** A login and a password side by side, after the words for both. */
const PAIR = pattern(
  String.raw`(?:логин|login)\s?(?:/|и|and|,|\+)\s?(?:${PASSWORD})\s?[:=\-]\s?[^\s/${ANY_MARK}]{1,64}[\s/|,;]{1,3}(?<value>(?=\D{0,63}\d)[^\s${ANY_MARK}]{3,64})`,
  'g',
);
const ANY_NAME = pattern(whole(NAME), 'g');
const MINE = words('мой моя my the менің');
const EQUALS = words('это is бұл');
const SAID_FIRST = pattern(
  String.raw`(?<![^\s"(])(?<token>[^\s${ANY_MARK}]{4,64})`
    + String.raw`(?<link>\s-\s?(?:(?:${EQUALS})\s)?|\s(?:(?:${EQUALS})\s)?)(?:(?:${MINE})\s)?${whole(NAME)}`,
  'g',
);

/** What follows the word when somebody speaks of a password and does not say it. */
const SPOKEN_OF = pattern(
  `^(?:${words(`не ни неё нету забы* смен* измен* поменя* помен* поста* сброс* восстан* вспомн* потер* утер* узна* получ*
    как* что* где кто зачем почему если когда можно нужен нужн* надо прав* неправ* невер* верн* ввод* ввест* ввел* введ*
    ввожу подход* подош* созда* приду* установ* блок* заблок* разблок* истек* истеч* устар* слож* прост* надеж* опять
    снова больше тоже только уже всегда или для при про без сам работ* обнов* требу* спраш* прос* прох* приш* прих*
    отправ* укаж* указ* долж* состо* совпа* сохран* слом* хран* секрет* важно помн* назва* сообщ* зада* счет* клиент*
    чего набор* длинн* коротк*
    ұмыт* өзгер* ауыс* қалай неге жаңа* керек* дұрыс* қате* есім* жоқ бар емес құр* алу алам* келме* келді деген не
    reset* chang* forg* lost wrong incorrect correct invalid valid expir* not doesn.?t don.?t didn.?t isn.?t can.?t
    won.?t cannot must should need* requir* manag* protect* recover* remember* polic* because block* lock* and or too
    very really secure security weak strong safe secret unknown how what why where when please help same different old
    never always being already code* код* the that this has have had with from`)})$`,
);
/** Names that follow the word without being it. */
const BRANDS = pattern(
  `^(?:${words(`wi-?fi kaspi halyk jusan freedom forte sms app apple google gmail e-?mail mail online mobile internet
    android iphone ipad icloud telegram whatsapp instagram 3d vpn id face touch web pin cvv cvc otp pass login user`)})`,
);

/** Passwords and PINs: what follows the word, unless it only goes on about passwords. */
export function findPasswords(text: string): Span[] {
  // Most texts have no such word, and to look for one costs less than to look for all.
  if (text.search(ANY_NAME) === -1) return [];
  const names = Array.from(text.matchAll(ANY_NAME), ({ index, 0: name }) => ({ index, name }));
  return withoutOverlaps([...names.flatMap(({ index, name }) => saidAfter(text, index, name)), ...saidFirst(text), ...valuesOf(text, PAIR)]);
}

function saidAfter(text: string, index: number, name: string): Span[] {
  SAID.lastIndex = index;
  const match = SAID.exec(text);
  if (match === null) return [];
  const { gap = '', token = '' } = match.groups ?? {};
  const said = token.replace(/[.,;:?)"'\]]+$/, '');
  const start = index + match[0].length - token.length;
  const end = start + said.length;
  const rest = text.slice(end, end + 20);
  return isPassword(said, { name, gap, rest }) ? [{ start, end }] : [];
}

/** What was said before the word: only where it cannot be taken for a word of the language. */
function saidFirst(text: string): Span[] {
  return Array.from(text.matchAll(SAID_FIRST), ({ index, groups }) => {
    const { token = '', link = '' } = groups ?? {};
    const isLikely = /\d/.test(token) && (link.trim() !== '' || /[a-zа-я]/.test(token));
    const isSecret = isLikely && !LIKE_TIME.test(token) && !COUNT.test(token);
    return isSecret ? [{ start: index, end: index + token.length }] : [];
  }).flat();
}

interface Setting {
  readonly name: string;
  readonly gap: string;
  readonly rest: string;
}

const LIKE_TIME = /^\d{1,2}(?:[:/.]\d{1,4}){1,2}$/;
const COUNT = pattern(String.raw`^\d+-?(?:${words('значн таңбалы ти digit char х й')})`);
const KEYBOARD_ROW = /^(?:qwer|asdf|zxcv|йцук|фыва)/;

function isPassword(said: string, setting: Setting): boolean {
  if (/\d/.test(said)) return isWithDigits(said, setting);
  if (said.length < 4 || /^[*•._x-]+$/.test(said) || SPOKEN_OF.test(said)) return false;
  return KEYBOARD_ROW.test(said) || /^\S+[!@#$%^&*]\S*$/.test(said) || isWord(said, setting);
}

function isWithDigits(said: string, { gap, rest }: Setting): boolean {
  const isDelimited = DELIMITER.test(gap);
  if (said.length < (isDelimited ? 3 : 4) || COUNT.test(said)) return false;
  if (/^\d+$/.test(said) && UNIT_FOLLOWS.test(rest)) return false;
  return isDelimited || !LIKE_TIME.test(said);
}

/** A word without digits is a password where nothing follows it, and only if something else points at it too. */
function isWord(said: string, { name, gap, rest }: Setting): boolean {
  if (!/^\s*(?:$|[\n.,;:!?)"'])/.test(rest)) return false;
  if (DELIMITER.test(gap)) return true;
  if (BRANDS.test(said)) return false;
  if (SOFT_DELIMITER.test(gap) || name.includes('слово')) return true;
  return !/[^a-z]/.test(said) && /[а-я]/.test(name) && !/[a-z]/.test(gap);
}
