export { type Bot, findBot, findBotUsername, listBotIds, resealTokens, saveBot, saveBotNames } from './service.js';
