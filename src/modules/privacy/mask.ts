import { findSecrets } from './find.js';
import { legible, withZeros } from './legible.js';
import { placeholderOf, type Secret, type Span } from './secret.js';

/** A secret and what stands for it. */
export interface Replacement extends Secret {
  readonly placeholder: string;
}

/**
 * Hides what opens an account or tells who somebody is: see `SecretKind`. Masking a masked text changes nothing.
 */
export function mask(text: string): string {
  return withReplacements(text, replacementsIn(text));
}

export function replacementsIn(text: string): Replacement[] {
  return findSecrets(text).map((secret) => ({
    ...secret,
    placeholder: placeholderOf(secret.kind, lastFour(text, secret)),
  }));
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
