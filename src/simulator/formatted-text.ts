import { badRequest } from './errors.js';
import { sortEntities } from './entities-common.js';
import { detectEntities } from './entities-auto.js';
import { parseHtml } from './entities-html.js';
import { parseMarkdown } from './entities-markdown.js';
import { parseMarkdownV2 } from './entities-markdown-v2.js';
import { isRecord } from './parameters.js';
import type { FormattedText, MessageEntity } from './types.js';

/**
 * From the text a bot sends to the text a user sees. Limits hold for the result, after markup was taken out,
 * and count UTF-16 code units (the strictest reading of "characters").
 */

export const MAX_TEXT = 4096;
export const MAX_CAPTION = 1024;

const PLAIN_TYPES: ReadonlySet<string> = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
]);

/** Throws a 400 that starts with "can't parse entities" for broken markup. */
export function formatText(
  text: string,
  parseMode: string | undefined,
  entities: unknown[] | undefined,
): FormattedText {
  // Carriage returns never reach a user; given entities count them, so there they must stay.
  const clean = entities === undefined && text.includes('\r') ? text.replaceAll('\r', '') : text;
  const parsed = parse(clean, parseMode, entities);
  const trimmed = trim(parsed);
  const found = detectEntities(trimmed.text, trimmed.entities);
  return found.length === 0
    ? trimmed
    : { text: trimmed.text, entities: sortEntities([...trimmed.entities, ...found]) };
}

function parse(
  text: string,
  parseMode: string | undefined,
  entities: unknown[] | undefined,
): FormattedText {
  switch (parseMode?.toLowerCase()) {
    case undefined:
    case '':
    case 'none':
      return { text, entities: entities ? sortEntities(readEntities(entities)) : [] };
    case 'html':
      return parseHtml(text);
    case 'markdownv2':
      return parseMarkdownV2(text);
    case 'markdown':
      return parseMarkdown(text);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

/** Entities given as such: Telegram drops what it detects by itself and what covers nothing. */
function readEntities(list: unknown[]): MessageEntity[] {
  const entities: MessageEntity[] = [];
  for (const item of list) {
    if (!isRecord(item)) throw badRequest("can't parse MessageEntity: expected an Object");
    const { type, offset, length } = item;
    if (typeof type !== 'string' || !Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) {
      throw badRequest("can't parse MessageEntity: type, offset and length are required");
    }
    const entity = { type, offset: Number(offset), length: Number(length) };
    if (!PLAIN_TYPES.has(type) || entity.length <= 0 || entity.offset < 0) continue;
    entities.push({ ...item, ...entity });
  }
  return entities;
}

/** Takes white space off both ends and cuts the entities to what is left. */
function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (trimmed.length === text.length) return { text, entities: cut(entities, 0, text.length) };
  return { text: trimmed, entities: cut(entities, start, trimmed.length) };
}

function cut(entities: MessageEntity[], start: number, length: number): MessageEntity[] {
  if (entities.length === 0) return entities;
  const kept: MessageEntity[] = [];
  for (const entity of entities) {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(length, entity.offset + entity.length - start);
    if (to > from) kept.push({ ...entity, offset: from, length: to - from });
  }
  return kept;
}
