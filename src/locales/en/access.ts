export const access = {
  roles: {
    customer: 'customer',
    moderator: 'moderator',
    admin: 'admin',
    viewer: 'viewer',
  },
};
