import type { Database, Tx } from '../../platform/db/database.js';
import { TenantBatcher } from '../../platform/db/tenant-batcher.js';
import { type Locale, localeOf } from '../../locales/index.js';
import { type Permission, accessReader, withRoles } from '../access/index.js';
import type { KnownPerson, Person, Sender } from './person.js';

/** What `KnownPerson` is read from. */
export interface PersonRow {
  readonly id: number;
  readonly telegram_id: number;
  readonly first_name: string;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly registered: boolean;
  readonly unreachable: boolean;
  readonly blocked: boolean;
  readonly seen_today: boolean;
}

export const PERSON_COLUMNS = `id, telegram_id, first_name, last_name, username, locale,
  registered_at is not null as registered, unreachable_at is not null as unreachable, blocked_at is not null as blocked,
  seen_on is not distinct from current_date as seen_today`;

const SELECT_PERSONS = {
  id: withRoles(`select ${PERSON_COLUMNS} from persons where id = any(?::bigint[])`),
  telegram_id: withRoles(`select ${PERSON_COLUMNS} from persons where telegram_id = any(?::bigint[])`),
};

const NOTHING: ReadonlySet<Permission> = new Set();

/** Looks up and keeps those who write; what happens in one moment for one bot shares a transaction. */
export class Senders {
  readonly #found: TenantBatcher<number, Person | undefined>;
  readonly #saved: TenantBatcher<Sender, Person>;

  /** @param db connections that no handler's transaction takes, since a handler may wait for these with one open. */
  constructor(db: Database) {
    this.#found = new TenantBatcher(db, (tx, _botId, telegramIds) => findByTelegramIds(tx, telegramIds));
    this.#saved = new TenantBatcher(db, saveSenders);
  }

  find(botId: number, telegramId: number): Promise<Person | undefined> {
    return this.#found.add(botId, telegramId);
  }

  /** The stored person, with the names Telegram tells now; only their first update of a day, or a new name, writes. */
  async recognize(botId: number, sender: Sender): Promise<Person> {
    const known = await this.find(botId, sender.telegramId);
    const isCurrent =
      known?.seenToday === true &&
      known.firstName === sender.firstName &&
      known.lastName === sender.lastName &&
      known.username === sender.username;
    return isCurrent ? known : this.#saved.add(botId, sender);
  }
}

async function findByTelegramIds(tx: Tx, telegramIds: readonly number[]): Promise<(Person | undefined)[]> {
  const found = await selectPersons(tx, 'telegram_id', telegramIds);
  const persons = new Map(found.map((person) => [person.telegramId, person]));
  return telegramIds.map((id) => persons.get(id));
}

async function selectPersons(tx: Tx, key: keyof typeof SELECT_PERSONS, ids: readonly number[]): Promise<Person[]> {
  // Asked for with every update: named, so that a connection parses it once, and keeps its plan where that pays.
  const query = tx.raw(SELECT_PERSONS[key], [[...ids]]).options({ name: `persons by ${key}` });
  const { rows } = (await query) as { rows: (PersonRow & { readonly roles: string })[] };
  const accessOf = accessReader();
  return rows.map((row) => {
    const { roles, permissions } = accessOf(row.roles);
    return { ...knownPersonOf(row), roles, permissions: row.blocked ? NOTHING : permissions };
  });
}

/** Adds senders or brings their names up to date, and the day on which they were seen. */
async function saveSenders(tx: Tx, botId: number, senders: readonly Sender[]): Promise<Person[]> {
  const latest = [...new Map(senders.map((sender) => [sender.telegramId, sender])).values()];
  await tx.raw(
    `insert into persons (bot_id, telegram_id, first_name, last_name, username, locale)
     select ?, * from json_to_recordset(?::json) as sender("telegramId" bigint, "firstName" text, "lastName" text,
       username text, locale text)
     order by "telegramId"
     on conflict (bot_id, telegram_id) do update set first_name = excluded.first_name,
       last_name = excluded.last_name, username = excluded.username, seen_on = current_date`,
    [botId, JSON.stringify(latest)],
  );
  const persons = await findByTelegramIds(tx, senders.map(({ telegramId }) => telegramId));
  return persons.map((person) => {
    if (!person) throw new Error('A person that was just saved is missing.');
    return person;
  });
}

/** The persons with these ids, as far as they exist. */
export async function findPersons(tx: Tx, ids: readonly number[]): Promise<Person[]> {
  return selectPersons(tx, 'id', ids);
}

/** The persons with these Telegram ids, as far as they have met the bot. */
export async function findPersonsByTelegramIds(tx: Tx, telegramIds: readonly number[]): Promise<Person[]> {
  return (await findByTelegramIds(tx, telegramIds)).filter((person) => person !== undefined);
}

export async function findPersonByTelegramId(tx: Tx, telegramId: number): Promise<Person | undefined> {
  return (await selectPersons(tx, 'telegram_id', [telegramId]))[0];
}

export async function setLocale(tx: Tx, personId: number, locale: Locale): Promise<void> {
  await tx('persons').where({ id: personId }).update({ locale });
}

export async function markUnreachable(tx: Tx, telegramId: number): Promise<void> {
  await tx('persons').where({ telegram_id: telegramId }).update({ unreachable_at: tx.fn.now() });
}

/** Writing to us shows that somebody can be reached again. */
export async function markReachable(tx: Tx, personId: number): Promise<void> {
  await tx('persons').where({ id: personId }).update({ unreachable_at: null });
}

/** Blocks a person or lets them in again. Answers whether that changed anything. */
export async function setBlocked(tx: Tx, personId: number, blocked: boolean): Promise<boolean> {
  const changed = await tx('persons')
    .where({ id: personId })
    .whereRaw(`(blocked_at is null) = ?`, [blocked])
    .update({ blocked_at: blocked ? tx.fn.now() : null });
  return changed === 1;
}

/** Whether the person has this phone already. */
export async function holdsPhone(tx: Tx, personId: number, index: Buffer): Promise<boolean> {
  return (await tx('persons').where({ id: personId, phone_index: index }).first('id')) !== undefined;
}

export async function findSealedPhone(tx: Tx, personId: number): Promise<string | undefined> {
  const row = await tx('persons').where({ id: personId }).first<{ phone_sealed: string | null } | undefined>('phone_sealed');
  return row?.phone_sealed ?? undefined;
}

/** Stores the phone unless another account of this bot holds it. Answers whether it was stored. */
export async function savePhone(
  tx: Tx,
  personId: number,
  phone: { readonly sealed: string; readonly index: Buffer },
): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    `update persons set phone_sealed = ?, phone_index = ?, consented_at = now(), registered_at = coalesce(registered_at, now())
     where id = ? and not exists (select from persons as other where other.phone_index = ? and other.id <> ?)
     returning id`,
    [phone.sealed, phone.index, personId, phone.index, personId],
  );
  return rows.length === 1;
}

/** Phones that a key other than this one has sealed, locked: waits for whoever is changing one, and leaves none out. */
export async function phonesSealedOtherwise(
  tx: Tx,
  keyId: string,
  limit: number,
): Promise<{ readonly id: number; readonly phone: string }[]> {
  const { rows } = await tx.raw<{ rows: { id: number; phone: string }[] }>(
    `select id, phone_sealed as phone from persons where phone_sealed is not null and split_part(phone_sealed, '.', 1) <> ?
     order by id limit ? for update`,
    [keyId, limit],
  );
  return rows;
}

export async function replaceSealedPhone(tx: Tx, personId: number, sealed: string): Promise<void> {
  await tx('persons').where({ id: personId }).update({ phone_sealed: sealed });
}

export function knownPersonOf(row: PersonRow): KnownPerson {
  return {
    id: row.id,
    telegramId: row.telegram_id,
    firstName: row.first_name,
    lastName: row.last_name ?? undefined,
    username: row.username ?? undefined,
    locale: localeOf(row.locale),
    registered: row.registered,
    unreachable: row.unreachable,
    blocked: row.blocked,
    seenToday: row.seen_today,
  };
}
