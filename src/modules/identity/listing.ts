/** People as the staff of the bank look them up: newest first, all of them or those who were searched for. */
import type { BlindIndex } from '../../platform/crypto/key-ring.js';
import type { Tx } from '../../platform/db/database.js';
import { listGrants } from '../access/index.js';
import type { KnownPerson } from './person.js';
import { normalizePhone } from './phone.js';
import { PERSON_COLUMNS, type PersonRow, knownPersonOf } from './repository.js';
import { phoneIndexOf } from './service.js';

export interface ListedPerson extends KnownPerson {
  readonly createdAt: Date;
  readonly phoneSealed: string | undefined;
  /** The names of the roles that they were given. */
  readonly roles: readonly string[];
}

/** Whom to list: those who fit one of these, or everybody. A phone is compared by its blind index. */
export interface PeopleFilter {
  readonly phoneIndex?: Buffer | undefined;
  /** Ours or Telegram's. */
  readonly id?: number | undefined;
  /** A part of the name or of the username. */
  readonly name?: string | undefined;
}

export interface PeoplePage {
  readonly limit: number;
  /** Begins before this person ... */
  readonly beforeId?: number | undefined;
  /** ... or after so many. */
  readonly offset?: number;
}

/** What words are searched for: a phone, an id, or both where they may be either, otherwise a name. */
export function filterOf(phones: BlindIndex, botId: number, words: string): PeopleFilter {
  const phone = /^[\d\s()+-]{10,20}$/.test(words) ? normalizePhone(words) : undefined;
  const phoneIndex = phone === undefined ? undefined : phoneIndexOf(phones, botId, phone);
  const id = /^\d{1,15}$/.test(words) ? Number(words) : undefined;
  return phoneIndex || id !== undefined ? { phoneIndex, id } : { name: words };
}

export async function listPeople(tx: Tx, filter: PeopleFilter, page: PeoplePage): Promise<ListedPerson[]> {
  const { limit, beforeId = Number.MAX_SAFE_INTEGER, offset = 0 } = page;
  const people = tx('persons').where('id', '<', beforeId).orderBy('id', 'desc').limit(limit).offset(offset);
  const { phoneIndex, id, name } = filter;
  void people.where((either) => {
    if (phoneIndex) void either.orWhere({ phone_index: phoneIndex });
    if (id !== undefined) void either.orWhere({ id }).orWhere({ telegram_id: id });
    if (name !== undefined) void either.orWhereRaw(NAME_LIKE, [patternOf(name)]);
  });
  return listed(tx, await people.select<ListedRow[]>(tx.raw(COLUMNS)));
}

export async function findListed(tx: Tx, id: number): Promise<ListedPerson | undefined> {
  return (await listed(tx, await tx('persons').where({ id }).select<ListedRow[]>(tx.raw(COLUMNS))))[0];
}

/** Whom a page of people has shown, as the audit log has it. */
export function shownPeople(people: readonly KnownPerson[]): { readonly shown: number; readonly first?: string; readonly last?: string } {
  const [first, last] = [people[0], people.at(-1)];
  return { shown: people.length, ...(first && last && { first: `person:${first.id}`, last: `person:${last.id}` }) };
}

interface ListedRow extends PersonRow {
  readonly created_at: Date;
  readonly phone_sealed: string | null;
}

const COLUMNS = `${PERSON_COLUMNS}, created_at, phone_sealed`;
/** The collation folds the case of Cyrillic letters too, whatever the database's own does. */
const NAME_LIKE = `concat_ws(' ', first_name, last_name, username) collate "und-x-icu" ilike ?`;

function patternOf(part: string): string {
  return `%${part.replace(/^@/, '').replace(/[\\%_]/g, '\\$&')}%`;
}

async function listed(tx: Tx, rows: readonly ListedRow[]): Promise<ListedPerson[]> {
  const grants = await listGrants(tx, rows.map(({ telegram_id }) => telegram_id));
  return rows.map((row) => {
    const roles = grants.flatMap(({ telegramId, role }) => (telegramId === row.telegram_id ? [role.name] : []));
    const { created_at: createdAt, phone_sealed } = row;
    return { ...knownPersonOf(row), createdAt, phoneSealed: phone_sealed ?? undefined, roles: [...new Set(roles)] };
  });
}
