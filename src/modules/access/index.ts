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
  isOnStaff,
  isRoleOfEverybody,
  mayBlock,
  whyNotGrant,
  whyNotMint,
  whyNotShape,
} from './policies.js';
export { type Access, accessReader, grantedPermissions, listGrants, withRoles } from './grants.js';
export { findRole, listRoleNames, listRoles, roleIdsOf } from './repository.js';
export { roleName } from './views.js';
export { type StaffMember, bootstrapStaff, holdersOf, mayEverywhere, staffWith } from './service.js';
export { makeRole, removeRole, shapeRole } from './shaping.js';
