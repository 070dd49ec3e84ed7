/**
 * The settings of a bot as they are stored. Whoever changes them locks them first, changes what they are
 * then, and writes before and after into the audit log in the same transaction: of two who change at once,
 * neither undoes the other's.
 */
import { type Tx, storableJson } from '../../platform/db/database.js';
import { type Actor, audit } from '../audit/index.js';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from './settings.js';

export interface StoredSettings {
  readonly settings: Settings;
  /** Rises with every change; 0 as long as nothing was ever set. */
  readonly version: number;
  /** False where what is stored makes no sense, as after going back to an older version: then these are Teller's own. */
  readonly isSound: boolean;
}

interface SettingsRow {
  readonly settings: unknown;
  readonly version: number;
}

export async function findSettings(tx: Tx, botId: number): Promise<StoredSettings> {
  const row = await tx('bot_settings').where({ bot_id: botId }).first<SettingsRow | undefined>('settings', 'version');
  return storedIn(row);
}

/** The settings as they are until the transaction ends, since nobody else changes them meanwhile. */
export async function lockSettings(tx: Tx, botId: number): Promise<StoredSettings> {
  await tx('bot_settings').insert({ bot_id: botId }).onConflict().ignore();
  return storedIn(
    await tx('bot_settings').where({ bot_id: botId }).forUpdate().first<SettingsRow | undefined>('settings', 'version'),
  );
}

/**
 * Stores settings in the place of those that `lockSettings` gave; answers whether that changed anything.
 * @throws ZodError when they are none
 */
export async function saveSettings(
  tx: Tx,
  botId: number,
  actor: Actor,
  from: StoredSettings,
  wanted: Settings,
): Promise<boolean> {
  const settings = settingsSchema.parse(wanted);
  const details = { ...changedFields(from.settings, settings), ...(!from.isSound && { instead_of: 'unreadable' }) };
  if (Object.keys(details.before).length + Object.keys(details.after).length === 0) return false;
  const saved = await tx('bot_settings')
    .where({ bot_id: botId, version: from.version })
    .update({ settings: storableJson(settings), version: from.version + 1, updated_at: tx.fn.now() });
  if (saved !== 1) throw new Error('Settings were changed without their lock.');
  await audit(tx, botId, { actor, action: 'settings.change', object: 'settings', details });
  return true;
}

function storedIn(row: SettingsRow | undefined): StoredSettings {
  const read = settingsSchema.safeParse(row?.settings ?? {});
  return { settings: read.data ?? DEFAULT_SETTINGS, version: row?.version ?? 0, isSound: read.success };
}

type Fields = Readonly<Record<string, unknown>>;

/** The single fields, such as `thresholds.minConfidence`, that are not in both alike. */
function changedFields(before: Settings, after: Settings): { readonly before: Fields; readonly after: Fields } {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return { before: without(old, now), after: without(now, old) };
}

function fieldsOf(value: object, path = ''): Fields {
  const entries = Object.entries(value).flatMap(([name, part]: [string, unknown]): [string, unknown][] =>
    typeof part === 'object' && part !== null
      ? Object.entries(fieldsOf(part, `${path}${name}.`))
      : [[path + name, part]],
  );
  return Object.fromEntries(entries);
}

function without(fields: Fields, others: Fields): Fields {
  const differing = Object.entries(fields).filter(([name, value]) => !(name in others) || others[name] !== value);
  return Object.fromEntries(differing);
}
