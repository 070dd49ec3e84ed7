import type { Locale } from '../../locales/index.js';
import type { Permission } from '../access/index.js';

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
  /** While blocked, somebody may do nothing. */
  readonly blocked: boolean;
  /** The names of their roles. */
  readonly roles: readonly string[];
  /** What their roles allow them in this bot. */
  readonly permissions: ReadonlySet<Permission>;
  /** What they may do in every bot of the installation. */
  readonly everywhere: ReadonlySet<Permission>;
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
