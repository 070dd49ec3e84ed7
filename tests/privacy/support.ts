import fc from 'fast-check';
import { randomFrom } from '../support/random.js';

/** A secret as somebody may write it, in a sentence that tells what it is where one must. */
export interface Written {
  readonly text: string;
  /** What must not be found in the masked text any more. */
  readonly secret: string;
  readonly kind: string;
}

const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((digits) => digits.join(''));

const SCRIPTS = ['0'.codePointAt(0), 0xff10, 0x0660, 0x06f0, 0x1d7ce].map((zero) => zero ?? 0);

function inScript(zero: number) {
  return (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

/** Cuts a number at the places where `cuts` says so and puts a separator there. */
export function habit(digits: string, sizes: readonly number[], separator: string): string {
  const groups: string[] = [];
  let from = 0;
  for (const size of sizes) {
    groups.push(digits.slice(from, from + size));
    from += size;
  }
  return [...groups, digits.slice(from)].filter((group) => group !== '').join(separator);
}

const separators = fc.constantFrom(' ', '-', '.', '\u00a0', '\u2009', '\u200b', ' - ', '  ', '\n', '–');
const scripts = fc.constantFrom(...SCRIPTS.map(inScript));

const cardNumbers = fc
  .tuple(fc.constantFrom('4400', '5169', '2200', '3714', '6762', '8600', '9860', '4111'), fc.integer({ min: 14, max: 18 }))
  .chain(([prefix, length]) => {
    const whole = prefix === '3714' ? 14 : prefix === '6762' ? length : 15;
    return digitsOf(whole - prefix.length).map((rest) => withLuhn(prefix + rest));
  });
const cardSizes = fc.constantFrom([], [4, 4, 4, 4], [2, 2, 2, 2, 2, 2, 2, 2], Array(18).fill(1), [6], [4, 6], [8], [5, 5]);

export const cards = fc
  .tuple(cardNumbers, cardSizes, separators, scripts)
  .map(([digits, sizes, separator, write]): Written => {
    return { text: write(habit(digits, sizes as number[], separator)), secret: digits.slice(0, -4), kind: 'card' };
  });

export const iins = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), digitsOf(4))
  .map(([year, month, day, rest]) => [year, month, day].map((part) => String(part).padStart(2, '0')).join('') + '3' + rest)
  .map(withCheckDigit)
  .filter((digits) => digits.length === 12)
  .chain((digits) => fc.tuple(fc.constantFrom([], [6], [6, 3], [3, 3, 3]), fc.constantFrom(' ', '-'), scripts)
    .map(([sizes, separator, write]): Written => {
      return { text: write(habit(digits, sizes, separator)), secret: digits, kind: 'iin' };
    }));

export const ibans = fc
  .tuple(fc.constantFrom('KZ', 'DE', 'GB', 'TR', 'AE'), digitsOf(22), fc.constantFrom('', ' ', '-'), fc.boolean())
  .map(([country, digits, separator, small]): Written => {
    const bban = digits.slice(0, { KZ: 16, DE: 18, GB: 18, TR: 22, AE: 19 }[country]);
    const iban = withMod97(country, country === 'GB' ? `NWBK${bban.slice(4)}` : bban);
    const text = (iban.match(/.{1,4}/g) ?? []).join(separator);
    return { text: small ? text.toLowerCase() : text, secret: bban.slice(5), kind: 'iban' };
  });

export const phones = fc
  .tuple(
    fc.constantFrom('+7', '8', '7', '8 ', '+7 ', '8-', '+7-', '8 ('),
    fc.constantFrom('701', '702', '705', '707', '747', '771', '775', '778', '727'),
    digitsOf(7),
    fc.constantFrom([3, 2, 2], [3, 4], [7], [2, 2, 3], [3, 3, 1]),
    fc.constantFrom(' ', '-', '.', '\u00a0'),
    scripts,
  )
  .map(([start, operator, digits, sizes, separator, write]): Written => {
    const middle = start.endsWith('(') ? ') ' : start.length > 1 ? separator : '';
    return { text: write(start + operator + middle + habit(digits, sizes, separator)), secret: digits, kind: 'phone' };
  });

const codeWords = [
    'код из смс', 'смс-код:', 'код подтверждения', 'одноразовый код -', 'OTP', 'растау коды:', 'пришёл код',
    'verification code is', 'one-time password:', 'смс-тен келген код',
  ];
export const codes = fc
  .tuple(fc.constantFrom(...codeWords), fc.integer({ min: 4, max: 8 }).chain(digitsOf), scripts)
  .map(([word, digits, write]): Written => ({ text: `${word} ${write(digits)}`, secret: digits, kind: 'code' }));

const cvvWords = ['CVV', 'cvc:', 'cvc -', 'код на обороте', 'три цифры сзади:', 'security code', 'сvv'];
export const cvvs = fc
  .tuple(fc.constantFrom(...cvvWords), digitsOf(3), scripts)
  .map(([word, digits, write]): Written => ({ text: `${word} ${write(digits)}`, secret: digits, kind: 'cvv' }));

const letters = fc
  .array(fc.constantFrom(...'abcdefghkmnpqrstuwxyz'), { minLength: 3, maxLength: 8 })
  .map((all) => all.join(''));
const passwordWords = ['пароль', 'мой пароль:', 'пароль от приложения', 'password is', 'құпия сөзім', 'құпиясөз:'];
export const passwords = fc
  .tuple(fc.constantFrom(...passwordWords), letters, digitsOf(3), fc.constantFrom('', '!', '_', '#'))
  .map(([word, start, digits, mark]): Written => {
    const secret = `${start}${mark}${digits}`;
    return { text: `${word} ${secret}`, secret, kind: 'password' };
  });

export const emails = fc
  .tuple(letters, fc.constantFrom('', '.', '_', '+'), letters, fc.constantFrom('mail.ru', 'bank.kz', 'post.example.com'))
  .map(([first, dot, second, domain]): Written => {
    const secret = `${first}${dot}${second}@${domain}`;
    return { text: secret, secret, kind: 'email' };
  });

export const anySecret = fc.oneof(cards, iins, ibans, phones, codes, cvvs, passwords, emails);

/** Ordinary talk, with sums and dates in it. */
export const talk = fc
  .array(
    fc.constantFrom(
    'здравствуйте', 'карта не работает,', 'перевёл 15 000 тг', '12.03.2026', 'в 18:30', 'сәлем!',
    'please help,', 'комиссия 0,5 %', 'не приходит', 'аударым жасадым', 'тариф Gold', '👍🏽',
    'договор № 1234567', 'what is the rate?',
  ),
    { maxLength: 5 },
  )
  .map((words) => words.join(' '));

/** The characters that rules look for, in no order. */
export const noise = fc.string({
  unit: fc.constantFrom(
    ...'0123456789', ...'0123456789', ' ', ' ', '-', '.', '/', '+', '(', ')', '@', ':', '\n', '[', ']',
    '\u200b', 'o', '٣', '𝟑', 'kz', 'код ', 'пароль ', 'пин ', 'cvv ', 'ИИН ', 'срок ', 'код из смс ',
    'карта ', 'тел ', ' это ', ' is ', 'a.kz', '[card ••1234]', '[code]', '4400430212345679', '04/27',
    '+7701', '8 701 123 45 67', 'İ', '👍🏽', 'тг',
  ),
  maxLength: 40,
});

export function hostile(length: number, alphabet: readonly string[]): string {
  const random = randomFrom(length + alphabet.length);
  let text = '';
  while (text.length < length) text += alphabet[Math.floor(random() * alphabet.length)] ?? '';
  return text;
}

export function withLuhn(digits: string): string {
  for (let check = 0; check < 10; check += 1) {
    const sum = [...`${digits}${check}`].reverse().reduce((total, digit, index) => {
      const weighed = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return total + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
    if (sum % 10 === 0) return `${digits}${check}`;
  }
  throw new Error('One of ten check digits is right');
}

export function withCheckDigit(digits: string): string {
  const sum = (shift: number) =>
    [...digits].reduce((total, digit, index) => total + Number(digit) * (((index + shift) % 11) + 1), 0) % 11;
  const check = sum(0) === 10 ? sum(2) : sum(0);
  return check === 10 ? digits : `${digits}${check}`;
}

export function withMod97(country: string, bban: string): string {
  const digits = [...`${bban}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bban}`;
}
