/**
 * Conversations and what was said in them. A person has one open conversation at most (a unique index holds it).
 * Whoever changes a conversation's state, or says something that depends on it, locks its row first; that order
 * (conversation, then hand-off or answer) keeps transactions from deadlocking.
 */
import type { Tx } from '../../platform/db/database.js';
import { nameMessage, refOfMessage } from '../../telegram/refs.js';
import { type Content, plainText } from './content.js';

export type ConversationState = 'bot' | 'queued' | 'human' | 'closed';
export type Author = 'customer' | 'bot' | 'ai' | 'moderator';

export interface Conversation {
  readonly id: number;
  readonly personId: number;
  readonly state: ConversationState;
  readonly humanWanted: boolean;
}

export interface DialogueTurn {
  readonly messageId: number;
  readonly author: Author;
  readonly content: Content;
}

interface ConversationRow {
  readonly id: number;
  readonly person_id: number;
  readonly state: ConversationState;
  readonly human_wanted_at: Date | null;
}

/** The person's open conversation, locked; a new one when there is none. */
export async function openConversation(tx: Tx, botId: number, personId: number): Promise<Conversation> {
  await tx.raw(
    `insert into conversations (bot_id, person_id) values (?, ?)
     on conflict (bot_id, person_id) where state <> 'closed' do nothing`,
    [botId, personId],
  );
  const conversation = await findOpenConversation(tx, personId);
  if (!conversation) throw new Error('A conversation was closed while it was being opened.');
  return conversation;
}

/** The person's open conversation, locked. */
export async function findOpenConversation(tx: Tx, personId: number): Promise<Conversation | undefined> {
  const row = await tx('conversations')
    .where({ person_id: personId })
    .whereNot({ state: 'closed' })
    .forUpdate()
    .first<ConversationRow | undefined>('*');
  return row && conversationOf(row);
}

/** A conversation, locked. */
export async function lockConversation(tx: Tx, id: number): Promise<Conversation> {
  const row = await tx('conversations').where({ id }).forUpdate().first<ConversationRow | undefined>('*');
  if (!row) throw new Error(`There is no conversation ${id}.`);
  return conversationOf(row);
}

/** Names, as the guard of an outbox row, the condition that the bot itself may speak in a conversation. */
export function speechGuard(conversationId: number): string {
  return `speech:${conversationId}`;
}

/** The conversation that such a guard is about. */
export function guardedConversation(guard: string): number | undefined {
  const id = /^speech:(\d+)$/.exec(guard)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Whether the bot itself may speak in the conversation; it stays so until the transaction ends. */
export async function botMaySpeak(tx: Tx, conversationId: number): Promise<boolean> {
  const row = await tx('conversations')
    .where({ id: conversationId })
    .forShare()
    .first<{ state: ConversationState } | undefined>('state');
  return row?.state === 'bot';
}

export async function setState(tx: Tx, conversationId: number, state: ConversationState): Promise<void> {
  await tx('conversations')
    .where({ id: conversationId })
    .update({ state, human_wanted_at: null, ...(state === 'closed' && { closed_at: tx.fn.now() }) });
}

/** Remembers that a human was asked for before the person could have one. */
export async function rememberHumanWanted(tx: Tx, conversationId: number): Promise<void> {
  await tx('conversations').where({ id: conversationId }).update({ human_wanted_at: tx.fn.now() });
}

export interface NewMessage {
  readonly botId: number;
  readonly conversationId: number;
  readonly author: Author;
  readonly authorId?: number;
  readonly content: Content;
  /** Where the message stands in Telegram, when it came from there. */
  readonly origin?: { readonly chatId: number; readonly messageId: number; readonly replyToMessageId?: number | undefined };
  readonly sources?: readonly object[];
}

/** Stores what was said. */
export async function recordMessage(tx: Tx, message: NewMessage): Promise<StoredMessage> {
  const { botId, origin } = message;
  const replyTo = origin?.replyToMessageId
    ? messageIdOf(await refOfMessage(tx, botId, origin.chatId, origin.replyToMessageId))
    : undefined;
  const [row] = await tx('messages')
    .insert({
      bot_id: botId,
      conversation_id: message.conversationId,
      author: message.author,
      author_id: message.authorId ?? null,
      text: plainText(message.content) ?? null,
      content: JSON.stringify(message.content),
      reply_to_id: replyTo ?? null,
      sources: message.sources ? JSON.stringify(message.sources) : null,
    })
    .returning<{ id: number; created_at: Date }[]>(['id', 'created_at']);
  if (!row) throw new Error('A message was not stored.');
  if (origin) await nameMessage(tx, botId, origin.chatId, origin.messageId, messageRef(row.id));
  const { conversationId, author, content } = message;
  return { id: row.id, conversationId, author, content, replyToId: replyTo, createdAt: row.created_at };
}

export async function editMessage(tx: Tx, messageId: number, content: Content): Promise<void> {
  await tx('messages')
    .where({ id: messageId })
    .update({ content: JSON.stringify(content), text: plainText(content) ?? null, edited_at: tx.fn.now() });
}

/** The last turns of a conversation, oldest first. */
export async function lastTurns(tx: Tx, conversationId: number, count: number, beforeId?: number): Promise<DialogueTurn[]> {
  const rows = await tx('messages')
    .where({ conversation_id: conversationId })
    .modify((query) => {
      if (beforeId !== undefined) void query.where('id', '<', beforeId);
    })
    .orderBy('id', 'desc')
    .limit(count)
    .select<{ id: number; author: Author; content: Content }[]>('id', 'author', 'content');
  return rows.reverse().map(({ id, author, content }) => ({ messageId: id, author, content }));
}

/** What the customer said since a moment, oldest first. */
export async function customerMessagesSince(tx: Tx, conversationId: number, since: Date): Promise<StoredMessage[]> {
  const rows = await tx('messages')
    .where({ conversation_id: conversationId, author: 'customer' })
    .where('created_at', '>=', since)
    .orderBy('id')
    .select<MessageRow[]>([...MESSAGE_COLUMNS]);
  return rows.map(storedMessageOf);
}

/** Whether the customer has said something after a message of theirs. */
export async function customerSaidMoreSince(tx: Tx, conversationId: number, messageId: number): Promise<boolean> {
  const newer = await tx('messages')
    .where({ conversation_id: conversationId, author: 'customer' })
    .where('id', '>', messageId)
    .limit(1)
    .select<{ id: number }[]>('id');
  return newer.length > 0;
}

export interface StoredMessage {
  readonly id: number;
  readonly conversationId: number;
  readonly author: Author;
  readonly content: Content;
  readonly replyToId: number | undefined;
  readonly createdAt: Date;
}

interface MessageRow {
  readonly id: number;
  readonly conversation_id: number;
  readonly author: Author;
  readonly content: Content;
  readonly reply_to_id: number | null;
  readonly created_at: Date;
}

const MESSAGE_COLUMNS = ['id', 'conversation_id', 'author', 'content', 'reply_to_id', 'created_at'] as const;

export async function findMessage(tx: Tx, id: number): Promise<StoredMessage | undefined> {
  const row = await tx('messages').where({ id }).first<MessageRow | undefined>([...MESSAGE_COLUMNS]);
  return row && storedMessageOf(row);
}

function storedMessageOf(row: MessageRow): StoredMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    author: row.author,
    content: row.content,
    replyToId: row.reply_to_id ?? undefined,
    createdAt: row.created_at,
  };
}

function conversationOf(row: ConversationRow): Conversation {
  return { id: row.id, personId: row.person_id, state: row.state, humanWanted: row.human_wanted_at !== null };
}

/** The name under which all copies of a message are known to the transport; a long copy has several pieces. */
export function messageRef(messageId: number, piece = 0): string {
  return piece === 0 ? `message:${messageId}` : `message:${messageId}/${piece + 1}`;
}

/** Our id of the message that a transport's name stands for. */
export function messageIdOf(ref: string | undefined): number | undefined {
  const id = /^message:(\d+)(?:\/\d+)?$/.exec(ref ?? '')?.[1];
  return id === undefined ? undefined : Number(id);
}
