export {
  type Content,
  type FormattedText,
  type MediaKind,
  carriesText,
  contentOf,
  fitsCaption,
  fileOf,
  mediaCall,
  mediaEdit,
  plainText,
} from './content.js';
export { ConversationLookup } from './lookup.js';
export {
  type AskedMessage,
  type Author,
  type DialogueTurn,
  type NewMessage,
  type StoredMessage,
  askedMessages,
  customerMessagesAfter,
  customerSpokeBetween,
  editMessage,
  findMessage,
  messageIdOf,
  messageRef,
  overtakenMessages,
  recentTurns,
  recordMessage,
  recordMessages,
  rewriteMessage,
} from './messages.js';
export {
  type Conversation,
  type Warning,
  findOpenConversation,
  guardedConversation,
  lockConversation,
  markWarned,
  openConversation,
  rememberHumanWanted,
  setState,
  speechGuard,
  whereBotMaySpeak,
} from './service.js';
export { type Place, placeName } from './places.js';
export {
  type NamedConversation,
  type SaidTurn,
  findNamedConversation,
  latestTurns,
  openConversations,
} from './open-conversations.js';
