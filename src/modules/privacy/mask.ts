import { findSecrets } from './find.js';
import { legible, withZeros } from './legible.js';
import { PLACEHOLDER, placeholderOf, type Secret, type SecretKind, type Span } from './secret.js';

/** A secret and what stands for it. */
export interface Replacement extends Secret {
  readonly placeholder: string;
}

/** Kinds that a reader is meant to see; they are left as they were written. */
export type Shown = readonly SecretKind[];

/**
 * Hides what opens an account or tells who somebody is, unless it is of a kind to be shown: see `SecretKind`. Masking
 * a masked text changes nothing.
 */
export function mask(text: string, shown: Shown = []): string {
  return withReplacements(text, replacementsIn(text, shown));
}

/** Whether something was hidden in a masked text. */
export function hidesSomething(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0;
}

export function replacementsIn(text: string, shown: Shown): Replacement[] {
  return secretsIn(text, shown).map((secret) => ({
    ...secret,
    placeholder: placeholderOf(secret.kind, lastFour(text, secret)),
  }));
}

/** What a text gives away but for the kinds to be shown. These are found too, so that none is taken for another. */
export function secretsIn(text: string, shown: Shown): Secret[] {
  return findSecrets(text).filter((secret) => !shown.includes(secret.kind) || carriesAnother(text, secret, shown));
}

/** An address may be made of what nobody is to see, such as a card number before its sign. */
function carriesAnother(text: string, { kind, start, end }: Secret, shown: Shown): boolean {
  if (kind !== 'email') return false;
  const parts = text.slice(start, end).split('@');
  return parts.some((part) => findSecrets(part).some((secret) => !shown.includes(secret.kind)));
}

export function withReplacements(text: string, replacements: readonly Replacement[]): string {
  let masked = '';
  let from = 0;
  for (const { start, end, placeholder } of replacements) {
    masked += text.slice(from, start) + placeholder;
    from = end;
  }
  return masked + text.slice(from);
}

function lastFour(text: string, { start, end }: Span): string {
  return withZeros(legible(text.slice(start, end))).replace(/\D/g, '').slice(-4);
}
