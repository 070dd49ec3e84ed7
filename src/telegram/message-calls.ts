import type { OutgoingCall } from './outbox.js';
import { type EntityText, splitText } from './split-text.js';

export interface MessageOptions {
  readonly replyMarkup?: object | undefined;
  /** Replied to by the first part; a `MessageRef` or a message id of the same chat. */
  readonly replyTo?: number | { readonly $ref: string } | undefined;
  readonly ref?: string;
  readonly guard?: string;
}

/**
 * The calls that say a text in a chat; more than one when it is too long for one message. Formatting travels as
 * entities, so what people wrote is never read as markup.
 */
export function messageCalls(chatId: number, message: string | EntityText, options: MessageOptions = {}): OutgoingCall[] {
  const parts = splitText(typeof message === 'string' ? { text: message } : message);
  return parts.map((part, index) => ({
    chatId,
    method: 'sendMessage',
    payload: {
      ...textPayload(part),
      ...(index === 0 && options.replyTo !== undefined && { reply_parameters: replyParameters(options.replyTo) }),
      ...(index === parts.length - 1 && options.replyMarkup && { reply_markup: options.replyMarkup }),
    },
    ...(options.ref !== undefined && { ref: options.ref }),
    ...(options.guard !== undefined && { guard: options.guard }),
  }));
}

/** The calls that have a named message say something else: what does not fit into it follows in messages of the same name. */
export function editCalls(
  chatId: number,
  message: string | EntityText,
  options: MessageOptions & { readonly ref: string },
): OutgoingCall[] {
  const [first, ...rest] = messageCalls(chatId, message, { ...options, replyTo: undefined });
  if (!first) return [];
  return [{ ...first, method: 'editMessageText', payload: { ...first.payload, message_id: { $ref: options.ref } } }, ...rest];
}

/** What `sendMessage` and `editMessageText` take to say a text that fits into one message. */
export function textPayload({ text, entities }: EntityText): Readonly<Record<string, unknown>> {
  return { text, ...(entities && { entities }), link_preview_options: { is_disabled: true } };
}

/** `reply_parameters` that do not fail when the target was deleted. */
export function replyParameters(messageId: number | { readonly $ref: string }): object {
  return { message_id: messageId, allow_sending_without_reply: true };
}
