export const access = {
  roles: {
    customer: 'клиент',
    moderator: 'модератор',
    admin: 'әкімші',
    viewer: 'бақылаушы',
  },
};
