/** The people of a demonstration have the page's language on their phones, so that the bot greets them in it. */
import { language } from './i18n.js';
import { ROLES } from './roles.js';

/** Sets the Telegram language of everybody with a role to the page's, except of those who have written already. */
export async function followLanguage(api, users, botId) {
  if (botId === null) return;
  const others = [...users.values()].filter((user) => ROLES.includes(user.sim_role) && user.language_code !== language());
  await Promise.all(others.map((user) => follow(api, user, botId)));
}

async function follow(api, user, botId) {
  const { messages } = await api.chat(botId, user.id);
  if (messages.length === 0) await api.changeUser(user.id, { language_code: language() });
}
