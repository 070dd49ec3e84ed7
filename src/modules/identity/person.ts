import type { Locale } from '../../locales/index.js';
import type { Role } from '../access/index.js';

/** Somebody who writes to a bot: customer, staff or both. Telegram's id is also the id of their private chat. */
export interface Person {
  readonly id: number;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
  /** The language we speak with them: that of their Telegram, until they choose another. */
  readonly locale: Locale | undefined;
  readonly registered: boolean;
  readonly unreachable: boolean;
  readonly roles: readonly Role[];
}

/** What Telegram tells about the sender of an update. */
export interface Sender {
  /** The language of their Telegram, when it is one of ours. */
  readonly locale: Locale | undefined;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
}
