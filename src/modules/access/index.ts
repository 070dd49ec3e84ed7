export { PERMISSIONS, type Permission, isPermission, permissions } from './permissions.js';
export { acceptInvitation, isInvitation } from './invitations.js';
export { type Caller, callerOf } from './caller.js';
export { type RoleChange, grantRole, revokeRole } from './granting.js';
export { type Refusal, type Role, type Scope, can, whyNotMint } from './policies.js';
export { findRoleByName, listRoles } from './repository.js';
export { roleName } from './views.js';
export { type StaffMember, bootstrapStaff, staffWith } from './service.js';
