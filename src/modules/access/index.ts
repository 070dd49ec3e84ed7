export { PERMISSIONS, type Permission, isPermission, permissions } from './permissions.js';
export { acceptInvitation, isInvitation } from './invitations.js';
export { can } from './policies.js';
export { roleName } from './views.js';
export { type StaffMember, bootstrapStaff, staffWith } from './service.js';
