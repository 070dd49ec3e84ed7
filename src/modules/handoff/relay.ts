/** Says what one side of a hand-off said in the other side's chat, formatting, files and threads included. */
import { bold, fmt } from 'telegraf/format';
import { messageCalls, replyParameters } from '../../telegram/message-calls.js';
import type { MessageRef, OutgoingCall } from '../../telegram/outbox.js';
import { splitText } from '../../telegram/split-text.js';
import {
  type FormattedText,
  type StoredMessage,
  carriesText,
  fitsCaption,
  mediaCall,
  messageRef,
} from '../conversations/index.js';
import type { Handoff, Party } from './repository.js';
import { customerLabel } from './views.js';

type Passed = Pick<StoredMessage, 'id' | 'content' | 'replyToId'>;
type Dress = (text: FormattedText) => FormattedText;

/** The customer's message in the moderator's chat, headed by whom it is from. */
export function callsToModerator(handoff: Handoff, moderator: Party, message: Passed): OutgoingCall[] {
  return passOn(moderator.telegramId, message, headed(handoff));
}

/** The moderator's message in the customer's chat, as it was written. */
export function callsToCustomer(handoff: Handoff, message: Passed): OutgoingCall[] {
  return passOn(handoff.customer.telegramId, message, asWritten);
}

/** An edit of the customer's message, repeated in the moderator's chat. */
export function editCallsToModerator(handoff: Handoff, moderator: Party, message: Passed): OutgoingCall[] {
  return editCopy(moderator.telegramId, message, headed(handoff));
}

/** An edit of the moderator's message, repeated in the customer's chat. */
export function editCallsToCustomer(handoff: Handoff, message: Passed): OutgoingCall[] {
  return editCopy(handoff.customer.telegramId, message, asWritten);
}

const asWritten: Dress = (text) => text;

function headed(handoff: Handoff): Dress {
  const head = fmt`👤 ${bold(customerLabel(handoff))}\n`;
  return ({ text, entities = [] }) => ({
    text: head.text + text,
    entities: [
      ...(head.entities ?? []),
      ...entities.map((entity) => ({ ...entity, offset: entity.offset + head.text.length })),
    ],
  });
}

function passOn(chatId: number, message: Passed, dress: Dress): OutgoingCall[] {
  const { content } = message;
  const ref = messageRef(message.id);
  const replyTo = message.replyToId === undefined ? undefined : { $ref: messageRef(message.replyToId) };
  if (content.kind === 'text') return messageCalls(chatId, dress(content), { ref, replyTo });
  const own = dress({ text: 'text' in content ? (content.text ?? '') : '', entities: 'entities' in content ? content.entities : [] });
  if (carriesText(content) && fitsCaption(own)) {
    return [media(chatId, mediaCall(content, own.text === '' ? undefined : own), ref, replyTo)];
  }
  const introduction = own.text === '' ? [] : messageCalls(chatId, own, { ref, replyTo });
  return [...introduction, media(chatId, mediaCall(content), ref, introduction.length > 0 ? undefined : replyTo)];
}

function media(
  chatId: number,
  { method, payload }: ReturnType<typeof mediaCall>,
  ref: string,
  replyTo: MessageRef | undefined,
): OutgoingCall {
  return { chatId, method, payload: { ...payload, ...(replyTo && { reply_parameters: replyParameters(replyTo) }) }, ref };
}

function editCopy(chatId: number, message: Passed, dress: Dress): OutgoingCall[] {
  const { content } = message;
  const ref = messageRef(message.id);
  if (!carriesText(content) || !('text' in content)) return [];
  const edited = dress({ text: content.text ?? '', entities: content.entities });
  if (content.kind !== 'text') {
    const payload = { message_id: { $ref: ref }, caption: edited.text, caption_entities: edited.entities };
    return [{ chatId, method: 'editMessageCaption', payload }];
  }
  // A copy takes one message; what no longer fits follows as new ones.
  const [first, ...rest] = splitText(edited);
  if (!first) return [];
  return [
    { chatId, method: 'editMessageText', payload: { message_id: { $ref: ref }, ...first } },
    ...rest.flatMap((part) => messageCalls(chatId, part, { ref, replyTo: { $ref: ref } })),
  ];
}
