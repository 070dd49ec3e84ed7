/** Pieces that the schemas of many routes share, and paging by cursor: a page ends with where the next one begins. */
import { invalid } from './problem.js';

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

type Properties = Readonly<Record<string, object>>;

export const ID = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
export const TIME = { type: 'string', format: 'date-time' } as const;
export const TEXT = { type: 'string' } as const;

/** The same, or null. */
export function nullable(schema: { readonly type: string }): object {
  return { ...schema, type: [schema.type, 'null'] };
}

/** An object that has all of these properties, and no others. */
export function record(properties: Properties, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The query of a route about one bot. */
export function query(properties: Properties = {}): object {
  const bot = { ...ID, description: 'Which bot, for tokens of the whole installation; needless with one bot' };
  return record({ bot, ...properties }, ['bot', ...Object.keys(properties)]);
}

/** The query of a list. */
export function pageQuery(properties: Properties = {}): object {
  const limit = { type: 'integer', minimum: 1, maximum: 100, default: 50 };
  return query({ limit, cursor: { ...TEXT, maxLength: 64, description: '`next_cursor` of the page before' }, ...properties });
}

export function pageOf(item: object): object {
  return answer('A page of the list', { items: { type: 'array', items: item }, next_cursor: nullable(TEXT) });
}

/** What a route answers, with a word on what it is. */
export function answer(description: string, properties: Properties, optional: readonly string[] = []): object {
  return { ...record(properties, optional), description };
}

/** @throws Problem when the cursor is none of ours */
export function afterId({ cursor }: PageQuery): number | undefined {
  if (cursor === undefined) return undefined;
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(id) && cursorOf(id) === cursor) return id;
  throw invalid('querystring.cursor', 'is not a cursor of this list');
}

/** @param rows up to one more than `limit`, which says that there are more */
export function toPage<Row extends { readonly id: number }, T>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(present), next_cursor: last ? cursorOf(last.id) : null };
}

function cursorOf(id: number): string {
  return Buffer.from(String(id)).toString('base64url');
}
