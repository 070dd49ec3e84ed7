import type { SecretKind, Span } from './secret.js';

/**
 * Marks stand in a legible text where a secret was found, one unit for one, so that the rules that come later
 * see what kind it was and never its content. `legible` leaves none of these characters in a text.
 */
const MARKS: Readonly<Record<SecretKind, string>> = {
  card: '\ue000',
  card_expiry: '\ue001',
  cvv: '\ue002',
  iban: '\ue003',
  iin: '\ue004',
  code: '\ue005',
  password: '\ue006',
  email: '\ue007',
  phone: '\ue008',
};

/** For a class of characters in a pattern: any mark. */
export const ANY_MARK = '\ue000-\ue00f';

export const CARD = MARKS.card;
export const EXPIRY = MARKS.card_expiry;

export function markFor(kind: SecretKind, length: number): string {
  return MARKS[kind].repeat(length);
}

export function withMarks(text: string, kind: SecretKind, spans: readonly Span[]): string {
  let marked = '';
  let from = 0;
  for (const { start, end } of spans) {
    marked += text.slice(from, start) + markFor(kind, end - start);
    from = end;
  }
  return marked + text.slice(from);
}
