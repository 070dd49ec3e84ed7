import { findCards } from './card.js';
import { findCodes } from './code.js';
import { findCvvs } from './cvv.js';
import { findEmails } from './email.js';
import { findExpiries } from './expiry.js';
import { findIbans } from './iban.js';
import { findIins } from './iin.js';
import { legible, UNSEEN, withZeros } from './legible.js';
import { markFor, withMarks } from './marks.js';
import { findPasswords } from './password.js';
import { findDialledPhones, findPhones } from './phone.js';
import { kindOfPlaceholder, PLACEHOLDER, type Finder, type Secret, type SecretKind, type Span } from './secret.js';

/** What is written with letters comes first; what is known by its checksum before what is known by words. */
const LETTERED: readonly (readonly [SecretKind, Finder])[] = [
  ['email', findEmails],
  ['iban', findIbans],
];
const NUMBERS: readonly (readonly [SecretKind, Finder])[] = [
  ['phone', findDialledPhones],
  ['card', findCards],
  ['iin', findIins],
  ['phone', findPhones],
  ['card_expiry', findExpiries],
  ['cvv', findCvvs],
  ['code', findCodes],
];
const WORDED: readonly (readonly [SecretKind, Finder])[] = [['password', findPasswords]];

/** What one secret hides can bring another to light. In practice the second round finds nothing. */
const MOST_ROUNDS = 5;

/**
 * What a text gives away, in order and without overlaps. Placeholders of an earlier masking are no secrets, and
 * they stand for what they hide. Takes time in proportion to the length of the text, whatever it is.
 */
export function findSecrets(text: string): Secret[] {
  const secrets: Secret[] = [];
  let seen = knownPlaceholders(text, legible(text));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = secrets.length;
    seen = searchOnce(seen, secrets);
    if (secrets.length === before) break;
  }
  return secrets.sort((a, b) => a.start - b.start);
}

function searchOnce(text: string, secrets: Secret[]): string {
  const lettered = search(text, LETTERED, secrets);
  const numbered = HAS_DIGIT.test(lettered) ? search(withZeros(lettered), NUMBERS, secrets) : lettered;
  return search(numbered, WORDED, secrets);
}

const HAS_DIGIT = /\d/;

/** Placeholders look the same in a legible text but for the letters' case, so they are marked where they stand. */
function knownPlaceholders(text: string, seen: string): string {
  if (!text.includes('[')) return seen;
  let marked = '';
  let from = 0;
  for (const { index, 0: placeholder } of text.matchAll(PLACEHOLDER)) {
    marked += seen.slice(from, index) + markFor(kindOfPlaceholder(placeholder), placeholder.length);
    from = index + placeholder.length;
  }
  return marked + seen.slice(from);
}

/** Adds what the finders find to `secrets`; gives the text with it marked. */
function search(text: string, finders: readonly (readonly [SecretKind, Finder])[], secrets: Secret[]): string {
  let seen = text;
  for (const [kind, find] of finders) {
    const spans = find(seen).map((span) => withUnseen(seen, span));
    if (spans.length === 0) continue;
    for (const { start, end } of spans) secrets.push({ kind, start, end });
    seen = withMarks(seen, kind, spans);
  }
  return seen;
}

/** What is not seen after a character belongs to it: the second half of a pair, a keycap around a digit. */
function withUnseen(text: string, { start, end }: Span): Span {
  let after = end;
  while (text[after] === UNSEEN) after += 1;
  return { start, end: after };
}
