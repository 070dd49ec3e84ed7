import { badRequest } from './errors.js';
import { isRecord } from './parameters.js';
import type {
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  KeyboardButton,
  ReplyKeyboardMarkup,
} from './types.js';

/** Reply markup as Telegram checks it. What comes back was built anew: only fields that Telegram knows. */
export type ReplyMarkup =
  | { kind: 'inline'; markup: InlineKeyboardMarkup }
  | { kind: 'keyboard'; markup: ReplyKeyboardMarkup }
  | { kind: 'remove' }
  | { kind: 'force_reply'; options: { input_field_placeholder?: string } };

const MAX_BUTTONS = 100;
const MAX_CALLBACK_BYTES = 64;

const INLINE_ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
] as const;

const KEYBOARD_FIELDS = [
  'request_users',
  'request_chat',
  'request_managed_bot',
  'request_contact',
  'request_location',
  'request_poll',
  'web_app',
  'icon_custom_emoji_id',
  'style',
] as const;

export function readReplyMarkup(value: Record<string, unknown>): ReplyMarkup {
  if ('inline_keyboard' in value) return { kind: 'inline', markup: readInlineKeyboard(value) };
  if ('keyboard' in value) return { kind: 'keyboard', markup: readKeyboard(value) };
  if (value['remove_keyboard'] === true) return { kind: 'remove' };
  if (value['force_reply'] === true) return { kind: 'force_reply', options: readPlaceholder(value) };
  return { kind: 'inline', markup: { inline_keyboard: [] } };
}

/** An edit takes nothing but an inline keyboard. */
export function readInlineMarkup(value: Record<string, unknown>): InlineKeyboardMarkup {
  const read = readReplyMarkup(value);
  if (read.kind !== 'inline') throw badRequest('inline keyboard expected');
  return read.markup;
}

function readRows<T>(value: unknown, field: string, readButton: (button: unknown) => T): T[][] {
  if (!Array.isArray(value)) throw badRequest(`field "${field}" must be of type Array`);
  const rows: T[][] = [];
  let count = 0;
  for (const row of value as unknown[]) {
    if (!Array.isArray(row)) throw badRequest(`field "${field}" must be an Array of Arrays`);
    if (row.length === 0) continue;
    count += row.length;
    rows.push((row as unknown[]).map((button) => readButton(button)));
  }
  if (count > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return rows;
}

function readInlineKeyboard(value: Record<string, unknown>): InlineKeyboardMarkup {
  return { inline_keyboard: readRows(value['inline_keyboard'], 'inline_keyboard', readInlineButton) };
}

function inlineError(what: string): Error {
  return badRequest(`can't parse inline keyboard button: ${what}`);
}

function readInlineButton(value: unknown): InlineKeyboardButton {
  if (!isRecord(value)) throw inlineError('InlineKeyboardButton must be an Object');
  const { text } = value;
  if (typeof text !== 'string') throw inlineError('Can\'t find field "text"');
  if (text.trim() === '') throw badRequest("inline keyboard button text can't be empty");
  const button: InlineKeyboardButton = { text };
  copyDecoration(value, button);
  const action = INLINE_ACTIONS.find((name) => value[name] !== undefined && value[name] !== null);
  if (action === undefined) throw inlineError('Text buttons are unallowed in the inline keyboard');
  return { ...button, [action]: readAction(action, value[action]) };
}

function readAction(action: (typeof INLINE_ACTIONS)[number], value: unknown): unknown {
  if (action === 'callback_data') {
    if (typeof value !== 'string') throw inlineError('Field "callback_data" must be of type String');
    if (value === '' || Buffer.byteLength(value) > MAX_CALLBACK_BYTES)
      throw badRequest('BUTTON_DATA_INVALID');
  }
  if (action === 'url') return readUrl(value);
  if (action === 'web_app') checkWebApp(value);
  if (action === 'copy_text') checkCopyText(value);
  return value;
}

function readUrl(value: unknown): string {
  if (typeof value !== 'string') throw inlineError('Field "url" must be of type String');
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isWeb =
    url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname.includes('.');
  if (isWeb || url?.protocol === 'tg:') return withScheme;
  throw badRequest(`inline keyboard button URL '${value}' is invalid: Wrong HTTP URL`);
}

function checkWebApp(value: unknown): void {
  const url = isRecord(value) ? value['url'] : undefined;
  if (typeof url !== 'string' || !url.startsWith('https://')) {
    throw badRequest(
      `inline keyboard button Web App URL '${String(url)}' is invalid: Only HTTPS links are allowed`,
    );
  }
}

function checkCopyText(value: unknown): void {
  const text = isRecord(value) ? value['text'] : undefined;
  if (typeof text !== 'string' || text.length < 1 || text.length > 256)
    throw badRequest('COPY_TEXT_INVALID');
}

function copyDecoration(from: Record<string, unknown>, to: Record<string, unknown>): void {
  const { style, icon_custom_emoji_id: icon } = from;
  if (style !== undefined) {
    if (style !== 'danger' && style !== 'success' && style !== 'primary') {
      throw badRequest('invalid button style specified');
    }
    to['style'] = style;
  }
  if (typeof icon === 'string') to['icon_custom_emoji_id'] = icon;
}

function readKeyboard(value: Record<string, unknown>): ReplyKeyboardMarkup {
  const keyboard = readRows(value['keyboard'], 'keyboard', readKeyboardButton);
  if (keyboard.length === 0) throw badRequest('reply keyboard must have at least one button');
  const markup: ReplyKeyboardMarkup = { keyboard };
  for (const name of ['is_persistent', 'resize_keyboard', 'one_time_keyboard', 'selective']) {
    if (value[name] === true) markup[name] = true;
  }
  return { ...markup, ...readPlaceholder(value) };
}

function readPlaceholder(value: Record<string, unknown>): { input_field_placeholder?: string } {
  const placeholder = value['input_field_placeholder'];
  if (typeof placeholder !== 'string' || placeholder === '') return {};
  if (placeholder.length > 64) throw badRequest('input field placeholder is too long');
  return { input_field_placeholder: placeholder };
}

function readKeyboardButton(value: unknown): KeyboardButton {
  if (typeof value === 'string') return { text: checkedButtonText(value) };
  if (!isRecord(value)) {
    throw badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object");
  }
  const { text } = value;
  if (typeof text !== 'string') throw badRequest('can\'t parse keyboard button: Can\'t find field "text"');
  const extra: Record<string, unknown> = {};
  for (const name of KEYBOARD_FIELDS) {
    const field = value[name];
    if (field !== undefined && field !== false && field !== null) extra[name] = field;
  }
  return { text: checkedButtonText(text), ...extra };
}

function checkedButtonText(text: string): string {
  if (text.trim() === '') throw badRequest('keyboard button text must be non-empty');
  return text;
}
