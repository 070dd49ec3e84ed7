/**
 * Who writes to a bot. A phone is stored encrypted and only when Telegram itself vouches that it is the sender's;
 * one phone belongs to one account of a bot at most, by a unique blind index.
 */
import type { BlindIndex, KeyRing } from '../../platform/crypto/key-ring.js';
import type { Tx } from '../../platform/db/database.js';
import type { Person } from './person.js';
import { normalizePhone } from './phone.js';
import { findSealedPhone, holdsPhone, phonesSealedOtherwise, replaceSealedPhone, savePhone } from './repository.js';

export interface SharedContact {
  readonly phoneNumber: string;
  /** The account the contact belongs to, when Telegram knows it. */
  readonly userId: number | undefined;
  readonly forwarded: boolean;
}

export type RegistrationRefusal = 'foreign_contact' | 'invalid_phone' | 'phone_taken';
export type Registration =
  | { readonly result: 'registered' | 'already_registered' | 'phone_changed' }
  | { readonly result: 'refused'; readonly reason: RegistrationRefusal };

/** Whether a contact is the sender's own, as Telegram vouches for it. */
export function isOwn(person: Person, contact: SharedContact): boolean {
  return !contact.forwarded && contact.userId === person.telegramId;
}

/** What keeps phones: sealed, and found by a blind index. */
export interface PhoneKeys {
  readonly keys: KeyRing;
  readonly phones: BlindIndex;
}

/** What a contact tells of its sender, whose phone is registered. */
export type ContactCheck = 'registered_number' | 'other_number' | 'foreign_contact';

/** Whether a contact vouches that its sender still has the number they registered with. Changes nothing. */
export async function checkContact(
  tx: Tx,
  { phones }: PhoneKeys,
  botId: number,
  person: Person,
  contact: SharedContact,
): Promise<ContactCheck> {
  if (!isOwn(person, contact)) return 'foreign_contact';
  const phone = normalizePhone(contact.phoneNumber);
  if (phone === undefined) return 'other_number';
  const index = phoneIndexOf(phones, botId, phone);
  return (await holdsPhone(tx, person.id, index)) ? 'registered_number' : 'other_number';
}

/** Registers the sender of a contact with its phone number. */
export async function register(
  tx: Tx,
  { keys, phones }: PhoneKeys,
  botId: number,
  person: Person,
  contact: SharedContact,
): Promise<Registration> {
  if (!isOwn(person, contact)) return { result: 'refused', reason: 'foreign_contact' };
  const phone = normalizePhone(contact.phoneNumber);
  if (phone === undefined) return { result: 'refused', reason: 'invalid_phone' };
  const index = phoneIndexOf(phones, botId, phone);
  if (person.registered && (await holdsPhone(tx, person.id, index))) return { result: 'already_registered' };
  const saved = await savePhone(tx, person.id, { sealed: keys.seal(phone, phoneContext(botId, person.id)), index });
  if (!saved) return { result: 'refused', reason: 'phone_taken' };
  return { result: person.registered ? 'phone_changed' : 'registered' };
}

/** A person's phone that was sealed by `register`, in E.164. */
export function openPhone(keys: KeyRing, botId: number, personId: number, sealed: string): string {
  return keys.open(sealed, phoneContext(botId, personId));
}

/** Seals all phones of a bot anew that another key than the ring's current one has sealed; answers how many. */
export async function resealPhones(tx: Tx, keys: KeyRing, botId: number, limit: number): Promise<number> {
  const sealed = await phonesSealedOtherwise(tx, keys.currentKeyId, limit);
  for (const { id, phone } of sealed) {
    const context = phoneContext(botId, id);
    await replaceSealedPhone(tx, id, keys.seal(keys.open(phone, context), context));
  }
  return sealed.length;
}

/** The phone a person registered with, in E.164. Whoever shows it to somebody else writes that into the audit log. */
export async function phoneOf(tx: Tx, keys: KeyRing, botId: number, personId: number): Promise<string | undefined> {
  const sealed = await findSealedPhone(tx, personId);
  return sealed === undefined ? undefined : openPhone(keys, botId, personId, sealed);
}

/** What a sealed phone is bound to: it opens only for this person of this bot. */
function phoneContext(botId: number, personId: number): string {
  return `phone ${botId}/${personId}`;
}

/** Finds a phone in E.164 among those of a bot, without telling it. */
export function phoneIndexOf(phones: BlindIndex, botId: number, phone: string): Buffer {
  return phones.of(phone, phoneIndexContext(botId));
}

/** What the index of a phone is bound to: the same phone has another index in another bot. */
function phoneIndexContext(botId: number): string {
  return `phone of bot ${botId}`;
}
