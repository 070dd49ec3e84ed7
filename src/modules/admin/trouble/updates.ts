/** Updates that could not be handled. What one says stays unread here: that it failed is no reason to read it. */
import { type DeadUpdate, deadUpdates, discardUpdate, findDeadUpdate, retryUpdate } from '../../../telegram/repair.js';
import { type Panel, back, to } from '../../panel/index.js';
import { type PutAside, addPutAside } from './put-aside.js';

const UPDATES: PutAside<DeadUpdate> = {
  kind: 'update',
  list: {
    screen: 'dead',
    read: deadUpdates,
    title: ({ t }) => t('admin.queues.dead'),
    hint: ({ t }, isEmpty) => t(isEmpty ? 'admin.queues.no_dead' : 'admin.queues.dead_hint'),
    label: ({ updateId, kind, diedAt }, when) => `☠️ ${updateId} · ${kind} · ${when(diedAt)}`,
    below: ({ t }) => [
      [to(t('admin.queues.failed'), 'failed', 0), to(t('admin.queues.jobs'), 'jobs', 0)],
      back(t, 'start'),
    ],
  },
  one: {
    screen: 'update',
    find: findDeadUpdate,
    idOf: ({ updateId }) => updateId,
    title: ({ t }, { updateId }) => t('admin.queues.update', { id: updateId }),
    facts: ({ t }, { kind, chatId, diedAt }, when) => t('admin.queues.facts', { kind, chat: chatId, at: when(diedAt) }),
    errorOf: ({ error }) => error,
  },
  again: { screen: 'retry', label: ({ t }) => t('admin.queues.retry'), do: retryUpdate },
  away: {
    screen: 'discard',
    label: ({ t }) => t('admin.queues.discard'),
    question: ({ t }, { updateId }) => t('admin.queues.ask_discard', { id: updateId }),
    do: discardUpdate,
  },
};

export function addUpdates(panel: Panel): void {
  addPutAside(panel, UPDATES);
}
