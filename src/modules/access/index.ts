export { PERMISSIONS, type Permission, isPermission, permissions } from './permissions.js';
export { type Caller, callerOf } from './caller.js';
export { type RoleChange, type RoleChanger, grantRole, holdRoles, lockRoles, revokeRole } from './granting.js';
export {
  type Invited,
  acceptInvitation,
  invite,
  isInvitation,
  newestInvitationId,
  openInvitations,
  revokeInvitation,
} from './invitations.js';
export {
  type Refusal,
  type Role,
  type Scope,
  can,
  isRoleOfEverybody,
  mayBlock,
  whyNotGrant,
  whyNotMint,
  whyNotShape,
} from './policies.js';
export { findRole, grantedPermissions, listGrants, listRoles } from './repository.js';
export { roleName } from './views.js';
export { type StaffMember, bootstrapStaff, holdersOf, staffWith } from './service.js';
export { makeRole, removeRole, shapeRole } from './shaping.js';
