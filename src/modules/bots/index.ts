export { type Bot, findBot, resealTokens, saveBot, saveBotNames } from './service.js';
