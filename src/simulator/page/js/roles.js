/** What a person is in a demonstration. Bots never see it; the page orders and captions its phones by it. */
import { t } from './i18n.js';

export const ROLES = ['customer', 'moderator', 'admin'];

/** The caption of a role: translated where the page knows it, as it is where somebody made one up. */
export function roleName(role) {
  return ROLES.includes(role) ? t(`role.${role}`) : role;
}

/** The first person of a role, or undefined. */
export function firstOf(role, users) {
  return [...users.values()].find((user) => user.sim_role === role);
}
