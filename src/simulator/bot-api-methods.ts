/**
 * Every method of the Bot API 10.1 (11 June 2026) with its parameters, one method after another:
 * `name: parameter=kind ...`, where `!` marks a required parameter and the kinds are `int`, `num` (float),
 * `str`, `bool`, `id` (an integer or a @username), `file` (a file_id, a URL or an upload), `list` and `obj`.
 *
 * Derived from https://github.com/PaulSonOfLars/telegram-bot-api-spec,
 * Copyright (c) Paul Larsen, MIT licence (see NOTICE).
 */
export const BOT_API_METHODS = `
getUpdates: offset=int limit=int timeout=int allowed_updates=list
setWebhook: url!=str certificate=file ip_address=str max_connections=int allowed_updates=list
  drop_pending_updates=bool secret_token=str
deleteWebhook: drop_pending_updates=bool
getWebhookInfo:
getMe:
logOut:
close:
sendMessage: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  text!=str parse_mode=str entities=list link_preview_options=obj disable_notification=bool
  protect_content=bool allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj
  reply_parameters=obj reply_markup=obj
forwardMessage: chat_id!=id message_thread_id=int direct_messages_topic_id=int from_chat_id!=id
  video_start_timestamp=int disable_notification=bool protect_content=bool message_effect_id=str
  suggested_post_parameters=obj message_id!=int
forwardMessages: chat_id!=id message_thread_id=int direct_messages_topic_id=int from_chat_id!=id
  message_ids!=list disable_notification=bool protect_content=bool
copyMessage: chat_id!=id message_thread_id=int direct_messages_topic_id=int from_chat_id!=id message_id!=int
  video_start_timestamp=int caption=str parse_mode=str caption_entities=list show_caption_above_media=bool
  disable_notification=bool protect_content=bool allow_paid_broadcast=bool message_effect_id=str
  suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
copyMessages: chat_id!=id message_thread_id=int direct_messages_topic_id=int from_chat_id!=id
  message_ids!=list disable_notification=bool protect_content=bool remove_caption=bool
sendPhoto: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  photo!=file caption=str parse_mode=str caption_entities=list show_caption_above_media=bool
  has_spoiler=bool disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendLivePhoto: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  live_photo!=file photo!=file caption=str parse_mode=str caption_entities=list
  show_caption_above_media=bool has_spoiler=bool disable_notification=bool protect_content=bool
  allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj reply_parameters=obj
  reply_markup=obj
sendAudio: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  audio!=file caption=str parse_mode=str caption_entities=list duration=int performer=str title=str
  thumbnail=file disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendDocument: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  document!=file thumbnail=file caption=str parse_mode=str caption_entities=list
  disable_content_type_detection=bool disable_notification=bool protect_content=bool
  allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj reply_parameters=obj
  reply_markup=obj
sendVideo: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  video!=file duration=int width=int height=int thumbnail=file cover=file start_timestamp=int caption=str
  parse_mode=str caption_entities=list show_caption_above_media=bool has_spoiler=bool
  supports_streaming=bool disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendAnimation: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  animation!=file duration=int width=int height=int thumbnail=file caption=str parse_mode=str
  caption_entities=list show_caption_above_media=bool has_spoiler=bool disable_notification=bool
  protect_content=bool allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj
  reply_parameters=obj reply_markup=obj
sendVoice: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  voice!=file caption=str parse_mode=str caption_entities=list duration=int disable_notification=bool
  protect_content=bool allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj
  reply_parameters=obj reply_markup=obj
sendVideoNote: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  video_note!=file duration=int length=int thumbnail=file disable_notification=bool protect_content=bool
  allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj reply_parameters=obj
  reply_markup=obj
sendPaidMedia: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  star_count!=int media!=list payload=str caption=str parse_mode=str caption_entities=list
  show_caption_above_media=bool disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendMediaGroup: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  media!=list disable_notification=bool protect_content=bool allow_paid_broadcast=bool message_effect_id=str
  reply_parameters=obj
sendLocation: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  latitude!=num longitude!=num horizontal_accuracy=num live_period=int heading=int
  proximity_alert_radius=int disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendVenue: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  latitude!=num longitude!=num title!=str address!=str foursquare_id=str foursquare_type=str
  google_place_id=str google_place_type=str disable_notification=bool protect_content=bool
  allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj reply_parameters=obj
  reply_markup=obj
sendContact: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  phone_number!=str first_name!=str last_name=str vcard=str disable_notification=bool protect_content=bool
  allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj reply_parameters=obj
  reply_markup=obj
sendPoll: business_connection_id=str chat_id!=id message_thread_id=int question!=str question_parse_mode=str
  question_entities=list options!=list is_anonymous=bool type=str allows_multiple_answers=bool
  allows_revoting=bool shuffle_options=bool allow_adding_options=bool hide_results_until_closes=bool
  members_only=bool country_codes=list correct_option_ids=list explanation=str explanation_parse_mode=str
  explanation_entities=list explanation_media=obj open_period=int close_date=int is_closed=bool
  description=str description_parse_mode=str description_entities=list media=obj disable_notification=bool
  protect_content=bool allow_paid_broadcast=bool message_effect_id=str reply_parameters=obj reply_markup=obj
sendChecklist: business_connection_id!=str chat_id!=id checklist!=obj disable_notification=bool
  protect_content=bool message_effect_id=str reply_parameters=obj reply_markup=obj
sendDice: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  emoji=str disable_notification=bool protect_content=bool allow_paid_broadcast=bool message_effect_id=str
  suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendMessageDraft: chat_id!=int message_thread_id=int draft_id!=int text=str parse_mode=str entities=list
sendChatAction: business_connection_id=str chat_id!=id message_thread_id=int action!=str
setMessageReaction: chat_id!=id message_id!=int reaction=list is_big=bool
getUserProfilePhotos: user_id!=int offset=int limit=int
getUserProfileAudios: user_id!=int offset=int limit=int
setUserEmojiStatus: user_id!=int emoji_status_custom_emoji_id=str emoji_status_expiration_date=int
getFile: file_id!=str
banChatMember: chat_id!=id user_id!=int until_date=int revoke_messages=bool
unbanChatMember: chat_id!=id user_id!=int only_if_banned=bool
restrictChatMember: chat_id!=id user_id!=int permissions!=obj use_independent_chat_permissions=bool
  until_date=int
promoteChatMember: chat_id!=id user_id!=int is_anonymous=bool can_manage_chat=bool can_delete_messages=bool
  can_manage_video_chats=bool can_restrict_members=bool can_promote_members=bool can_change_info=bool
  can_invite_users=bool can_post_stories=bool can_edit_stories=bool can_delete_stories=bool
  can_post_messages=bool can_edit_messages=bool can_pin_messages=bool can_manage_topics=bool
  can_manage_direct_messages=bool can_manage_tags=bool
setChatAdministratorCustomTitle: chat_id!=id user_id!=int custom_title!=str
setChatMemberTag: chat_id!=id user_id!=int tag=str
banChatSenderChat: chat_id!=id sender_chat_id!=int
unbanChatSenderChat: chat_id!=id sender_chat_id!=int
setChatPermissions: chat_id!=id permissions!=obj use_independent_chat_permissions=bool
exportChatInviteLink: chat_id!=id
createChatInviteLink: chat_id!=id name=str expire_date=int member_limit=int creates_join_request=bool
editChatInviteLink: chat_id!=id invite_link!=str name=str expire_date=int member_limit=int
  creates_join_request=bool
createChatSubscriptionInviteLink: chat_id!=id name=str subscription_period!=int subscription_price!=int
editChatSubscriptionInviteLink: chat_id!=id invite_link!=str name=str
revokeChatInviteLink: chat_id!=id invite_link!=str
approveChatJoinRequest: chat_id!=id user_id!=int
declineChatJoinRequest: chat_id!=id user_id!=int
answerChatJoinRequestQuery: chat_join_request_query_id!=str result!=str
sendChatJoinRequestWebApp: chat_join_request_query_id!=str web_app_url!=str
setChatPhoto: chat_id!=id photo!=file
deleteChatPhoto: chat_id!=id
setChatTitle: chat_id!=id title!=str
setChatDescription: chat_id!=id description=str
pinChatMessage: business_connection_id=str chat_id!=id message_id!=int disable_notification=bool
unpinChatMessage: business_connection_id=str chat_id!=id message_id=int
unpinAllChatMessages: chat_id!=id
leaveChat: chat_id!=id
getChat: chat_id!=id
getChatAdministrators: chat_id!=id return_bots=bool
getChatMemberCount: chat_id!=id
getChatMember: chat_id!=id user_id!=int
getUserPersonalChatMessages: user_id!=int limit!=int
setChatStickerSet: chat_id!=id sticker_set_name!=str
deleteChatStickerSet: chat_id!=id
getForumTopicIconStickers:
createForumTopic: chat_id!=id name!=str icon_color=int icon_custom_emoji_id=str
editForumTopic: chat_id!=id message_thread_id!=int name=str icon_custom_emoji_id=str
closeForumTopic: chat_id!=id message_thread_id!=int
reopenForumTopic: chat_id!=id message_thread_id!=int
deleteForumTopic: chat_id!=id message_thread_id!=int
unpinAllForumTopicMessages: chat_id!=id message_thread_id!=int
editGeneralForumTopic: chat_id!=id name!=str
closeGeneralForumTopic: chat_id!=id
reopenGeneralForumTopic: chat_id!=id
hideGeneralForumTopic: chat_id!=id
unhideGeneralForumTopic: chat_id!=id
unpinAllGeneralForumTopicMessages: chat_id!=id
answerCallbackQuery: callback_query_id!=str text=str show_alert=bool url=str cache_time=int
answerGuestQuery: guest_query_id!=str result!=obj
getUserChatBoosts: chat_id!=id user_id!=int
getBusinessConnection: business_connection_id!=str
getManagedBotToken: user_id!=int
replaceManagedBotToken: user_id!=int
getManagedBotAccessSettings: user_id!=int
setManagedBotAccessSettings: user_id!=int is_access_restricted!=bool added_user_ids=list
setMyCommands: commands!=list scope=obj language_code=str
deleteMyCommands: scope=obj language_code=str
getMyCommands: scope=obj language_code=str
setMyName: name=str language_code=str
getMyName: language_code=str
setMyDescription: description=str language_code=str
getMyDescription: language_code=str
setMyShortDescription: short_description=str language_code=str
getMyShortDescription: language_code=str
setMyProfilePhoto: photo!=obj
removeMyProfilePhoto:
setChatMenuButton: chat_id=int menu_button=obj
getChatMenuButton: chat_id=int
setMyDefaultAdministratorRights: rights=obj for_channels=bool
getMyDefaultAdministratorRights: for_channels=bool
getAvailableGifts:
sendGift: user_id=int chat_id=id gift_id!=str pay_for_upgrade=bool text=str text_parse_mode=str
  text_entities=list
giftPremiumSubscription: user_id!=int month_count!=int star_count!=int text=str text_parse_mode=str
  text_entities=list
verifyUser: user_id!=int custom_description=str
verifyChat: chat_id!=id custom_description=str
removeUserVerification: user_id!=int
removeChatVerification: chat_id!=id
readBusinessMessage: business_connection_id!=str chat_id!=int message_id!=int
deleteBusinessMessages: business_connection_id!=str message_ids!=list
setBusinessAccountName: business_connection_id!=str first_name!=str last_name=str
setBusinessAccountUsername: business_connection_id!=str username=str
setBusinessAccountBio: business_connection_id!=str bio=str
setBusinessAccountProfilePhoto: business_connection_id!=str photo!=obj is_public=bool
removeBusinessAccountProfilePhoto: business_connection_id!=str is_public=bool
setBusinessAccountGiftSettings: business_connection_id!=str show_gift_button!=bool accepted_gift_types!=obj
getBusinessAccountStarBalance: business_connection_id!=str
transferBusinessAccountStars: business_connection_id!=str star_count!=int
getBusinessAccountGifts: business_connection_id!=str exclude_unsaved=bool exclude_saved=bool
  exclude_unlimited=bool exclude_limited_upgradable=bool exclude_limited_non_upgradable=bool
  exclude_unique=bool exclude_from_blockchain=bool sort_by_price=bool offset=str limit=int
getUserGifts: user_id!=int exclude_unlimited=bool exclude_limited_upgradable=bool
  exclude_limited_non_upgradable=bool exclude_from_blockchain=bool exclude_unique=bool sort_by_price=bool
  offset=str limit=int
getChatGifts: chat_id!=id exclude_unsaved=bool exclude_saved=bool exclude_unlimited=bool
  exclude_limited_upgradable=bool exclude_limited_non_upgradable=bool exclude_from_blockchain=bool
  exclude_unique=bool sort_by_price=bool offset=str limit=int
convertGiftToStars: business_connection_id!=str owned_gift_id!=str
upgradeGift: business_connection_id!=str owned_gift_id!=str keep_original_details=bool star_count=int
transferGift: business_connection_id!=str owned_gift_id!=str new_owner_chat_id!=int star_count=int
postStory: business_connection_id!=str content!=obj active_period!=int caption=str parse_mode=str
  caption_entities=list areas=list post_to_chat_page=bool protect_content=bool
repostStory: business_connection_id!=str from_chat_id!=int from_story_id!=int active_period!=int
  post_to_chat_page=bool protect_content=bool
editStory: business_connection_id!=str story_id!=int content!=obj caption=str parse_mode=str
  caption_entities=list areas=list
deleteStory: business_connection_id!=str story_id!=int
answerWebAppQuery: web_app_query_id!=str result!=obj
savePreparedInlineMessage: user_id!=int result!=obj allow_user_chats=bool allow_bot_chats=bool
  allow_group_chats=bool allow_channel_chats=bool
savePreparedKeyboardButton: user_id!=int button!=obj
editMessageText: business_connection_id=str chat_id=id message_id=int inline_message_id=str text=str
  parse_mode=str entities=list link_preview_options=obj rich_message=obj reply_markup=obj
editMessageCaption: business_connection_id=str chat_id=id message_id=int inline_message_id=str caption=str
  parse_mode=str caption_entities=list show_caption_above_media=bool reply_markup=obj
editMessageMedia: business_connection_id=str chat_id=id message_id=int inline_message_id=str media!=obj
  reply_markup=obj
editMessageLiveLocation: business_connection_id=str chat_id=id message_id=int inline_message_id=str
  latitude!=num longitude!=num live_period=int horizontal_accuracy=num heading=int
  proximity_alert_radius=int reply_markup=obj
stopMessageLiveLocation: business_connection_id=str chat_id=id message_id=int inline_message_id=str
  reply_markup=obj
editMessageChecklist: business_connection_id!=str chat_id!=id message_id!=int checklist!=obj
  reply_markup=obj
editMessageReplyMarkup: business_connection_id=str chat_id=id message_id=int inline_message_id=str
  reply_markup=obj
stopPoll: business_connection_id=str chat_id!=id message_id!=int reply_markup=obj
approveSuggestedPost: chat_id!=int message_id!=int send_date=int
declineSuggestedPost: chat_id!=int message_id!=int comment=str
deleteMessage: chat_id!=id message_id!=int
deleteMessages: chat_id!=id message_ids!=list
deleteMessageReaction: chat_id!=id message_id!=int user_id=int actor_chat_id=int
deleteAllMessageReactions: chat_id!=id user_id=int actor_chat_id=int
sendSticker: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  sticker!=file emoji=str disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
getStickerSet: name!=str
getCustomEmojiStickers: custom_emoji_ids!=list
uploadStickerFile: user_id!=int sticker!=file sticker_format!=str
createNewStickerSet: user_id!=int name!=str title!=str stickers!=list sticker_type=str needs_repainting=bool
addStickerToSet: user_id!=int name!=str sticker!=obj
setStickerPositionInSet: sticker!=str position!=int
deleteStickerFromSet: sticker!=str
replaceStickerInSet: user_id!=int name!=str old_sticker!=str sticker!=obj
setStickerEmojiList: sticker!=str emoji_list!=list
setStickerKeywords: sticker!=str keywords=list
setStickerMaskPosition: sticker!=str mask_position=obj
setStickerSetTitle: name!=str title!=str
setStickerSetThumbnail: name!=str user_id!=int thumbnail=file format!=str
setCustomEmojiStickerSetThumbnail: name!=str custom_emoji_id=str
deleteStickerSet: name!=str
sendRichMessage: business_connection_id=str chat_id!=id message_thread_id=int direct_messages_topic_id=int
  rich_message!=obj disable_notification=bool protect_content=bool allow_paid_broadcast=bool
  message_effect_id=str suggested_post_parameters=obj reply_parameters=obj reply_markup=obj
sendRichMessageDraft: chat_id!=int message_thread_id=int draft_id!=int rich_message!=obj
answerInlineQuery: inline_query_id!=str results!=list cache_time=int is_personal=bool next_offset=str
  button=obj
sendInvoice: chat_id!=id message_thread_id=int direct_messages_topic_id=int title!=str description!=str
  payload!=str provider_token=str currency!=str prices!=list max_tip_amount=int suggested_tip_amounts=list
  start_parameter=str provider_data=str photo_url=str photo_size=int photo_width=int photo_height=int
  need_name=bool need_phone_number=bool need_email=bool need_shipping_address=bool
  send_phone_number_to_provider=bool send_email_to_provider=bool is_flexible=bool disable_notification=bool
  protect_content=bool allow_paid_broadcast=bool message_effect_id=str suggested_post_parameters=obj
  reply_parameters=obj reply_markup=obj
createInvoiceLink: business_connection_id=str title!=str description!=str payload!=str provider_token=str
  currency!=str prices!=list subscription_period=int max_tip_amount=int suggested_tip_amounts=list
  provider_data=str photo_url=str photo_size=int photo_width=int photo_height=int need_name=bool
  need_phone_number=bool need_email=bool need_shipping_address=bool send_phone_number_to_provider=bool
  send_email_to_provider=bool is_flexible=bool
answerShippingQuery: shipping_query_id!=str ok!=bool shipping_options=list error_message=str
answerPreCheckoutQuery: pre_checkout_query_id!=str ok!=bool error_message=str
getMyStarBalance:
getStarTransactions: offset=int limit=int
refundStarPayment: user_id!=int telegram_payment_charge_id!=str
editUserStarSubscription: user_id!=int telegram_payment_charge_id!=str is_canceled!=bool
setPassportDataErrors: user_id!=int errors!=list
sendGame: business_connection_id=str chat_id!=id message_thread_id=int game_short_name!=str
  disable_notification=bool protect_content=bool allow_paid_broadcast=bool message_effect_id=str
  reply_parameters=obj reply_markup=obj
setGameScore: user_id!=int score!=int force=bool disable_edit_message=bool chat_id=int message_id=int
  inline_message_id=str
getGameHighScores: user_id!=int chat_id=int message_id=int inline_message_id=str
`;
