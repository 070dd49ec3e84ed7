export { emptyOldTickets } from './repository.js';
