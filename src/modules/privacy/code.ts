import { ANY_MARK } from './marks.js';
import type { Span } from './secret.js';
import { after, either, NO_UNIT, pattern, valuesOf, whole, withoutOverlaps, words } from './telling.js';

const END = String.raw`(?![.,/\-\u200b]*\d|\p{L})${NO_UNIT}`;
/** In one piece or in equal ones. */
const PIECES = either(
  String.raw`\d(?:[\s\u200b-]\d){3,7}`,
  String.raw`\d\d(?:[\s\u200b-]\d\d){1,3}`,
  String.raw`\d{3}[\s\u200b-]\d{3}`,
  String.raw`\d{4}[\s\u200b-]\d{4}`,
) + String.raw`(?!\s?\d)`;
const DIGITS = `(?:${PIECES}|\\d(?:\\u200b*\\d){2,7})${END}`;
const MANY_DIGITS = `(?:${PIECES}|\\d(?:\\u200b*\\d){3,7})${END}`;

const BY = either(
  String.raw`смс\p{L}*|sms|сообщени\p{L}*|пуш\p{L}*|push|уведомлени\p{L}*|ватсап\p{L}*|whatsapp|письма|почты`,
);
const FOR = words('подтв* потв* доступа авторизации активации верификации проверки аутентификации входа');
const CAME = either(
  String.raw`пришел|пришла|пришло|приходит|прислал\p{L}*|получил\p{L}*|отправил\p{L}*|ввел\p{L}*|ввожу`,
  String.raw`назвал\p{L}*|продиктовал\p{L}*|сообщил\p{L}*`,
);
const TELLING = either(
  String.raw`(?:смс|sms|пуш|push)[ -]?(?:код|парол)\p{L}*`,
  String.raw`(?:цифр|числ)\p{L}* (?:из|от|в|с|по) ${BY}|пришл[ои] (?:в|по|через) ${BY}`,
  String.raw`(?:из|в) ${BY} (?:цифр\p{L}*|числ\p{L}*|написан\p{L}*|указан\p{L}*|стоит)`,
  String.raw`(?:смс|sms) келді|(?:смс|sms)-?те|смск[ае]|(?:код\p{L}{0,3} )?3-?d[ -]?secure(?: код\p{L}*)?|отп|kod (?:iz|ot) (?:sms|smski)`,
  String.raw`код\p{L}{0,3} (?:сказал|отправил|сообщил|назвал|продиктовал|дал)\p{L}{0,2}`
    + String.raw`(?: (?:ему|ей|им|мне|вам|мошенник\p{L}*|оператор\p{L}*|сотрудник\p{L}*|менеджер\p{L}*))?`,
  String.raw`код\p{L}{0,3} (?:айт|жібер|бер)\p{L}{1,6}`,
  String.raw`code (?:i|we) (?:got|received)|(?:sms|message|text) (?:says|said|reads)`,
  String.raw`код\p{L}{0,3}[ -](?:из|от|в|с|по|через) ${BY}`,
  String.raw`код\p{L}{0,3} (?:для )?(?:${FOR})`,
  String.raw`(?:проверочн|одноразов|временн|секретн)\p{L}* (?:код|парол|пин)\p{L}*|одноразов\p{L}*`,
  String.raw`${CAME}(?: (?:мне|вам|ему|им|ей))?(?: (?:этот|такой|вот|какой-то))? (?:код|смс|sms|смска)\p{L}{0,3}`,
  String.raw`(?:растау|тексеру|бір реттік|активтендіру|кіру|келген) (?:код|құпия ?сөз|пароль)\p{L}*`,
  String.raw`(?:смс|sms)-?(?:тен|тегі|пен)? (?:келген )?код\p{L}*`,
  String.raw`(?:verification|confirmation|security|authentication|authorization|activation|access|log-?in|sign-?in`
    + String.raw`|one[ -]?time|auth|sms|2fa|3ds)(?:[ -](?:code|password|passcode|pass|pin))+|otp|passcode`,
);

/** Not the short number that a message came from. */
const CALLED = after(`${TELLING}(?: (?:пришел|пришло|келді|такой))?`, String.raw`(?<!(?<!\p{L})(?:от|с|from)\s)${DIGITS}`);
const SMS_ITSELF = after('смс|sms', String.raw`(?:(?<=[:=]\s?)${DIGITS}|\d(?:\u200b*\d){4,7}${END})`);
const NOT_FROM = String.raw`(?<!(?<!\p{L})(?:${words('с со от на номера номер from to')})\s)`;
const LINK = words('это is бұл мой ваш your my the менің');
/** Between a code said first and the word for it; where a line or "here is" begins with the code, a blank is enough. */
const AND_THEN =
  String.raw`["\s]{0,2}` +
  either(String.raw`[-:]\s?(?:(?:${LINK})\s){0,2}`, String.raw`(?:(?:${LINK})\s){1,2}`, String.raw`(?<=(?:^|(?<!\p{L})(?:вот|${words('мынау')})\s)\d{4,8}\s)`);
const SAID_FIRST = pattern(
  String.raw`(?=\d)(?<![\d.,/${ANY_MARK}]|\d-)${NOT_FROM}(?<value>\d{4,8})(?=${AND_THEN}${whole(TELLING)})`,
  'gm',
);
const CODE_ITSELF = pattern(
  String.raw`(?=\d)(?<![\d.,/${ANY_MARK}]|\d-)${NOT_FROM}(?<value>\d{4,8})(?=\s(?:-\s?)?(?:(?:${LINK})\s){0,2}(?:код|коды|code)`
    + String.raw`\s*(?:$|[.,!?\n]|${words('келді пришел')}))`,
  'gm',
);
/** Just "code": with more digits, and not where the word before says that it is a code of something else. */
const JUST_CODE = after(String.raw`(?:код(?:ом|ым|ыңыз|ы)?|code|kod)(?: (?:пришел|пришло|келді|такой))?`, MANY_DIGITS);
const OF_SOMETHING_ELSE = pattern(
  String.raw`(?:${words(`пин pin цвв cvv cvc ошибк* error қате почтовый почты post postal zip area country branch bank
    swift бик окэд кнп кбе promo sort mcc product qr bar штрих телефонный город города страны отделения услуги товара
    продукта промо құпия қала тауар* өнім* банк* филиал* бөлімше* өтінім* қате* ел пошта* валюта* қызмет* шарт*
    келісімшарт*`)})[ -]?$`,
);

/** Spares most texts the long patterns. */
const ANY_WORD = pattern(words('код code kod смс sms otp отп парол pass соз одноразов secure'));

/** One-time codes: digits after words that tell, or before them as banks' own messages put it. */
export function findCodes(text: string): Span[] {
  if (!ANY_WORD.test(text)) return [];
  const bare = valuesOf(text, JUST_CODE).filter(({ start }) => !isOfSomethingElse(text, start));
  const said = [CALLED, SMS_ITSELF, SAID_FIRST, CODE_ITSELF].flatMap((each) => valuesOf(text, each));
  return withoutOverlaps([...said, ...bare]);
}

function isOfSomethingElse(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 70), start);
  const word = Math.max(before.lastIndexOf('код'), before.lastIndexOf('code'));
  return OF_SOMETHING_ELSE.test(before.slice(0, Math.max(0, word)));
}
