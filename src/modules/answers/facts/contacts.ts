import { fact, take, type Fact } from './fact.js';

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const IN_URL = '[^\\s\\u0001<>"«»()[\\]]';
const DOMAIN = '(?<![\\p{L}\\d@.-])(?:[a-z\\d-]+\\.)+(?:[a-z]{2,}|рф|қаз)';
const URL = new RegExp(`(?:https?://|www\\.)${IN_URL}+|${DOMAIN}(?:/${IN_URL}*)?(?![\\p{L}\\d])`, 'giu');
const HANDLE = /(?<![\p{L}\d])@[a-z]\w{3,}/giu;
const PHONE = /(?<![\d.,])(?:\+\d|8(?=[ (\d-]))[\d ()-]{7,18}\d(?!\d)|\(\d{3,5}\) ?\d[\d -]{4,8}\d(?!\d)/gu;
const GROUPED = /^\d{1,3}(?: \d{3})+$/;

/** E-mail addresses, web addresses, Telegram names and phone numbers. */
export function takeContacts(text: string): { facts: Fact[]; rest: string } {
  const emails = take(text, EMAIL, ([raw]) => [fact('email', raw, { value: raw.toLowerCase() })]);
  const urls = take(emails.rest, URL, ([raw]) => [fact('url', raw, { value: canonicalUrl(raw) })]);
  const handles = take(urls.rest, HANDLE, ([raw]) => [fact('handle', raw, { value: raw.toLowerCase() })]);
  const phones = take(handles.rest, PHONE, ([raw]) => readPhone(raw));
  return {
    facts: [...emails.facts, ...urls.facts, ...handles.facts, ...phones.facts],
    rest: phones.rest,
  };
}

function readPhone(raw: string): Fact[] | undefined {
  const digits = raw.replace(/\D/g, '');
  if (digits.length > 15 || GROUPED.test(raw)) return undefined;
  if (!raw.startsWith('(') && digits.length < 10) return undefined;
  // Only without the plus is a leading 8 the trunk prefix.
  return [fact('phone', raw, { value: raw.startsWith('+8') ? raw : canonicalPhone(digits) })];
}

/** The national number: `+7 727…`, `8 727…` and `727…` are the same. */
export function canonicalPhone(digits: string): string {
  return digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
}

function canonicalUrl(raw: string): string {
  return raw
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[.,;:!?…]+$/, '')
    .replace(/\/$/, '');
}
