export { TellerContext } from './context.js';
export type { Person, Sender } from './person.js';
export {
  Senders,
  findPersonByTelegramId,
  findPersons,
  findPersonsByTelegramIds,
  markReachable,
  markUnreachable,
} from './repository.js';
export { actorOf, auditAct, refuse } from './acts.js';
export { Handlers, type NamedHandler } from './handlers.js';
export { type Found, listPeople, searchPeople, setBlocked } from './people.js';
export { maskPhone, readablePhone } from './phone.js';
export { type PhoneKeys, phoneOf, resealPhones } from './service.js';
export { askForPhone, greetStaff } from './bot.js';
