export { callsHuman, pressHuman, requestHuman, resumeRequest } from './customer-bot.js';
export { Desk } from './desk.js';
export { contentLine, speakerName } from './notice.js';
export { type Party, activeHandoffs } from './repository.js';
export { Handoffs } from './service.js';
