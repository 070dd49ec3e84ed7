export { type Bot, findBot, listBotIds, resealTokens, saveBot, saveBotNames } from './service.js';
