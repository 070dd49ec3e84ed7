/**
 * Letting a broadcast go: whether somebody else has to agree first, and when it begins. Whoever lets it go, and the
 * worker that finds its time has come, ask the same rules, of a broadcast that they have locked. So it never goes in
 * quiet hours, nor to many more people than was agreed, whichever way it came.
 */
import type { Tx } from '../../platform/db/database.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { type Settings, findSettings, quietUntil } from '../bots/index.js';
import { audienceSize } from './audience/recipients.js';
import { approvalCalls } from './approvers.js';
import type { BotWork } from './reader.js';
import { type Broadcast, changeBroadcast, databaseNow, lockBroadcast } from './repository.js';
import { wakeMailing } from './service.js';

export interface Release {
  /** Preparing, running, scheduled, or waiting for approval. */
  readonly broadcast: Broadcast;
  /** What others are to be told. */
  readonly calls: readonly OutgoingCall[];
}

/** So many times those who were to get it may get it in the end without a further look. */
const GROWTH_AGREED = 1.1;

/** Lets a broadcast go from where it stands: it asks for approval, begins, goes on, or waits for its time. */
export async function release(work: BotWork, broadcast: Broadcast): Promise<Release> {
  const { tx, botId } = work;
  const { settings } = await findSettings(tx, botId);
  const recipients = broadcast.startedAt ? 0 : await audienceSize(tx, broadcast);
  if (needsApproval(settings, broadcast, recipients)) return askForApproval(work, broadcast, recipients);
  const now = await databaseNow(tx);
  const isQuiet = quietEnd(settings, broadcast, now.getTime()) !== undefined;
  const begins = beginsAt(settings, broadcast, now);
  const isLater = begins > now;
  const state = isLater ? 'scheduled' : broadcast.startedAt ? 'running' : 'preparing';
  const released = await changeBroadcast(tx, broadcast, {
    ...{ state, start_at: isLater ? begins : broadcast.startAt, released_by: broadcast.releasedBy },
    ...{ approved_by: broadcast.approvedBy, at_any_hour: broadcast.atAnyHour && isQuiet },
    ...(state === 'preparing' && { started_at: now, prepared_up_to: 0 }),
  });
  if (state === 'running') await wakeMailing(tx, botId);
  return { broadcast: released, calls: [] };
}

/**
 * Holds a broadcast under way until quiet hours are over, unless somebody has let it go in these. Answers whether it did.
 */
export async function holdInQuietHours(tx: Tx, botId: number, id: number): Promise<boolean> {
  const running = await lockBroadcast(tx, id, 'running');
  if (!running) return false;
  const { settings } = await findSettings(tx, botId);
  const until = quietEnd(settings, running, (await databaseNow(tx)).getTime());
  const isHeld = until !== undefined && !running.atAnyHour;
  if (isHeld) await changeBroadcast(tx, running, { state: 'scheduled', start_at: new Date(until) });
  // The next quiet hours are others.
  else if (until === undefined && running.atAnyHour) await changeBroadcast(tx, running, { at_any_hour: false });
  return isHeld;
}

/** Whether somebody else has to agree before so many people get it. */
export function needsApproval(
  { broadcasts: { approvalOver } }: Settings,
  { approvedBy, approvalFor, startedAt }: Broadcast,
  recipients: number,
): boolean {
  if (approvalOver === null || startedAt || recipients <= approvalOver) return false;
  return approvedBy === null || recipients > (approvalFor ?? 0) * GROWTH_AGREED;
}

/** When a broadcast begins that is let go now. */
export function beginsAt(settings: Settings, broadcast: Broadcast, now: Date): Date {
  const wanted = Math.max(broadcast.startAt?.getTime() ?? 0, now.getTime());
  const quiet = broadcast.atAnyHour ? undefined : quietEnd(settings, broadcast, wanted);
  return new Date(quiet ?? wanted);
}

function quietEnd({ broadcasts, workingHours }: Settings, { service }: Broadcast, at: number): number | undefined {
  return service ? undefined : quietUntil(broadcasts.quietHours, workingHours.timeZone, at);
}

async function askForApproval(work: BotWork, broadcast: Broadcast, recipients: number): Promise<Release> {
  const asked = await changeBroadcast(work.tx, broadcast, {
    ...{ state: 'to_approve', approved_by: null, approval_for: recipients, approval_round: broadcast.approvalRound + 1 },
    ...{ released_by: broadcast.releasedBy },
  });
  return { broadcast: asked, calls: await approvalCalls(work, asked) };
}
