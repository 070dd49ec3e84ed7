import { readCommands, readLanguage, readScope } from '../commands.js';
import { badRequest } from '../errors.js';
import { optionalList, optionalNumber, optionalObject, optionalText } from '../parameters.js';
import type { Call, Method } from './call.js';

/** What a bot says about itself: name, descriptions, commands, menu button. */

const getMe: Method = ({ bot }) => ({
  ...bot.asUser,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

function scopeOf({ world, bot, params }: Call): string {
  return readScope(params['scope'], (chatId) => world.chatForBot(bot, asId(chatId)).person.profile.id);
}

function asId(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

function languageOf({ params }: Call): string {
  return readLanguage(optionalText(params, 'language_code'));
}

const setMyCommands: Method = (call) => {
  const commands = readCommands(optionalList(call.params, 'commands') ?? []);
  call.bot.commands.set(scopeOf(call), languageOf(call), commands);
  call.world.events.emit('commands', call.bot.id, undefined, {});
  return true;
};

const deleteMyCommands: Method = (call) => {
  call.bot.commands.set(scopeOf(call), languageOf(call), []);
  call.world.events.emit('commands', call.bot.id, undefined, {});
  return true;
};

const getMyCommands: Method = (call) => call.bot.commands.get(scopeOf(call), languageOf(call));

function setText(name: string, limit: number, refusal: string): Method {
  return (call) => {
    const text = optionalText(call.params, name) ?? '';
    if (text.length > limit) throw badRequest(refusal);
    call.bot.texts.set(`${name}|${languageOf(call)}`, text);
    return true;
  };
}

function getText(name: string, fallback: (call: Call) => string): Method {
  return (call) => {
    const { texts } = call.bot;
    const text = texts.get(`${name}|${languageOf(call)}`) || texts.get(`${name}|`) || fallback(call);
    return { [name]: text };
  };
}

const setChatMenuButton: Method = ({ world, bot, params }) => {
  const button = optionalObject(params, 'menu_button') ?? { type: 'default' };
  const type = button['type'];
  if (type !== 'commands' && type !== 'web_app' && type !== 'default') {
    throw badRequest("can't parse menu button: Unsupported type specified");
  }
  const chatId = optionalNumber(params, 'chat_id');
  if (chatId === undefined) bot.menuButton = type === 'default' ? { type: 'commands' } : button;
  else world.chatForBot(bot, chatId).menuButton = type === 'default' ? undefined : button;
  world.events.emit('commands', bot.id, chatId, {});
  return true;
};

const getChatMenuButton: Method = ({ world, bot, params }) => {
  const chatId = optionalNumber(params, 'chat_id');
  const own = chatId === undefined ? undefined : world.chatForBot(bot, chatId).menuButton;
  return own ?? bot.menuButton;
};

export const profileMethods: Record<string, Method> = {
  getMe,
  logOut: () => true,
  close: () => true,
  setMyCommands,
  deleteMyCommands,
  getMyCommands,
  setMyName: setText('name', 64, 'BOT_TITLE_INVALID'),
  getMyName: getText('name', ({ bot }) => bot.asUser.first_name),
  setMyDescription: setText('description', 512, 'BOT_DESCRIPTION_TOO_LONG'),
  getMyDescription: getText('description', () => ''),
  setMyShortDescription: setText('short_description', 120, 'BOT_SHORT_DESCRIPTION_TOO_LONG'),
  getMyShortDescription: getText('short_description', () => ''),
  setChatMenuButton,
  getChatMenuButton,
};
