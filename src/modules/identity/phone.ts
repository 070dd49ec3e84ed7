import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone number in E.164, or undefined when it is none. Telegram's contacts often lack the plus sign. */
export function normalizePhone(raw: string): string | undefined {
  const typed = raw.trim();
  const readings = [
    parsePhoneNumberFromString(typed.startsWith('+') ? typed : `+${typed}`),
    parsePhoneNumberFromString(typed, 'KZ'),
  ];
  return readings.find((phone) => phone?.isValid())?.number;
}

/**
 * The phone that a cell of somebody's table holds, in E.164: `8 701 ...` is how people at home write `+7 701 ...`, and
 * tables put quotes, blanks and a `.0` around it.
 */
export function phoneInFile(cell: string): string | undefined {
  const typed = cell.replace(/\.0$/, '').replace(/^[^\d+]*/, '');
  const digits = typed.replace(/\D/g, '');
  if (digits.length < 10 || digits.length > 15 || /\p{L}/u.test(typed)) return undefined;
  const abroad = typed.startsWith('+') ? normalizePhone(`+${digits}`) : undefined;
  if (abroad !== undefined) return abroad;
  const atHome = digits.length === 11 && digits.startsWith('8') ? normalizePhone(`+7${digits.slice(1)}`) : undefined;
  return atHome ?? (typed.startsWith('+') ? undefined : normalizePhone(digits));
}

/** Whether a text is nothing but a phone number that somebody typed. */
export function looksLikePhone(text: string): boolean {
  return /^\s*\+?[\d\s()-]{10,20}\s*$/.test(text) && normalizePhone(text) !== undefined;
}

/** A phone in E.164 as people write it: `+7 701 234 5678`. */
export function readablePhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}

/** Enough of a phone in E.164 to recognise it, and too little to call it: `+7 *** *** 12 34`, whatever its length. */
export function maskPhone(phone: string): string {
  const code = parsePhoneNumberFromString(phone)?.countryCallingCode;
  const country = code === undefined ? '' : `+${code} `;
  return `${country}*** *** ${phone.slice(-4, -2)} ${phone.slice(-2)}`;
}
