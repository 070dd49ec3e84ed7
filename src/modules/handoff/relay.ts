/** Says what one side of a hand-off said in the other side's chat, formatting, files and threads included. */
import { bold, fmt } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';
import { replyParameters, textPayload } from '../../telegram/message-calls.js';
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

/** The moderator's message in the customer's chat, as it was written: `content` is what is to be read of it there. */
export function callsToCustomer(handoff: Handoff, message: Passed, content: Content): OutgoingCall[] {
  return passOn(handoff.customer.telegramId, { ...message, content }, AS_WRITTEN);
}

/** Of how many messages the copy in the customer's chat consists. */
export function copyLength(content: Content): number {
  return piecesOf(content, AS_WRITTEN).length;
}

/** An edit of the customer's message, repeated in the moderator's chat. */
export function editCallsToModerator(
  t: Translate,
  handoff: Handoff,
  moderator: Party,
  before: Passed,
  after: Content,
): OutgoingCall[] {
  const dress = headed(t, handoff);
  return editCopy(moderator.telegramId, before.id, piecesOf(before.content, dress).length, after, dress);
}

/** An edit of the moderator's message, repeated in the customer's chat. */
export function editCallsToCustomer(handoff: Handoff, before: StoredMessage, after: Content): OutgoingCall[] {
  const pieces = before.copyPieces ?? copyLength(before.content);
  return editCopy(handoff.customer.telegramId, before.id, pieces, after, AS_WRITTEN);
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
  return piecesOf(content, dress).map(({ method, payload }, index) => ({
    chatId,
    method,
    payload: { ...payload, ...(index === 0 && thread && { reply_parameters: thread }) },
    ref: messageRef(id, index),
  }));
}

/** What no longer fits follows as new messages; what is left over is taken away. */
function editCopy(chatId: number, id: number, before: number, edited: Content, dress: Dress): OutgoingCall[] {
  const after = piecesOf(edited, dress);
  const changed = after.slice(0, before).flatMap(({ edit }, index) => {
    if (!edit) return [];
    const { method, payload } = edit;
    return [{ chatId, method, payload: { ...payload, message_id: { $ref: messageRef(id, index) } } }];
  });
  const added = after.slice(before).map(({ method, payload }, index) => ({
    chatId,
    method,
    payload: { ...payload, reply_parameters: replyParameters({ $ref: messageRef(id) }) },
    ref: messageRef(id, before + index),
  }));
  const removed = Array.from({ length: Math.max(0, before - after.length) }, (_, index) => ({
    chatId,
    method: 'deleteMessage',
    payload: { message_id: { $ref: messageRef(id, after.length + index) } },
  }));
  return [...changed, ...added, ...removed];
}

const NO_TEXT: FormattedText = { text: '' };

function piecesOf(content: Content, dress: Dress): Piece[] {
  if (content.kind === 'text') return textPieces(content, dress);
  if (!carriesText(content)) return [...textPieces(NO_TEXT, dress), { ...mediaCall(content), edit: undefined }];
  const caption: FormattedText = 'text' in content ? { text: content.text ?? '', entities: content.entities } : NO_TEXT;
  if (fitsCaption(caption, dress.room)) return [mediaPiece(content, dress.put(caption))];
  return [mediaPiece(content, dress.put(NO_TEXT)), ...textPieces(caption, AS_WRITTEN)];
}

function mediaPiece(content: Exclude<Content, { kind: 'text' }>, caption: FormattedText): Piece {
  return { ...mediaCall(content, caption.text === '' ? undefined : caption), edit: mediaEdit(content, caption) };
}

function textPieces(text: FormattedText, dress: Dress): Piece[] {
  const [first = NO_TEXT, ...rest] = splitText(text, TEXT_LIMIT - dress.room);
  const parts = [dress.put(first), ...rest].flatMap((part) => splitText(part));
  return parts.map((part) => {
    const payload = textPayload(part);
    return { method: 'sendMessage', payload, edit: { method: 'editMessageText', payload } };
  });
}
