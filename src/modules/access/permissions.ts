/** Everything somebody may be allowed to do, each with a sentence that says what it means. */
export const permissions = {
  'bot.use': 'Talk with the bot',
  'handoff.request': 'Ask for a human and write with them',
  'handoff.serve': 'Accept waiting customers and write with them',
  'handoff.notices': 'Get a notice when a customer waits',
  'queue.view': 'See who waits and how long',
  'stats.view': 'See the day in numbers',
  'admin.open': 'Open the admin panel',
  'people.view': 'Find people and see who they are, without their phone',
  'people.phone': 'See the phone of a person',
  'people.block': 'Block people and let them in again',
  'people.tag': 'Tag people, so that broadcasts can be sent to those of a tag',
  'roles.grant': 'Give roles to people, take them away, and invite people to them',
  'roles.manage': 'Make roles and choose what they may do',
  'conversations.view': 'See conversations and read what was said in them',
  'queues.repair': 'See updates and calls that failed, try them again or discard them',
  'knowledge.manage': 'See the documents, upload and withdraw them, and say how long they hold',
  'tickets.ingest': 'Hand over requests of other channels',
  'tickets.view': 'See tickets and read what was asked in them',
  'settings.manage': 'Change the settings of the bot',
  'broadcasts.send': 'Write broadcasts and send them',
  'broadcasts.service': 'Send notices of the service, which also reach those who want no broadcasts',
  'audit.view': 'Read the audit log',
  'tokens.manage': 'Make and revoke tokens of the REST API',
} as const;

export type Permission = keyof typeof permissions;

export const PERMISSIONS = Object.keys(permissions) as readonly Permission[];

/** Permissions that show nothing which another does not: whoever has that one may give them without having them. */
export const COVERED_BY: ReadonlyMap<Permission, Permission> = new Map([['handoff.notices', 'handoff.serve']]);

/** Whether a text names a permission; roles in the database may name ones that a newer version has known. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text);
}
