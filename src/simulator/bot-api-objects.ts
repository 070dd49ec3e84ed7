/**
 * Fields of the objects that bots send inside parameters, one object after another: `Name: field
 * field>Object ...`, where `>` names the object (or list of objects) that the field holds. Alternatives are
 * merged into one.
 *
 * Derived from https://github.com/PaulSonOfLars/telegram-bot-api-spec (Bot API 10.1),
 * Copyright (c) Paul Larsen, MIT licence (see NOTICE).
 */
export const BOT_API_OBJECTS = `
ReplyMarkup: inline_keyboard>InlineKeyboardButton keyboard>KeyboardButton is_persistent resize_keyboard
  one_time_keyboard input_field_placeholder selective remove_keyboard force_reply
InlineKeyboardButton: text icon_custom_emoji_id style url callback_data web_app login_url
  switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat copy_text
  callback_game pay
KeyboardButton: text icon_custom_emoji_id style request_users request_chat request_managed_bot
  request_contact request_location request_poll web_app
ReplyParameters: message_id chat_id allow_sending_without_reply quote quote_parse_mode
  quote_entities>MessageEntity quote_position checklist_task_id poll_option_id
LinkPreviewOptions: is_disabled url prefer_small_media prefer_large_media show_above_text
MessageEntity: type offset length url user language custom_emoji_id unix_time date_time_format
BotCommand: command description
BotCommandScope: type chat_id user_id
MenuButton: type text web_app
InputMedia: type media caption parse_mode caption_entities>MessageEntity show_caption_above_media
  has_spoiler thumbnail cover start_timestamp width height duration supports_streaming
  disable_content_type_detection performer title
ReactionType: type emoji custom_emoji_id
`;
