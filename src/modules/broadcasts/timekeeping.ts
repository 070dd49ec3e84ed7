/**
 * What the clock does to broadcasts: those whose time has come begin, unless whoever let them go may send no more. By the
 * database's clock, so that it is the same for every worker.
 */
import { SYSTEM, audit } from '../audit/index.js';
import { type Person, findPersons, fullName } from '../identity/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import { type OutgoingCall, enqueueCalls } from '../../telegram/outbox.js';
import { to, view, viewCalls } from '../panel/index.js';
import { approversOf } from './approvers.js';
import { type BotWork, authorOf } from './reader.js';
import { release } from './releasing.js';
import { type Broadcast, changeBroadcast, lockDue } from './repository.js';
import { maySend } from './rights.js';

/** Begins a broadcast, or goes on with it, if its time has come. */
export async function beginDue(work: BotWork, id: number): Promise<void> {
  const { tx, botId } = work;
  const due = await lockDue(tx, id);
  if (!due) return;
  const [releaser] = await findPersons(tx, [due.releasedBy ?? due.authorId]);
  if (!releaser || !maySend(releaser, due)) return enqueueCalls(tx, botId, await hold(work, due, releaser));
  const { broadcast, calls } = await release(work, due);
  const told = broadcast.state === 'to_approve' ? await grownCalls(work, broadcast) : [];
  await enqueueCalls(tx, botId, [...calls, ...told]);
}

/** Tells its author that it does not begin, since many more would get it than was agreed. */
async function grownCalls(work: BotWork, broadcast: Broadcast): Promise<OutgoingCall[]> {
  const author = await authorOf(work.tx, work, broadcast);
  const said = { id: broadcast.id, count: broadcast.approvalFor ?? 0 };
  return author ? messageCalls(author.person.telegramId, author.t('broadcasts.approval.grown', said)) : [];
}

/** Leaves it to the others who may send: it goes once one of them lets it go. */
async function hold(work: BotWork, due: Broadcast, releaser: Person | undefined): Promise<OutgoingCall[]> {
  const { tx, botId, texts, defaultLocale } = work;
  const { id } = due;
  await changeBroadcast(tx, due, { state: 'paused' });
  await audit(tx, botId, { actor: SYSTEM, action: 'broadcast.hold', object: `broadcast:${id}` });
  const others = (await approversOf(tx, due)).filter(({ telegramId }) => telegramId !== releaser?.telegramId);
  return others.flatMap(({ telegramId: chatId, locale = defaultLocale }) => {
    const t = texts(locale);
    const lines = [t('broadcasts.lost_right', { name: releaser ? fullName(releaser) : '' })];
    const buttons = [to(t('broadcasts.move.resume'), 'bc_resume', id), to(t('broadcasts.move.cancel'), 'bc_cancel', id)];
    return viewCalls(chatId, view(t('broadcasts.state.paused', { id }), lines, [buttons]));
  });
}
