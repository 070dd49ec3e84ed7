export { type Bot, findBot, saveBot, saveBotNames } from './service.js';
