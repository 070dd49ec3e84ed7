export { TellerContext } from './context.js';
export type { Person, Sender } from './person.js';
export { Senders, findPersonByTelegramId, findPersons, markReachable, markUnreachable } from './repository.js';
export { auditAct, refuse } from './acts.js';
export { Handlers, type NamedHandler } from './handlers.js';
export { resealPhones } from './service.js';
export { askForPhone, greetStaff } from './bot.js';
