/** Hides what identifies a person or opens an account: card numbers, IBANs, IINs, phones and e-mails. */
export function mask(text: string): string {
  return text
    .replace(EMAIL, '[e-mail]')
    .replace(IBAN, '[IBAN]')
    .replace(LONG_NUMBER, (number) => maskNumber(number));
}

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const IBAN = /\bKZ\d{2}(?: ?[A-Z0-9]{4}){4}\b/gi;
/** Digits in groups, as people write them. */
const LONG_NUMBER = /\+?\d(?:[ \-()]{0,2}\d){9,}/g;
/** As cards are written, mistyped ones too. */
const CARD_GROUPS = /^\d{4}(?:[ -]?\d{4}){3}$/;

function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (CARD_GROUPS.test(number) || (digits.length >= 13 && digits.length <= 19 && isLuhn(digits))) return '[card]';
  if (digits.length === 12 && !number.startsWith('+')) return '[IIN]';
  if (digits.length === 11 || number.startsWith('+') || /^7\d{9}$/.test(digits)) return '[phone]';
  return number;
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
