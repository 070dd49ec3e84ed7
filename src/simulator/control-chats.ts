import type { FastifyInstance } from 'fastify';
import * as schemas from './control-schemas.js';
import { read } from './control-schemas.js';
import { blockAsUser, deleteAsUser, editAsUser, pressAsUser, sendAsUser } from './people.js';
import { type ChatState, presentKeyboard, presentMessage } from './model.js';
import type { World } from './world.js';

const CHAT = '/sim/chats/:botId/:userId';

/** `/sim/chats/...`: one phone's view of one bot, and what its user does there. */
export function registerChatRoutes(app: FastifyInstance, world: World): void {
  const chatOf = (params: unknown): ChatState => {
    const { botId, userId } = read(schemas.chatParams, params);
    return world.chat(world.bot(botId), world.person(userId));
  };
  app.get(CHAT, (request) => presentChat(world, chatOf(request.params)));
  app.post(`${CHAT}/messages`, (request) => {
    const chat = chatOf(request.params);
    const message = sendAsUser(world, chat.bot, chat.person, read(schemas.messageBody, request.body));
    return presented(chat, message.message_id);
  });
  app.patch(`${CHAT}/messages/:messageId`, (request) => {
    const chat = chatOf(request.params);
    const { messageId } = read(schemas.messageParams, request.params);
    editAsUser(world, chat, messageId, read(schemas.editBody, request.body));
    return presented(chat, messageId);
  });
  app.delete(`${CHAT}/messages/:messageId`, (request) => {
    deleteAsUser(world, chatOf(request.params), read(schemas.messageParams, request.params).messageId);
    return {};
  });
  app.post(`${CHAT}/press`, async (request) => {
    const { message_id, data } = read(schemas.pressBody, request.body);
    return { answer: await pressAsUser(world, chatOf(request.params), message_id, data) };
  });
  app.post(`${CHAT}/blocked`, (request) => {
    const { blocked } = read(schemas.blockedBody, request.body);
    blockAsUser(world, chatOf(request.params), blocked);
    return { blocked };
  });
}

function presented(chat: ChatState, messageId: number): object {
  const stored = chat.messages.get(messageId);
  return stored ? presentMessage(stored) : {};
}

function presentChat(world: World, chat: ChatState): object {
  const { action } = chat;
  return {
    messages: [...chat.messages.values()].map((stored) => presentMessage(stored)),
    ...presentKeyboard(chat),
    commands: world.commandsFor(chat),
    blocked: chat.blocked,
    action: action && action.until > world.clock.now() ? action.name : null,
    menu_button: chat.menuButton ?? chat.bot.menuButton,
  };
}
