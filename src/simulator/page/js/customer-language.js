/** The customer of a demonstration has the page's language on the phone, so that the bot greets in it. */
import { language } from './i18n.js';
import { firstOf } from './roles.js';

/** Sets the customer's Telegram language to the page's. */
export async function followLanguage(api, users) {
  const customer = firstOf('customer', users);
  if (!customer || customer.language_code === language()) return;
  await api.changeUser(customer.id, { language_code: language() });
}

/** The same, but leaves a customer alone who is already talking with the bot. */
export async function followLanguageAtFirst(api, users, botId) {
  const customer = firstOf('customer', users);
  if (!customer || botId === null) return;
  const { messages } = await api.chat(botId, customer.id);
  if (messages.length === 0) await followLanguage(api, users);
}
