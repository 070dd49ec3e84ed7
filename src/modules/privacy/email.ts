import type { Span } from './secret.js';
import { either, pattern, withoutOverlaps, words } from './telling.js';

const LOCAL_PART = /[\p{L}\p{N}._%+\-'\u200b]{1,64} ?$/u;
const DOMAIN = /^ ?[\p{L}\p{N}\u200b-]{1,63}(?:\.[\p{L}\p{N}\u200b-]{1,63}){0,7}?\.\p{L}{2,24}(?!\p{L}|[\p{N}-]{0,20}\.?\p{L})/u;
/** How far an address may reach before and after its sign. */
const REACH = { before: 66, after: 256 };

const LETTERS = String.raw`a-z\u0400-\u04ff`;
const NAME = String.raw`(?<![${LETTERS}\d._%+\-])[${LETTERS}\d._%+\-]{1,64}`;
const HOST = String.raw`[${LETTERS}\d\-]{1,63}`;
const DOT = String.raw`(?:\.|\s(?:точка|dot)\s)`;
const TOP = words('ru kz com net org рф ру кз ком');
/** With a sign, and a domain that slipped; with a word for the sign; with words for all of it. */
const SPELT = pattern(
  either(
    String.raw`${NAME}\s?@{1,2}\s?${HOST}(?:\s?[.,]\s?|${DOT})(?:${TOP})(?!\p{L})`,
    String.raw`${NAME}\s?[[(]?\s?(?:собака|собачка)\s?[\])]?\s?${HOST}${DOT}\p{L}{2,4}(?!\p{L})`,
    String.raw`${NAME}\s?[[(]\s?at\s?[\])]\s?${HOST}${DOT}\p{L}{2,4}(?!\p{L})`,
    String.raw`${NAME} at ${HOST} dot (?:${TOP})(?!\p{L})`,
  ),
  'g',
);
const ANY_SIGN = /@|соба|\bat\b/;

/** E-mail addresses, also with blanks in them, and spelt out. */
export function findEmails(text: string): Span[] {
  if (!ANY_SIGN.test(text)) return [];
  const spelt = Array.from(text.matchAll(SPELT), ({ index, 0: { length } }) => ({ start: index, end: index + length }));
  return withoutOverlaps([...written(text), ...spelt]);
}

function written(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const from = Math.max(at - REACH.before, spans.at(-1)?.end ?? 0);
    const local = LOCAL_PART.exec(text.slice(from, at));
    const domain = local && DOMAIN.exec(text.slice(at + 1, at + REACH.after));
    if (domain) spans.push({ start: from + local.index, end: at + 1 + domain[0].length });
  }
  return spans;
}
