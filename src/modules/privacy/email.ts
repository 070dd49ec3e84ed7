import type { Span } from './secret.js';

const LOCAL_PART = /[\p{L}\p{N}._%+\-'\u200b]{1,64} ?$/u;
const DOMAIN = /^ ?[\p{L}\p{N}\u200b-]{1,63}(?:\.[\p{L}\p{N}\u200b-]{1,63}){0,7}?\.\p{L}{2,24}(?!\p{L}|[\p{N}-]{0,20}\.?\p{L})/u;
/** How far an address may reach before and after its sign. */
const REACH = { before: 66, after: 256 };

/** E-mail addresses, also with a blank beside the sign. */
export function findEmails(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const from = Math.max(at - REACH.before, spans.at(-1)?.end ?? 0);
    const local = LOCAL_PART.exec(text.slice(from, at));
    const domain = local && DOMAIN.exec(text.slice(at + 1, at + REACH.after));
    if (domain) spans.push({ start: from + local.index, end: at + 1 + domain[0].length });
  }
  return spans;
}
