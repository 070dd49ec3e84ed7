export { type Permission, type Role, type StaffRole, can } from './permissions.js';
export { type StaffMember, bootstrapStaff, staffWith } from './service.js';
