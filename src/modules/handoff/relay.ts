/** Says what one side of a hand-off said in the other side's chat, formatting, files and threads included. */
import { bold, fmt } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';
import { messageCalls, replyParameters } from '../../telegram/message-calls.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { TEXT_LIMIT, splitText } from '../../telegram/split-text.js';
import {
  type Content,
  type FormattedText,
  type StoredMessage,
  carriesText,
  fitsCaption,
  mediaCall,
  mediaEdit,
  messageRef,
} from '../conversations/index.js';
import type { Handoff, Party } from './repository.js';
import { customerLabel } from './views.js';

type Passed = Pick<StoredMessage, 'id' | 'content' | 'replyToId'>;
/**
 * How a copy begins. What its heading may take is kept free whatever it takes, so that where a copy is cut follows
 * from the content alone: the name or the language in the heading may change before the content is edited.
 */
interface Dress {
  readonly room: number;
  readonly put: (text: FormattedText) => FormattedText;
}
/** One message of a copy: most copies are one, long ones are several. */
interface Piece {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The call that turns the piece that stands there into this one, if there is such a call. */
  readonly edit: { readonly method: string; readonly payload: Readonly<Record<string, unknown>> } | undefined;
}

/** The customer's message in the moderator's chat, headed by whom it is from. */
export function callsToModerator(t: Translate, handoff: Handoff, moderator: Party, message: Passed): OutgoingCall[] {
  return passOn(moderator.telegramId, message, headed(t, handoff));
}

/** The moderator's message in the customer's chat, as it was written. */
export function callsToCustomer(handoff: Handoff, message: Passed): OutgoingCall[] {
  return passOn(handoff.customer.telegramId, message, AS_WRITTEN);
}

/** An edit of the customer's message, repeated in the moderator's chat. */
export function editCallsToModerator(
  t: Translate,
  handoff: Handoff,
  moderator: Party,
  before: Passed,
  after: Content,
): OutgoingCall[] {
  return editCopy(moderator.telegramId, before, after, headed(t, handoff));
}

/** An edit of the moderator's message, repeated in the customer's chat. */
export function editCallsToCustomer(handoff: Handoff, before: Passed, after: Content): OutgoingCall[] {
  return editCopy(handoff.customer.telegramId, before, after, AS_WRITTEN);
}

const AS_WRITTEN: Dress = { room: 0, put: (text) => text };
const HEAD_ROOM = 128;

function headed(t: Translate, handoff: Handoff): Dress {
  const head = fmt`👤 ${bold(customerLabel(t, handoff))}\n`;
  return {
    room: HEAD_ROOM,
    put: ({ text, entities = [] }) => ({
      text: head.text + text,
      entities: [
        ...(head.entities ?? []),
        ...entities.map((entity) => ({ ...entity, offset: entity.offset + head.text.length })),
      ],
    }),
  };
}

function passOn(chatId: number, { id, content, replyToId }: Passed, dress: Dress): OutgoingCall[] {
  const thread = replyToId === undefined ? undefined : replyParameters({ $ref: messageRef(replyToId) });
  return piecesOf(chatId, content, dress).map(({ method, payload }, index) => ({
    chatId,
    method,
    payload: { ...payload, ...(index === 0 && thread && { reply_parameters: thread }) },
    ref: messageRef(id, index),
  }));
}

/** What no longer fits follows as new messages; what is left over is taken away. */
function editCopy(chatId: number, { id, content }: Passed, edited: Content, dress: Dress): OutgoingCall[] {
  const before = piecesOf(chatId, content, dress);
  const after = piecesOf(chatId, edited, dress);
  const changed = after.slice(0, before.length).flatMap((piece, index) => {
    if (!piece.edit || JSON.stringify(piece) === JSON.stringify(before[index])) return [];
    const { method, payload } = piece.edit;
    return [{ chatId, method, payload: { ...payload, message_id: { $ref: messageRef(id, index) } } }];
  });
  const added = after.slice(before.length).map(({ method, payload }, index) => ({
    chatId,
    method,
    payload: { ...payload, reply_parameters: replyParameters({ $ref: messageRef(id) }) },
    ref: messageRef(id, before.length + index),
  }));
  const removed = before.slice(after.length).map((_, index) => ({
    chatId,
    method: 'deleteMessage',
    payload: { message_id: { $ref: messageRef(id, after.length + index) } },
  }));
  return [...changed, ...added, ...removed];
}

const NO_TEXT: FormattedText = { text: '' };

function piecesOf(chatId: number, content: Content, dress: Dress): Piece[] {
  if (content.kind === 'text') return textPieces(chatId, content, dress);
  if (!carriesText(content)) return [...textPieces(chatId, NO_TEXT, dress), { ...mediaCall(content), edit: undefined }];
  const caption: FormattedText = 'text' in content ? { text: content.text ?? '', entities: content.entities } : NO_TEXT;
  if (fitsCaption(caption, dress.room)) return [mediaPiece(content, dress.put(caption))];
  return [mediaPiece(content, dress.put(NO_TEXT)), ...textPieces(chatId, caption, AS_WRITTEN)];
}

function mediaPiece(content: Exclude<Content, { kind: 'text' }>, caption: FormattedText): Piece {
  return { ...mediaCall(content, caption.text === '' ? undefined : caption), edit: mediaEdit(content, caption) };
}

function textPieces(chatId: number, text: FormattedText, dress: Dress): Piece[] {
  const [first = NO_TEXT, ...rest] = splitText(text, TEXT_LIMIT - dress.room);
  const calls = [dress.put(first), ...rest].flatMap((part) => messageCalls(chatId, part));
  return calls.map(({ method, payload }) => ({
    method,
    payload,
    edit: { method: 'editMessageText', payload },
  }));
}
