import type { MessageEntity } from 'telegraf/types';

export interface EntityText {
  readonly text: string;
  readonly entities?: readonly MessageEntity[] | undefined;
}

/** Telegram's limit for a text, in UTF-16 units after entities are parsed. */
export const TEXT_LIMIT = 4096;

/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. */
const BOUNDARIES = [/\n\s*\n/g, /\n/g, /[.!?…]["»”)]*\s/g, /\s/g];
/** A boundary is taken only when the part before it is at least this full. */
const LEAST_FILL = 0.4;

/**
 * Cuts a text into parts that Telegram accepts, at the best boundary there is, never inside a character. Formatting
 * that spans a cut goes on in the next part; nothing but white space at a cut is lost.
 */
export function splitText({ text, entities = [] }: EntityText, limit = TEXT_LIMIT): EntityText[] {
  const parts: EntityText[] = [];
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const end = start + limit >= text.length ? text.length : cutBefore(text, start, start + limit);
    const trimmedEnd = start + text.slice(start, end).trimEnd().length;
    if (trimmedEnd > start) parts.push(slice(text, entities, start, trimmedEnd));
    start = skipSpace(text, end);
  }
  return parts;
}

function cutBefore(text: string, start: number, limit: number): number {
  // White space just behind the limit is a boundary too, since it is cut off.
  const window = text.slice(start, limit + 1);
  for (const boundary of BOUNDARIES) {
    const last = [...window.matchAll(boundary)].at(-1);
    const cut = last ? last.index + last[0].length : 0;
    if (cut >= window.length * LEAST_FILL) return start + cut;
  }
  const splitsPair = isHighSurrogate(text.charCodeAt(limit - 1));
  return splitsPair ? limit - 1 : limit;
}

function slice(text: string, entities: readonly MessageEntity[], start: number, end: number): EntityText {
  const inside = entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : [];
  });
  return { text: text.slice(start, end), ...(inside.length > 0 && { entities: inside }) };
}

function skipSpace(text: string, from: number): number {
  return text.length - text.slice(from).trimStart().length;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
