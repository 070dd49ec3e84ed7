export { requestHuman, resumeRequest } from './customer-bot.js';
export { Desk } from './desk.js';
export { Handoffs } from './service.js';
