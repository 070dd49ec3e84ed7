import { badRequest } from './errors.js';
import { isRecord } from './parameters.js';
import type { BotCommand } from './types.js';

/**
 * A bot's command lists, kept by scope and language. A user in a private chat sees the first list that
 * exists, from the narrowest scope to the widest and, within a scope, in the user's language before no
 * language.
 */
export class CommandLists {
  private readonly lists = new Map<string, BotCommand[]>();

  get(scope: string, language: string): BotCommand[] {
    return this.lists.get(`${scope}|${language}`) ?? [];
  }

  set(scope: string, language: string, commands: BotCommand[]): void {
    if (commands.length === 0) this.lists.delete(`${scope}|${language}`);
    else this.lists.set(`${scope}|${language}`, commands);
  }

  /** The commands a user is shown in the private chat. `language` is the user's IETF tag or undefined. */
  resolve(chatId: number, language: string | undefined): BotCommand[] {
    const short = language?.slice(0, 2).toLowerCase() ?? '';
    for (const scope of [`chat:${chatId}`, 'all_private_chats', 'default']) {
      for (const tag of new Set([short, ''])) {
        const list = this.lists.get(`${scope}|${tag}`);
        if (list) return list;
      }
    }
    return [];
  }
}

const SCOPES: ReadonlySet<string> = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
]);

/** Reads a BotCommandScope as a key. `checkChat` is called for scopes that name a chat and may throw. */
export function readScope(scope: unknown, checkChat: (chatId: unknown) => number): string {
  if (scope === undefined) return 'default';
  if (!isRecord(scope)) throw badRequest("can't parse BotCommandScope: expected an Object");
  const type = scope['type'];
  if (typeof type !== 'string') throw badRequest('can\'t parse BotCommandScope: Can\'t find field "type"');
  if (SCOPES.has(type)) return type;
  if (type === 'chat') return `chat:${checkChat(scope['chat_id'])}`;
  if (type === 'chat_administrators' || type === 'chat_member') {
    checkChat(scope['chat_id']);
    throw badRequest("can't change commands in private chats for chat members or administrators");
  }
  throw badRequest("can't parse BotCommandScope: Unsupported type specified");
}

export function readLanguage(code: string | undefined): string {
  if (code === undefined || code === '') return '';
  if (!/^[a-z]{2}$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

export function readCommands(list: readonly unknown[]): BotCommand[] {
  if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return list.map((item) => {
    if (!isRecord(item)) throw badRequest("can't parse BotCommand: expected an Object");
    const { command, description } = item;
    if (typeof command !== 'string')
      throw badRequest('can\'t parse BotCommand: Can\'t find field "command"');
    if (typeof description !== 'string') {
      throw badRequest('can\'t parse BotCommand: Can\'t find field "description"');
    }
    const name = command.replace(/^\//, '');
    if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.trim() === '' || description.length > 256) {
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    return { command: name, description };
  });
}
