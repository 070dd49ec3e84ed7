export { type Bot, botIdOf, findBot, saveBot, saveBotNames } from './service.js';
