/** A broadcast that has left its author's hands and does not go yet: it waits for its time, or for approval. */
import type { Tx } from '../../platform/db/database.js';
import { findSettings } from '../bots/index.js';
import { findPersons, fullName } from '../identity/index.js';
import { type Button, type View, to, view } from '../panel/index.js';
import { namesOf } from './copies/elsewhere.js';
import { standingOf } from './counts.js';
import type { Reader } from './reader.js';
import type { Broadcast } from './repository.js';
import { termLines } from './terms.js';
import { copyLines, refreshRow } from './views.js';

/** Undefined when it goes already, or is over. */
export async function waitingView(tx: Tx, botId: number, reader: Reader, broadcast: Broadcast): Promise<View | undefined> {
  const { id, state } = broadcast;
  const title = reader.t(`broadcasts.state.${state}`, { id });
  switch (state) {
    case 'draft':
      return view(title, [reader.t('broadcasts.with_author')], []);
    case 'to_approve':
      return view(title, await approvalLines(tx, botId, reader, broadcast), approvalButtons(reader, broadcast));
    case 'scheduled':
      return view(title, [...(await scheduleLines(tx, botId, reader, broadcast)), ...copyLines(reader.t, broadcast)], scheduleButtons(reader, broadcast));
    default:
      return undefined;
  }
}

async function approvalLines(tx: Tx, botId: number, { t, moment }: Reader, broadcast: Broadcast): Promise<string[]> {
  const { settings } = await findSettings(tx, botId);
  const [author] = await findPersons(tx, [broadcast.authorId]);
  const count = broadcast.approvalFor ?? 0;
  const at = broadcast.startAt && moment(broadcast.startAt);
  return [
    ...(author ? [t('broadcasts.approval.author', { name: fullName(author) })] : []),
    t('broadcasts.audience.count', { count }),
    ...(at === null ? [t('broadcasts.timing.now')] : [t('broadcasts.timing.at', { at }), t('broadcasts.approval.late')]),
    ...termLines(t, settings, broadcast, count),
    ...(broadcast.otherBots.length > 0
      ? [t('broadcasts.bots.line', { names: (await namesOf(tx, botId, broadcast.otherBots)).join(', ') })]
      : []),
  ];
}

function approvalButtons({ t, personId }: Reader, { id, authorId, approvalRound }: Broadcast): Button[][] {
  if (personId === authorId) return [[to(t('broadcasts.move.withdraw'), 'bc_redraft', id)]];
  return [[
    to(t('broadcasts.move.approve'), 'bc_approve', id, approvalRound),
    to(t('broadcasts.move.reject'), 'bc_reject', id, approvalRound),
  ]];
}

async function scheduleLines(tx: Tx, botId: number, { t, moment }: Reader, broadcast: Broadcast): Promise<string[]> {
  const { settings } = await findSettings(tx, botId);
  const at = broadcast.startAt ? moment(broadcast.startAt) : '';
  if (!broadcast.startedAt) return [t('broadcasts.begins', { at, zone: settings.workingHours.timeZone }), ...termLines(t, settings, broadcast)];
  const { waiting, sending, ...done } = (await standingOf(tx, broadcast)).counts;
  return [
    t('broadcasts.held', { at }),
    t('broadcasts.held_counts', { done: Object.values(done).reduce((sum, each) => sum + each, 0), waiting: waiting + sending }),
  ];
}

function scheduleButtons({ t, personId }: Reader, { id, authorId, startedAt }: Broadcast): Button[][] {
  return [
    // First what does no harm when the button that has led here is pressed twice.
    personId === authorId && !startedAt ? [to(t('broadcasts.move.redraft'), 'bc_redraft', id)] : refreshRow(t, id),
    [to(t(startedAt ? 'broadcasts.move.go_on' : 'broadcasts.move.now'), 'bc_now', id)],
    [to(t('broadcasts.move.cancel'), 'bc_cancel', id)],
  ];
}
