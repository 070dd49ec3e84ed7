/**
 * Those who did not get a broadcast, or of whom it is not known, and why: a table for whoever asks, made when it is sent,
 * from what is there then. It names people, and holds no phone.
 */
import { stringify } from 'csv-stringify/sync';
import type { Tx } from '../../../platform/db/database.js';
import { type Locale, type Texts, type Translate, localeOf } from '../../../locales/index.js';
import type { FileRef, OutgoingFile } from '../../../telegram/files.js';
import { findSettings } from '../../bots/index.js';
import { LOST } from '../ledger.js';

interface FailureRow {
  readonly personId: number;
  readonly telegramId: number;
  readonly name: string;
  readonly state: 'failed' | 'blocked' | 'unknown' | 'cancelled';
  readonly error: string | null;
  readonly at: Date;
}

const PAGE = 5_000;

/** Stands in a call for the table. */
export function failuresOf(id: number, locale: Locale): FileRef {
  return { $file: `broadcast-failures:${id}:${locale}` };
}

export async function makeFailures(tx: Tx, texts: Texts, botId: number, name: string): Promise<OutgoingFile | undefined> {
  const [, id, language] = /^broadcast-failures:(\d{1,15}):(\w\w)$/.exec(name) ?? [];
  const locale = localeOf(language);
  if (id === undefined || !locale) return undefined;
  const t = texts(locale);
  const { timeZone } = (await findSettings(tx, botId)).settings.workingHours;
  // Swedish writes a moment as tables sort it: 2026-05-01 14:05:00.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const heads = (['id', 'name', 'state', 'reason', 'at'] as const).map((head) => t(`broadcasts.failures.${head}`));
  const parts = [stringify([heads], { bom: true })];
  for (let after = 0, rows; (rows = await failurePage(tx, Number(id), after)).length > 0; after = rows.at(-1)?.personId ?? 0) {
    const lines = rows.map((row) => [
      ...[row.telegramId, row.name, t(`broadcasts.failures.${row.state}`), reasonOf(t, row), format.format(row.at)],
    ]);
    parts.push(stringify(lines, { escape_formulas: true }));
  }
  return { filename: `broadcast-${id}-failures.csv`, source: Buffer.from(parts.join('')) };
}

async function failurePage(tx: Tx, id: number, after: number): Promise<FailureRow[]> {
  const { rows } = await tx.raw<{ rows: FailureRow[] }>(
    `select person_id as "personId", telegram_id as "telegramId", concat_ws(' ', first_name, last_name) as name,
       state, error, changed_at as at
     from broadcast_recipients join persons on persons.id = person_id
     where broadcast_id = ? and person_id > ? and (state in ('failed', 'blocked', 'unknown') or state = 'cancelled' and error is not null)
     order by person_id limit ${PAGE}`,
    [id, after],
  );
  return rows;
}

/** In words where there are some; what else Telegram has said stands as it said it. */
function reasonOf(t: Translate, { state, error }: FailureRow): string {
  if (error === LOST) return t('broadcasts.failures.lost');
  if (state === 'cancelled') return t(error === 'unsubscribed' ? 'broadcasts.failures.unsubscribed' : 'broadcasts.failures.by_bank');
  if (state === 'unknown') return t('broadcasts.failures.no_answer');
  if (/^unreachable$|blocked by the user/i.test(error ?? '')) return t('broadcasts.failures.by_user');
  if (/deactivated/i.test(error ?? '')) return t('broadcasts.failures.deactivated');
  if (/chat not found|user not found|PEER_ID_INVALID/i.test(error ?? '')) return t('broadcasts.failures.not_found');
  return t('broadcasts.failures.refused', { error: error ?? '' });
}
