import type { Locale } from '../../locales/index.js';
import type { Access } from '../access/index.js';

/** Somebody who writes to a bot. Telegram's id is also the id of their private chat. */
export interface KnownPerson {
  readonly id: number;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
  /** The language we speak with them: that of their Telegram, until they choose another. */
  readonly locale: Locale | undefined;
  readonly registered: boolean;
  readonly unreachable: boolean;
  /** While blocked, somebody may do nothing. */
  readonly blocked: boolean;
  /** Whether they have written today, by the database's day. */
  readonly seenToday: boolean;
}

/** Customer, staff or both, with what their roles allow them at this moment. */
export type Person = KnownPerson & Access;

/** What Telegram tells about the sender of an update. */
export interface Sender {
  /** The language of their Telegram, when it is one of ours. */
  readonly locale: Locale | undefined;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
}
