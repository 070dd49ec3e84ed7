import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone number in E.164, or undefined when it is none. Telegram's contacts often lack the plus sign. */
export function normalizePhone(raw: string): string | undefined {
  const digits = raw.trim();
  const international = digits.startsWith('+') ? digits : `+${digits}`;
  const phone = parsePhoneNumberFromString(international) ?? parsePhoneNumberFromString(digits, 'KZ');
  return phone?.isValid() ? phone.number : undefined;
}

/** Whether a text is nothing but a phone number that somebody typed. */
export function looksLikePhone(text: string): boolean {
  if (!/^\s*\+?[\d\s()-]{10,20}\s*$/.test(text)) return false;
  return normalizePhone(text) !== undefined || parsePhoneNumberFromString(text, 'KZ')?.isValid() === true;
}
