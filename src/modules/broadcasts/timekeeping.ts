/**
 * What the clock does to broadcasts: those whose time has come begin, unless whoever let them go may send no more. By the
 * database's clock, so that it is the same for every worker.
 */
import { SYSTEM, audit } from '../audit/index.js';
import { type Person, findPersons } from '../identity/index.js';
import { type OutgoingCall, enqueueCalls } from '../../telegram/outbox.js';
import { to, view } from '../panel/index.js';
import { approversOf } from './approvers.js';
import { type ReleaseParts, release } from './releasing.js';
import { type Broadcast, changeBroadcast, lockDue } from './repository.js';
import { maySend } from './rights.js';
import { nameOf } from './waiting.js';

/** Begins a broadcast, or goes on with it, if its time has come. */
export async function beginDue(parts: ReleaseParts, id: number): Promise<void> {
  const { tx, botId } = parts;
  const due = await lockDue(tx, id);
  if (!due) return;
  const [releaser] = await findPersons(tx, [due.releasedBy ?? due.authorId]);
  if (!releaser || !maySend(releaser, due)) return enqueueCalls(tx, botId, await hold(parts, due, releaser));
  const { broadcast, calls } = await release(parts, due);
  const told = broadcast.state === 'to_approve' ? await grownCalls(parts, broadcast) : [];
  await enqueueCalls(tx, botId, [...calls, ...told]);
}

/** Tells its author that it does not begin, since many more would get it than was agreed. */
async function grownCalls({ tx, texts, defaultLocale }: ReleaseParts, { id, authorId, approvalFor }: Broadcast): Promise<OutgoingCall[]> {
  const [author] = await findPersons(tx, [authorId]);
  if (!author) return [];
  const text = texts(author.locale ?? defaultLocale)('broadcasts.approval.grown', { id, count: approvalFor ?? 0 });
  return [{ chatId: author.telegramId, method: 'sendMessage', payload: { text } }];
}

/** Leaves it to the others who may send: it goes once one of them lets it go. */
async function hold(parts: ReleaseParts, due: Broadcast, releaser: Person | undefined): Promise<OutgoingCall[]> {
  const { tx, botId, texts, defaultLocale } = parts;
  const { id } = due;
  await changeBroadcast(tx, due, { state: 'paused' });
  await audit(tx, botId, { actor: SYSTEM, action: 'broadcast.hold', object: `broadcast:${id}` });
  const others = (await approversOf(tx, due)).filter(({ telegramId }) => telegramId !== releaser?.telegramId);
  return others.map(({ telegramId: chatId, locale = defaultLocale }) => {
    const t = texts(locale);
    const lines = [t('broadcasts.lost_right', { name: releaser ? nameOf(releaser) : '' })];
    const buttons = [to(t('broadcasts.move.resume'), 'bc_resume', id), to(t('broadcasts.move.cancel'), 'bc_cancel', id)];
    const { text, keyboard } = view(t('broadcasts.state.paused', { id }), lines, [buttons]);
    return { chatId, method: 'sendMessage', payload: { text: text.text, entities: text.entities, reply_markup: keyboard } };
  });
}
