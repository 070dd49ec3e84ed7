/** What acts of the audit log are called. */
import type { Translate } from '../../locales/index.js';
import { isPermission } from '../access/index.js';

const ACTS = [
  ...['conversations.view', 'handoff.claim', 'handoff.end'],
  ...['handoff.identity.ask', 'handoff.identity.confirm', 'handoff.identity.fail'],
  ...['people.find', 'people.view', 'people.phone', 'people.block', 'people.unblock', 'people.tag', 'people.untag'],
  ...['broadcast.audience', 'broadcast.list', 'broadcast.tag'],
  ...['person.export', 'person.erase.ask', 'person.erase.confirm', 'person.erase.withdraw', 'person.erase'],
  ...['roles.grant', 'roles.revoke', 'roles.invite', 'roles.uninvite', 'roles.accept', 'roles.make', 'roles.shape', 'roles.remove'],
  ...['tokens.make', 'tokens.revoke', 'settings.change', 'knowledge.reload', 'keys.rotate'],
  ...['broadcast.draft', 'broadcast.when', 'broadcast.service', 'broadcast.paid', 'broadcast.send', 'broadcast.redraft'],
  ...['broadcast.approve', 'broadcast.reject', 'broadcast.now', 'broadcast.hold', 'broadcast.unsayable'],
  ...['broadcast.pause', 'broadcast.resume', 'broadcast.cancel'],
  ...['broadcast.resend', 'broadcast.undo', 'broadcast.undo_stop', 'broadcast.failures'],
  ...['queues.retry', 'queues.discard', 'queues.resend', 'queues.dismiss'],
  ...['broadcast.say', 'broadcast.unsay', 'broadcast.link', 'broadcast.unlink', 'broadcast.trial', 'broadcast.bots', 'broadcast.copy'],
  ...['document.upload', 'document.validity', 'document.withdraw', 'document.restore', 'document.download'],
  ...['queues.retry_job', 'queues.discard_job', 'tickets.ingest', 'tickets.view'],
  ...['faq.edit', 'faq.accept', 'faq.reject', 'faq.withdraw'],
] as const;

type Underscored<Name extends string> = Name extends `${infer Area}.${infer Act}` ? `${Area}_${Underscored<Act>}` : Name;

/**
 * An act in the reader's words; what was refused is called by the permission that it lacked. One of a later or an
 * earlier version goes by its code.
 */
export function actName(t: Translate, action: string): string {
  const act = ACTS.find((each) => each === action);
  if (act) return t(`admin.acts.${underscored(act)}`);
  return isPermission(action) ? t(`admin.permissions.${underscored(action)}`) : action;
}

/** A dotted name as the catalogues have it, where dots part the levels. */
export function underscored<Name extends string>(name: Name): Underscored<Name> {
  return name.replaceAll('.', '_') as Underscored<Name>;
}
