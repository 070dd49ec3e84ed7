/** What must not stand in a chat for others to read. */
import { isLuhn } from './card.js';
import { findSecrets } from './find.js';
import { legible, withZeros } from './legible.js';
import type { SecretKind } from './secret.js';

/** Whether a text shows the whole number of a card, with a right checksum: whoever reads it can try to pay with it. */
export function showsWholeCard(text: string): boolean {
  return findSecrets(text).some(({ kind, start, end }) => {
    if (kind !== 'card') return false;
    const digits = withZeros(legible(text.slice(start, end))).replace(/\D/g, '');
    return digits.length >= 13 && isLuhn(digits);
  });
}

const OPENING: ReadonlySet<SecretKind> = new Set(['code', 'cvv', 'password']);

/** Whether a text shows what opens somebody's accounts to whoever reads it, a card's number apart. */
export function opensAccounts(text: string): boolean {
  return findSecrets(text).some(({ kind }) => OPENING.has(kind));
}
