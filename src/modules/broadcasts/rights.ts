import { can } from '../access/index.js';
import type { Person } from '../identity/index.js';
import type { Broadcast } from './repository.js';

/** Whether somebody may let this broadcast go at this moment. */
export function maySend(person: Person, { service }: Pick<Broadcast, 'service'>): boolean {
  return can(person, 'broadcasts.send') && (!service || can(person, 'broadcasts.service'));
}
