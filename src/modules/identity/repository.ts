import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { Batcher } from '../../platform/batcher.js';
import { type Locale, localeOf } from '../../locales/index.js';
import type { StaffRole } from '../access/index.js';
import type { Person, Sender } from './person.js';

interface PersonRow {
  readonly id: number;
  readonly telegram_id: number;
  readonly first_name: string;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly registered: boolean;
  readonly unreachable: boolean;
  readonly staff_roles: readonly StaffRole[] | null;
}

const SELECT_PERSONS = `
  select id, telegram_id, first_name, last_name, username, locale,
    registered_at is not null as registered, unreachable_at is not null as unreachable,
    (select array_agg(role order by role) from staff
     where staff.bot_id = persons.bot_id and staff.telegram_id = persons.telegram_id and revoked_at is null) as staff_roles
  from persons`;

/** Looks people up by Telegram id; look-ups of the same moment share one query. */
export class PersonFinder {
  readonly #batchers = new Map<number, Batcher<number, Person | undefined>>();
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  find(botId: number, telegramId: number): Promise<Person | undefined> {
    let batcher = this.#batchers.get(botId);
    if (!batcher) {
      batcher = new Batcher((ids) => this.#findAll(botId, ids));
      this.#batchers.set(botId, batcher);
    }
    return batcher.add(telegramId);
  }

  async #findAll(botId: number, telegramIds: readonly number[]): Promise<(Person | undefined)[]> {
    const persons = await tenantTransaction(this.#db, botId, async (tx) => {
      const { rows } = await tx.raw<{ rows: PersonRow[] }>(`${SELECT_PERSONS} where telegram_id = any(?::bigint[])`, [
        [...telegramIds],
      ]);
      return new Map(rows.map((row) => [row.telegram_id, personOf(row)]));
    });
    return telegramIds.map((id) => persons.get(id));
  }
}

export async function findPerson(tx: Tx, id: number): Promise<Person> {
  const { rows } = await tx.raw<{ rows: PersonRow[] }>(`${SELECT_PERSONS} where id = ?`, [id]);
  if (!rows[0]) throw new Error(`There is no person ${id}.`);
  return personOf(rows[0]);
}

export async function findPersonByTelegramId(tx: Tx, telegramId: number): Promise<Person | undefined> {
  const { rows } = await tx.raw<{ rows: PersonRow[] }>(`${SELECT_PERSONS} where telegram_id = ?`, [telegramId]);
  return rows[0] && personOf(rows[0]);
}

/** Adds the sender or brings their names up to date; writing to us shows that they can be reached. */
export async function saveSender(tx: Tx, botId: number, sender: Sender): Promise<Person> {
  const values = {
    first_name: sender.firstName,
    last_name: sender.lastName ?? null,
    username: sender.username ?? null,
    unreachable_at: null,
  };
  await tx('persons')
    .insert({ bot_id: botId, telegram_id: sender.telegramId, locale: sender.locale ?? null, ...values })
    .onConflict(['bot_id', 'telegram_id'])
    .merge(values);
  const person = await findPersonByTelegramId(tx, sender.telegramId);
  if (!person) throw new Error('A person that was just saved is missing.');
  return person;
}

export async function setLocale(tx: Tx, personId: number, locale: Locale): Promise<void> {
  await tx('persons').where({ id: personId }).update({ locale });
}

export async function markUnreachable(tx: Tx, telegramId: number): Promise<void> {
  await tx('persons').where({ telegram_id: telegramId }).update({ unreachable_at: tx.fn.now() });
}

/** Whether the person has this phone already. */
export async function holdsPhone(tx: Tx, personId: number, index: Buffer): Promise<boolean> {
  return (await tx('persons').where({ id: personId, phone_index: index }).first('id')) !== undefined;
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

function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    telegramId: row.telegram_id,
    firstName: row.first_name,
    lastName: row.last_name ?? undefined,
    username: row.username ?? undefined,
    locale: localeOf(row.locale),
    registered: row.registered,
    unreachable: row.unreachable,
    roles: ['customer', ...(row.staff_roles ?? [])],
  };
}
