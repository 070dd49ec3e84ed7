import { settingsSchema } from '../../src/modules/bots/settings.js';
import { wallOf } from '../../src/modules/bots/index.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { textOf } from '../support/scene.js';
import type { TestTeller } from '../support/teller.js';

export const ZONE = 'Asia/Almaty';

/** Sets what the bank would under /admin. */
export async function setBroadcasts({ database, simulator }: TestTeller, broadcasts: object): Promise<void> {
  const settings = JSON.stringify(settingsSchema.parse({ broadcasts }));
  await database.owner('bot_settings').insert({ bot_id: simulator.botId, settings, version: 1 }).onConflict('bot_id').merge(['settings']);
}

/** Quiet hours that have begun an hour ago and last three more. */
export function quietNow(): { readonly from: string; readonly to: string } {
  const clock = (hours: number): string => new Date(wallOf(ZONE, Date.now() + hours * 3_600_000)).toISOString().slice(11, 16);
  return { from: clock(-1), to: clock(3) };
}

/** Writes a broadcast; resolves with the message that shows the draft. */
export async function draft(phone: Phone, text: string): Promise<SeenMessage> {
  await phone.send(`/broadcast ${text}`);
  return phone.waitFor(/: draft\n/);
}

/** Presses a button and waits until the bot shows what is wanted. */
export async function press(phone: Phone, button: string, wanted: RegExp): Promise<SeenMessage> {
  await eventually(() => phone.press(button));
  return phone.waitFor(wanted, 20_000);
}

/** Waits until a message of the phone shows this. */
export function shown(phone: Phone, wanted: RegExp): Promise<SeenMessage> {
  return eventually(async () => {
    const found = (await phone.messages()).findLast((message) => message.sim.direction === 'out' && wanted.test(textOf(message)));
    if (!found) throw new Error(`Nothing shows ${String(wanted)}: ${(await phone.messages()).map(textOf).slice(-3).join(' | ')}`);
    return found;
  }, 20_000);
}

export async function states({ database: { owner } }: TestTeller): Promise<Record<string, number>> {
  const counted = owner.raw('count(*) as count');
  const rows = await owner('broadcast_recipients').groupBy('state').select<{ state: string; count: number }[]>('state', counted);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** The acts about broadcasts that the audit log has, oldest first. */
export async function acts({ database: { owner } }: TestTeller): Promise<string[]> {
  return owner('audit_log').where('action', 'like', 'broadcast%').orderBy('id').pluck<string[]>('action');
}

/** Lets the time come for which a broadcast was put off. */
export async function makeDue({ database: { owner } }: TestTeller): Promise<void> {
  await owner('broadcasts').where({ state: 'scheduled' }).update({ start_at: owner.fn.now() });
}

/** Takes the right to send away from everybody with this role. */
export async function without({ database: { owner } }: TestTeller, telegramIds: readonly number[]): Promise<() => Promise<unknown>> {
  const grants = owner('role_grants').whereIn('telegram_id', [...telegramIds]);
  await grants.clone().update({ revoked_at: owner.fn.now(), revoked_by: 'system' });
  return () => grants.clone().update({ revoked_at: null, revoked_by: null });
}
