export { TellerContext } from './context.js';
export type { Person, Sender } from './person.js';
export { Senders, findPersonByTelegramId, findPersons, markReachable, markUnreachable } from './repository.js';
export { requires } from './requires.js';
export { askForPhone, greetStaff } from './bot.js';
