import { eventually } from './eventually.js';
import type { Phone, SeenMessage } from './phone.js';
import { type Scene, textOf } from './scene.js';

/** Writes a broadcast and lets it go; answers the message that shows how it is doing. */
export async function sendBroadcast(author: Phone, text: string): Promise<SeenMessage> {
  await author.send(`/broadcast ${text}`);
  const panel = await author.waitFor(/Above is what customers will see/);
  await author.press('✅ Send');
  return panel;
}

/** What the message says now, once it says this. */
export function shows(phone: Phone, { message_id: id }: SeenMessage, wanted: RegExp, ms?: number): Promise<string> {
  return eventually(async () => {
    const now = (await phone.messages()).find(({ message_id }) => message_id === id);
    const text = now ? textOf(now) : '(gone)';
    if (!wanted.test(text)) throw new Error(`The message does not say ${String(wanted)}: ${text}`);
    return text;
  }, ms);
}

/** Everybody in the ledgers, by state. */
export async function ledgerOf({ teller }: Pick<Scene, 'teller'>): Promise<Record<string, number>> {
  const { owner } = teller.database;
  const rows = await owner('broadcast_recipients')
    .groupBy('state')
    .select<{ state: string; count: number }[]>('state', owner.raw('count(*) as count'));
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** How often a text was sent to the chat, whether or not it was answered. */
export function timesSaid({ teller }: Pick<Scene, 'teller'>, phone: Phone, text: string): number {
  const calls = teller.simulator.calls('sendMessage');
  return calls.filter(({ params }) => params['chat_id'] === phone.userId && params['text'] === text).length;
}

/** Acts on broadcasts in the audit log, oldest first. */
export function actsOn({ teller }: Pick<Scene, 'teller'>): Promise<string[]> {
  return teller.database.owner('audit_log').where('action', 'like', 'broadcast.%').orderBy('id').pluck('action');
}
