export { TellerContext } from './context.js';
export type { KnownPerson, Person, Sender } from './person.js';
export {
  Senders,
  findPersonByTelegramId,
  findPersons,
  findPersonsByTelegramIds,
  markReachable,
  markUnreachable,
  setBlocked,
} from './repository.js';
export { actorOf, auditAct, refuse } from './acts.js';
export { Handlers, type NamedHandler, type Registrar } from './handlers.js';
export { type Question, type Reply, askInReply, questionsBot } from './questions.js';
export { type PeopleFilter, filterOf, listPeople, shownPeople } from './listing.js';
export { maskPhone, phoneInFile, readablePhone } from './phone.js';
export { TAG_LENGTH, knownTag, listTags, setTag, tagIn, tagsOf } from './tags.js';
export {
  type ContactCheck,
  type PhoneKeys,
  type SharedContact,
  checkContact,
  phoneIndexOf,
  phoneOf,
  resealPhones,
} from './service.js';
export { LANGUAGE_NAMES, fullName } from './views.js';
export { askForPhone, greetStaff, sharedContact } from './bot.js';
