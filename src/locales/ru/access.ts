export const access = {
  roles: {
    customer: 'клиент',
    moderator: 'модератор',
    admin: 'администратор',
    viewer: 'наблюдатель',
  },
};
