/**
 * A broadcast by several bots at once. Each of the others gets a copy, in the name of the same author, which goes by that
 * bot's own rules (quiet hours, approval, rates) and is a broadcast of its own from then on. A bot has one copy at most,
 * however often this is done.
 */
import type { Tx } from '../../../platform/db/database.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import type { Logger } from '../../../platform/logging/logger.js';
import { enqueueCalls } from '../../../telegram/outbox.js';
import { listRoleNames, roleIdsOf } from '../../access/index.js';
import { audit } from '../../audit/index.js';
import { findBotUsername } from '../../bots/index.js';
import { type Person, findPersons } from '../../identity/index.js';
import { viewCalls } from '../../panel/index.js';
import type { Audience } from '../audience/audience.js';
import type { ListParts } from '../audience/reading.js';
import { shownCalls } from '../calls.js';
import { type BroadcastContent, languagesOf } from '../content.js';
import { viewOf } from '../progress.js';
import { addressed, readerOf } from '../reader.js';
import { release } from '../releasing.js';
import { type Broadcast, type Copy, copyOf, findBroadcast, insertCopy, noteCopy } from '../repository.js';
import { senderIn } from './elsewhere.js';
import { carried } from './media.js';

export interface CopyParts extends ListParts {
  readonly log: Logger;
}

/** What is the same for all copies. */
interface Original {
  readonly botId: number;
  readonly broadcast: Broadcast;
  readonly author: Person;
  readonly roles: readonly string[];
}

/** Makes the copies that a broadcast still lacks, once it was let go. */
export async function copyElsewhere(parts: CopyParts, botId: number, id: number, signal: AbortSignal): Promise<void> {
  const { db } = parts;
  const original = await tenantTransaction(db, botId, (tx) => originalOf(tx, botId, id));
  if (!original) return;
  for (const other of original.broadcast.otherBots) {
    if (String(other) in original.broadcast.copies) continue;
    const copy = await copyTo(parts, original, other, signal);
    await tenantTransaction(db, botId, (tx) => noteCopy(tx, id, other, copy));
  }
}

async function originalOf(tx: Tx, botId: number, id: number): Promise<Original | undefined> {
  const broadcast = await findBroadcast(tx, id);
  if (!broadcast || ['draft', 'to_approve', 'cancelled'].includes(broadcast.state)) return undefined;
  const [author] = await findPersons(tx, [broadcast.authorId]);
  return author && { botId, broadcast, author, roles: await listRoleNames(tx, broadcast.audience.roles) };
}

async function copyTo(parts: CopyParts, original: Original, other: number, signal: AbortSignal): Promise<Copy> {
  const { telegramId } = original.author;
  const known = await tenantTransaction(parts.db, other, async (tx) => ({
    username: await findBotUsername(tx, other),
    id: await copyOf(tx, original.botId, original.broadcast.id),
    sender: await senderIn(tx, telegramId, original.broadcast),
    audience: await audienceThere(tx, original),
  }));
  const { username, id, sender, audience } = known;
  if (id !== undefined) return { username, id };
  if (!sender) return { username, refused: 'right' };
  if (!audience) return { username, refused: 'audience' };
  const content = await contentThere(parts, original, other, signal);
  if (!content) return { username, refused: 'files' };
  return tenantTransaction(parts.db, other, async (tx) => {
    const made = await insertCopy(tx, other, sender.id, { ...original.broadcast, content, audience }, original.botId);
    if (made) await letGo(parts, tx, other, made, sender);
    const copied = await copyOf(tx, original.botId, original.broadcast.id);
    return { username, ...(copied !== undefined && { id: copied }) };
  });
}

/** The same audience in the other bot: its roles by their names. Undefined where it would be somebody else, or nobody knows. */
async function audienceThere(tx: Tx, { broadcast, roles }: Original): Promise<Audience | undefined> {
  const { audience } = broadcast;
  if (audience.list !== undefined) return undefined;
  const there = await roleIdsOf(tx, roles);
  return audience.roles.length > 0 && there.length === 0 ? undefined : { ...audience, roles: there };
}

/** Undefined when the files cannot be had there: because they are too large, or the author has closed the chat. */
async function contentThere(parts: CopyParts, { botId, broadcast, author }: Original, other: number, signal: AbortSignal): Promise<BroadcastContent | undefined> {
  const [from, to] = await Promise.all([parts.apiOf(botId), parts.apiOf(other)]);
  try {
    return await carried(broadcast.content, { from, to, chatId: author.telegramId, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    parts.log.warn({ err: error, botId, otherBotId: other }, 'the files of a broadcast could not be carried to another bot');
    return undefined;
  }
}

/** Lets the copy go by the rules of its bot, and shows it to its author there. */
async function letGo(parts: CopyParts, tx: Tx, botId: number, copy: Broadcast, sender: Person): Promise<void> {
  const { broadcast, calls } = await release({ tx, botId, ...parts }, { ...copy, releasedBy: sender.id });
  const { id, content } = broadcast;
  await audit(tx, botId, {
    actor: { id: `person:${sender.id}`, roles: sender.roles, surface: 'worker' },
    ...{ action: 'broadcast.copy', object: `broadcast:${id}`, details: { state: broadcast.state } },
  });
  const { locale, t } = addressed(parts, sender);
  const reader = await readerOf(tx, botId, { locale, t, personId: sender.id });
  const shown = await viewOf(tx, botId, reader, broadcast);
  await enqueueCalls(tx, botId, [
    ...calls,
    ...languagesOf(content).flatMap((language) => shownCalls(t, sender.telegramId, content, language)),
    ...viewCalls(sender.telegramId, shown),
  ]);
}
