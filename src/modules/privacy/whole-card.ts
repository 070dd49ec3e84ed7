import { isLuhn } from './card.js';
import { findSecrets } from './find.js';
import { legible, withZeros } from './legible.js';

/** Whether a text shows the whole number of a card, with a right checksum: whoever reads it can try to pay with it. */
export function showsWholeCard(text: string): boolean {
  return findSecrets(text).some(({ kind, start, end }) => {
    if (kind !== 'card') return false;
    const digits = withZeros(legible(text.slice(start, end))).replace(/\D/g, '');
    return digits.length >= 13 && isLuhn(digits);
  });
}
