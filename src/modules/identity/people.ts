/** People as staff look them up. Phones are found by their blind index and read one at a time. */
import type { Tx } from '../../platform/db/database.js';
import type { Person } from './person.js';
import { normalizePhone } from './phone.js';
import { findPersons } from './repository.js';
import { type PhoneKeys, phoneIndexContext } from './service.js';

export type SearchKind = 'phone' | 'id' | 'name';

export interface Found {
  /** What the words were taken for. */
  readonly by: SearchKind;
  /** Newest first. */
  readonly people: readonly Person[];
}

/** Those who wrote to the bot, newest first. */
export async function listPeople(tx: Tx, limit: number, offset: number): Promise<Person[]> {
  const rows = await tx('persons').orderBy('id', 'desc').limit(limit).offset(offset).select<{ id: number }[]>('id');
  return inOrder(tx, rows);
}

/** Finds people by a phone, by an id (ours or Telegram's), or by a part of their name. */
export async function searchPeople(tx: Tx, keys: PhoneKeys, botId: number, words: string, limit: number): Promise<Found> {
  const phone = /^[\d\s()+-]{10,20}$/.test(words) ? normalizePhone(words) : undefined;
  if (phone !== undefined) {
    const index = keys.phones.of(phone, phoneIndexContext(botId));
    const rows = await tx('persons').where({ phone_index: index }).select<{ id: number }[]>('id');
    if (rows.length > 0) return { by: 'phone', people: await inOrder(tx, rows) };
  }
  if (/^\d{1,15}$/.test(words)) {
    const rows = await tx('persons').where({ id: words }).orWhere({ telegram_id: words }).select<{ id: number }[]>('id');
    return { by: 'id', people: await inOrder(tx, rows) };
  }
  const pattern = `%${words.replace(/^@/, '').replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `select id from persons where concat_ws(' ', first_name, last_name) ilike ? or username ilike ?
     order by id desc limit ?`,
    [pattern, pattern, limit],
  );
  return { by: phone === undefined ? 'name' : 'phone', people: await inOrder(tx, rows) };
}

/** Blocks a person or lets them in again. Answers whether that changed anything. */
export async function setBlocked(tx: Tx, personId: number, blocked: boolean): Promise<boolean> {
  const changed = await tx('persons')
    .where({ id: personId })
    .whereRaw(`(blocked_at is null) = ?`, [blocked])
    .update({ blocked_at: blocked ? tx.fn.now() : null });
  return changed === 1;
}

async function inOrder(tx: Tx, rows: readonly { readonly id: number }[]): Promise<Person[]> {
  const ids = rows.map(({ id }) => id);
  const people = new Map((await findPersons(tx, ids)).map((person) => [person.id, person]));
  return ids.flatMap((id) => people.get(id) ?? []);
}
