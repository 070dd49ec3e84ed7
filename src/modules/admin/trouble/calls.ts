/** Calls that Telegram refused for good. */
import { type FailedCall, dismissCall, failedCalls, findFailedCall, resendCall } from '../../../telegram/repair.js';
import { type Panel, back } from '../../panel/index.js';
import { type PutAside, addPutAside } from './put-aside.js';

const CALLS: PutAside<FailedCall> = {
  kind: 'call',
  list: {
    screen: 'failed',
    read: failedCalls,
    title: ({ t }) => t('admin.queues.failed'),
    hint: ({ t }, isEmpty) => t(isEmpty ? 'admin.queues.no_failed' : 'admin.queues.failed_hint'),
    label: ({ id, method, failedAt }, when) => `📤 ${id} · ${method} · ${when(failedAt)}`,
    below: ({ t }) => [back(t, 'dead', 0)],
  },
  one: {
    screen: 'call',
    find: findFailedCall,
    idOf: ({ id }) => id,
    title: ({ t }, { id }) => t('admin.queues.call', { id }),
    facts: ({ t }, { method, chatId, failedAt }, when) => t('admin.queues.facts', { kind: method, chat: chatId, at: when(failedAt) }),
    errorOf: ({ error }) => error,
  },
  again: { screen: 'resend', label: ({ t }) => t('admin.queues.resend'), do: resendCall },
  away: {
    screen: 'dismiss',
    label: ({ t }) => t('admin.queues.dismiss'),
    question: ({ t }, { id }) => t('admin.queues.ask_dismiss', { id }),
    do: dismissCall,
  },
};

export function addCalls(panel: Panel): void {
  addPutAside(panel, CALLS);
}
