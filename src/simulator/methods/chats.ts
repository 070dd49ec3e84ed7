import { badRequest } from '../errors.js';
import type { Method } from './call.js';

/** Asking about chats and their members. */

const getChat: Method = ({ world, bot, params }) => {
  const chat = world.chatForBot(bot, params['chat_id']);
  const pinned = chat.pinned
    .map((id) => chat.messages.get(id))
    .filter((stored) => stored && !stored.deleted);
  const { username } = chat.person.profile;
  return {
    ...chat.person.asChat,
    ...(username !== undefined && { active_usernames: [username] }),
    accent_color_id: chat.person.profile.id % 7,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(pinned.length > 0 && { pinned_message: pinned.at(-1)?.message }),
  };
};

const getChatMember: Method = ({ world, bot, params }) => {
  const chat = world.chatForBot(bot, params['chat_id']);
  const userId = params['user_id'];
  if (userId === bot.id) return { user: bot.asUser, status: 'member' };
  if (userId !== chat.person.profile.id) throw badRequest('member not found');
  return { user: chat.person.asUser, status: 'member' };
};

const getChatAdministrators: Method = ({ world, bot, params }) => {
  world.chatForBot(bot, params['chat_id']);
  throw badRequest('there are no administrators in the private chat');
};

export const chatMethods: Record<string, Method> = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount: ({ world, bot, params }) => {
    world.chatForBot(bot, params['chat_id']);
    return 2;
  },
  getUserProfilePhotos: ({ world, params }) => {
    if (!world.people.has(Number(params['user_id']))) throw badRequest('user not found');
    return { total_count: 0, photos: [] };
  },
};
