/** What people write that gives away who they are, or opens their money to whoever reads it. */
export type SecretKind =
  | 'card'
  | 'card_expiry'
  | 'cvv'
  | 'iban'
  | 'iin'
  | 'code'
  | 'password'
  | 'email'
  | 'phone';

/** A part of a text, in UTF-16 units; `end` is the first unit after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Secret extends Span {
  readonly kind: SecretKind;
}

/** Finds one kind of secret in a legible text (see `legible`), left to right, without overlaps. */
export type Finder = (text: string) => readonly Span[];

const PLACEHOLDERS: Readonly<Record<Exclude<SecretKind, 'card'>, string>> = {
  card_expiry: '[expiry]',
  cvv: '[CVV]',
  iban: '[IBAN]',
  iin: '[IIN]',
  code: '[code]',
  password: '[password]',
  email: '[e-mail]',
  phone: '[phone]',
};

/** Any placeholder, as it stands in a text that was masked before. */
export const PLACEHOLDER = /\[(?:card ••\d{4}|expiry|CVV|IBAN|IIN|code|password|e-mail|phone)\]/g;

/** What stands for a secret, the same in every language. Of a card its last four digits stay. */
export function placeholderOf(kind: SecretKind, lastFour: string): string {
  return kind === 'card' ? `[card ••${lastFour}]` : PLACEHOLDERS[kind];
}

export function kindOfPlaceholder(placeholder: string): SecretKind {
  const kinds = Object.keys(PLACEHOLDERS) as Exclude<SecretKind, 'card'>[];
  return kinds.find((kind) => PLACEHOLDERS[kind] === placeholder) ?? 'card';
}
