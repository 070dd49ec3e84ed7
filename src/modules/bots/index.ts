export { BotSettings } from './bot-settings.js';
export { type Bot, findBot, findBotUsername, listBotIds, resealTokens, saveBot, saveBotNames } from './service.js';
export { findSettings, lockSettings, saveSettings } from './settings-repository.js';
export {
  DEFAULT_SETTINGS,
  type Settings,
  TEXT_LENGTHS,
  type TextKind,
  WEEKDAYS,
  type Weekday,
  type WorkRange,
  isPlainText,
  textOf,
} from './settings.js';
export { quietUntil } from './quiet-hours.js';
export { DAY_MS, MINUTE_MS, isTimeZone, momentOf, timeZoneNamed, wallOf } from './time-zone.js';
export { type Availability, availability, parseRange } from './working-hours.js';
