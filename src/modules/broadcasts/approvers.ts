/** Those who may agree to a broadcast of somebody else's, and what they are asked. */
import type { Tx } from '../../platform/db/database.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { type StaffMember, staffWith } from '../access/index.js';
import { findPersons } from '../identity/index.js';
import { viewCalls } from '../panel/index.js';
import { shownCalls } from './calls.js';
import { languagesOf } from './content.js';
import { type BotWork, readerOf } from './reader.js';
import type { Broadcast } from './repository.js';
import { waitingView } from './waiting.js';

/** Everybody else who may send broadcasts, and can be told. */
export async function approversOf(tx: Tx, { authorId }: Broadcast): Promise<StaffMember[]> {
  const [author] = await findPersons(tx, [authorId]);
  return (await staffWith(tx, 'broadcasts.send')).filter(({ telegramId }) => telegramId !== author?.telegramId);
}

/** Shows a broadcast that waits for approval to those who may give it: all that it says, and how many are to get it. */
export async function approvalCalls({ tx, botId, texts, defaultLocale }: BotWork, broadcast: Broadcast): Promise<OutgoingCall[]> {
  const calls: OutgoingCall[] = [];
  for (const { telegramId: chatId, locale = defaultLocale } of await approversOf(tx, broadcast)) {
    const t = texts(locale);
    const reader = await readerOf(tx, botId, { t, locale, personId: undefined });
    const shown = await waitingView(tx, botId, reader, broadcast);
    if (!shown) throw new Error('A broadcast that asks for approval does not wait for it.');
    for (const language of languagesOf(broadcast.content)) calls.push(...shownCalls(t, chatId, broadcast.content, language));
    calls.push(...viewCalls(chatId, shown));
  }
  return calls;
}
