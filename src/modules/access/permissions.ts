/** Everything somebody may be allowed to do, each with a sentence that says what it means. */
export const permissions = {
  'handoff.request': 'Ask for a human and write with them',
  'handoff.serve': 'Get notices of waiting customers, accept them and write with them',
  'queue.view': 'See who waits and how long',
} as const;

export type Permission = keyof typeof permissions;
export type StaffRole = 'admin' | 'moderator';
export type Role = 'customer' | StaffRole;

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  customer: ['handoff.request'],
  moderator: ['handoff.request', 'handoff.serve', 'queue.view'],
  admin: ['handoff.request', 'queue.view'],
};

/** Whether one of the roles carries the permission. */
export function can(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => granted[role].includes(permission));
}

/** The staff roles that carry the permission. */
export function staffRolesWith(permission: Permission): StaffRole[] {
  return (['admin', 'moderator'] as const).filter((role) => granted[role].includes(permission));
}
