/** The part of the Bot API's object model that the simulator produces. Field names are Telegram's own. */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: 'private';
  first_name: string;
  last_name?: string;
  username?: string;
}

/** `offset` and `length` count UTF-16 code units. */
export interface MessageEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: User;
  language?: string;
  custom_emoji_id?: string;
}

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

export interface FileFields {
  file_id: string;
  file_unique_id: string;
  file_size: number;
  file_name?: string;
  mime_type?: string;
  width?: number;
  height?: number;
  length?: number;
  duration?: number;
  emoji?: string;
  [field: string]: unknown;
}

export interface Contact {
  phone_number: string;
  first_name: string;
  last_name?: string;
  user_id?: number;
  vcard?: string;
}

export interface InlineKeyboardButton {
  text: string;
  callback_data?: string;
  url?: string;
  [field: string]: unknown;
}

export interface InlineKeyboardMarkup {
  inline_keyboard: InlineKeyboardButton[][];
}

export interface KeyboardButton {
  text: string;
  request_contact?: boolean;
  request_location?: boolean;
  [field: string]: unknown;
}

export interface ReplyKeyboardMarkup {
  keyboard: KeyboardButton[][];
  one_time_keyboard?: boolean;
  [field: string]: unknown;
}

/** What a message carries: everything but its place, its sender and its time. */
export interface MessageContent {
  text?: string;
  entities?: MessageEntity[];
  link_preview_options?: Record<string, unknown>;
  caption?: string;
  caption_entities?: MessageEntity[];
  show_caption_above_media?: boolean;
  has_media_spoiler?: boolean;
  photo?: FileFields[];
  document?: FileFields;
  voice?: FileFields;
  video?: FileFields;
  video_note?: FileFields;
  audio?: FileFields;
  animation?: FileFields;
  sticker?: FileFields;
  location?: Record<string, unknown>;
  contact?: Contact;
}

export interface Message extends MessageContent {
  message_id: number;
  from: User;
  chat: Chat;
  date: number;
  edit_date?: number;
  forward_origin?: Record<string, unknown>;
  reply_to_message?: Message;
  quote?: Record<string, unknown>;
  media_group_id?: string;
  has_protected_content?: boolean;
  effect_id?: string;
  pinned_message?: Message;
  reply_markup?: InlineKeyboardMarkup;
}

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

export interface BotCommand {
  command: string;
  description: string;
}
