/**
 * Who gets a broadcast, in SQL. What is counted, what the ledger is written from, and what is looked at once more before
 * a message goes are the same rules: whom the audience names, and how each of them stands.
 */
import type { Knex } from 'knex';
import type { Tx } from '../../../platform/db/database.js';
import { type Activity, type Audience, audienceOf } from './audience.js';

/** How somebody whom an audience names stands: they get it, or why they do not. The first reason counts. */
export type Standing = 'recipient' | 'blocked' | 'unregistered' | 'unreachable' | 'unsubscribed';
export type StandingCounts = Readonly<Record<Standing, number>>;

/**
 * The standing of a row of `persons`: a notice of the service goes to those as well who want no broadcasts.
 * @param service SQL that says whether it is one
 */
export function standingSql(service: string): string {
  return `case when persons.blocked_at is not null then 'blocked' when persons.registered_at is null then 'unregistered'
    when persons.unreachable_at is not null then 'unreachable'
    when persons.unsubscribed_at is not null and not ${service} then 'unsubscribed' else 'recipient' end`;
}

interface Condition {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

const BY_VALUES = {
  languages: `coalesce(persons.locale, 'none') = any(?::text[])`,
  roles: `exists (select from current_grants as held
    where held.telegram_id = persons.telegram_id and role_id = any(?::bigint[]))`,
  tags: 'exists (select from person_tags where person_id = persons.id and tag = any(?::text[]))',
} as const;
const IN_LIST = 'exists (select from broadcast_listed where list_id = ? and person_id = persons.id)';

/** Whether an audience names a row of `persons`. */
function namedSql(audience: Audience): Condition {
  const parts: Condition[] = (['languages', 'roles', 'tags'] as const)
    .filter((kind) => audience[kind].length > 0)
    .map((kind) => ({ sql: BY_VALUES[kind], bindings: [audience[kind].map(String)] }));
  if (audience.activity.length > 0) parts.push({ sql: `(${audience.activity.map(seenSql).join(' or ')})`, bindings: [] });
  if (audience.list !== undefined) parts.push({ sql: IN_LIST, bindings: [audience.list] });
  return { sql: ['true', ...parts.map(({ sql }) => sql)].join(' and '), bindings: parts.flatMap(({ bindings }) => bindings) };
}

function seenSql(activity: Activity): string {
  const [which, days] = activity.split('_');
  return `persons.seen_on ${which === 'active' ? '>=' : '<'} current_date - ${Number(days)}`;
}

export interface Addressed {
  readonly audience: Audience;
  readonly service: boolean;
}

/** How those stand now whom an audience names. */
export async function countAudience(tx: Tx, { audience, service }: Addressed): Promise<StandingCounts> {
  const named = namedSql(audience);
  const { rows } = await tx.raw<{ rows: { standing: Standing; count: number }[] }>(
    `select ${standingSql('?::boolean')} as standing, count(*) as count from persons where ${named.sql} group by 1`,
    [service, ...named.bindings],
  );
  const nobody: StandingCounts = { recipient: 0, blocked: 0, unregistered: 0, unreachable: 0, unsubscribed: 0 };
  return { ...nobody, ...Object.fromEntries(rows.map(({ standing, count }) => [standing, count])) };
}

/** How many would get it now. */
export async function audienceSize(tx: Tx, addressed: Addressed): Promise<number> {
  return (await countAudience(tx, addressed)).recipient;
}

/** People looked at for the ledger by one statement. */
const CHUNK = 1_000;

/** Writes the next people into the ledger of a broadcast that is being prepared. Answers whether there may be more. */
export async function prepareChunk(tx: Tx, botId: number, id: number): Promise<boolean> {
  const row = await tx('broadcasts')
    .where({ id, state: 'preparing' })
    .forUpdate()
    .first<PreparedRow | undefined>('prepared_up_to', 'audience', 'service');
  if (!row) return false;
  const audience = audienceOf(row.audience);
  if (!(await isListRead(tx, audience))) throw new Error(`Broadcast ${id} was let go before its list was read.`);
  const named = namedSql(audience);
  const { rows } = await tx.raw<{ rows: { last: number | null; seen: number }[] }>(
    `with next as (select * from persons where id > ? order by id limit ${CHUNK}),
       added as (
         insert into broadcast_recipients (bot_id, broadcast_id, person_id)
         select ?, ?, id from next as persons where ${standingSql('?::boolean')} = 'recipient' and ${named.sql}
         on conflict do nothing
       )
     select max(id) as last, count(*) as seen from next`,
    [row.prepared_up_to, botId, id, row.service, ...named.bindings],
  );
  const { last = null, seen = 0 } = rows[0] ?? {};
  if (last !== null) await tx('broadcasts').where({ id }).update({ prepared_up_to: last });
  return seen === CHUNK;
}

interface PreparedRow {
  readonly prepared_up_to: number;
  readonly audience: unknown;
  readonly service: boolean;
}

/** Whether it is known whom an audience names: its list, if it has one, was read. */
export async function isListRead(tx: Tx, { list }: Audience): Promise<boolean> {
  return list === undefined || (await tx('broadcast_lists').where({ id: list, state: 'read' }).first('id')) !== undefined;
}
