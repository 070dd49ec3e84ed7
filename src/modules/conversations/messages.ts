/** What was said in conversations. */
import { type Tx, storableJson } from '../../platform/db/database.js';
import { type Content, plainText } from './content.js';
import type { Place } from './places.js';

/** `system`: what is said about the course of things (the line, a human who joins or leaves), not about the matter. */
export type Author = 'customer' | 'bot' | 'ai' | 'moderator' | 'system';

export interface DialogueTurn {
  readonly messageId: number;
  readonly author: Author;
  readonly content: Content;
  /** What the bot named as its sources; absent where nobody asked for them. */
  readonly sources?: readonly Place[] | null;
}

export interface NewMessage {
  readonly conversationId: number;
  readonly author: Author;
  readonly authorId?: number;
  readonly content: Content;
  /** Where the message stands in Telegram, when it came from there. */
  readonly origin?: { readonly chatId: number; readonly messageId: number; readonly replyToMessageId?: number | undefined };
  readonly sources?: readonly object[];
  readonly copyPieces?: number | undefined;
}

/** Stores what was said. */
export async function recordMessage(tx: Tx, botId: number, message: NewMessage): Promise<StoredMessage> {
  const [row] = await insertMessages(tx, botId, [message]);
  if (!row) throw new Error('A message was not stored.');
  const { conversationId, author, content, copyPieces } = message;
  const { id, reply_to_id } = row;
  return { id, conversationId, author, content, replyToId: reply_to_id ?? undefined, copyPieces };
}

/** Stores what was said in many conversations, under ids that were taken beforehand. */
export async function recordMessages(
  tx: Tx,
  botId: number,
  messages: readonly (NewMessage & { readonly id: number })[],
): Promise<void> {
  await insertMessages(tx, botId, messages);
}

type InsertedRow = Pick<MessageRow, 'id' | 'reply_to_id'>;

async function insertMessages(
  tx: Tx,
  botId: number,
  messages: readonly (NewMessage & { readonly id?: number })[],
): Promise<InsertedRow[]> {
  const said = messages.map(({ origin, ...message }) => ({
    id: message.id,
    conversation_id: message.conversationId,
    author: message.author,
    author_id: message.authorId,
    text: plainText(message.content),
    content: message.content,
    sources: message.sources,
    copy_pieces: message.copyPieces,
    chat_id: origin?.chatId,
    message_id: origin?.messageId,
    reply_to_message_id: origin?.replyToMessageId,
  }));
  const { rows } = await tx.raw<{ rows: InsertedRow[] }>(INSERT_MESSAGES, [storableJson(said), botId, botId, botId]);
  return rows;
}

/** What a message replies to is found by the name that the replied-to message has in its chat. */
const INSERT_MESSAGES = `
  with said as materialized (
    select coalesce(id, nextval('messages_id_seq')) as own_id, said.*
    from json_to_recordset(?::json) as said(id bigint, conversation_id bigint, author text, author_id bigint,
      text text, content jsonb, sources jsonb, copy_pieces smallint,
      chat_id bigint, message_id bigint, reply_to_message_id bigint)
  ), named as (
    insert into message_refs (bot_id, chat_id, message_id, ref)
    select ?, chat_id, message_id, 'message:' || own_id from said where message_id is not null
    on conflict do nothing
  )
  insert into messages (id, bot_id, conversation_id, author, author_id, text, content, sources, copy_pieces, reply_to_id)
  overriding system value
  select own_id, ?, conversation_id, author, author_id, text, content, sources, copy_pieces,
    (select substring(ref from '^message:([0-9]+)')::bigint from message_refs as target
     where target.bot_id = ? and target.chat_id = said.chat_id and target.message_id = said.reply_to_message_id)
  from said
  returning id, reply_to_id`;

/** Answers whether there is still something to edit: what was erased stays so. */
export async function editMessage(tx: Tx, messageId: number, content: Content, copyPieces?: number): Promise<boolean> {
  const edited = await tx('messages')
    .where({ id: messageId, emptied_at: null })
    .update({
      content: storableJson(content),
      text: plainText(content) ?? null,
      copy_pieces: copyPieces ?? null,
      edited_at: tx.fn.now(),
    });
  return edited === 1;
}

/** Has a message of the bot's own say more than before; what was erased stays so. */
export async function rewriteMessage(
  tx: Tx,
  messageId: number,
  { content, sources }: Pick<NewMessage, 'content' | 'sources'>,
): Promise<void> {
  await tx('messages')
    .where({ id: messageId, emptied_at: null })
    .update({ content: storableJson(content), text: plainText(content) ?? null, sources: storableJson(sources ?? []) });
}

/** The last turns of a day with a person, in whichever of their conversations, oldest first. */
export async function recentTurns(tx: Tx, personId: number, count: number, upToId?: number): Promise<DialogueTurn[]> {
  const { rows } = await tx.raw<{ rows: DialogueTurn[] }>(
    `select id as "messageId", author, content, sources from messages
     where conversation_id in (
         select id from conversations
         where person_id = ? and (closed_at is null or closed_at > now() - interval '24 hours'))
       and author <> 'system' and created_at > now() - interval '24 hours' and id <= coalesce(?::bigint, id)
     order by id desc limit ?`,
    [personId, upToId ?? null, count],
  );
  return rows.reverse();
}

/** What the customer said after a message, oldest first. */
export async function customerMessagesAfter(tx: Tx, conversationId: number, messageId: number): Promise<StoredMessage[]> {
  const rows = await tx('messages')
    .where({ conversation_id: conversationId, author: 'customer' })
    .where('id', '>', messageId)
    .orderBy('id')
    .select<MessageRow[]>([...MESSAGE_COLUMNS]);
  return rows.map(storedMessageOf);
}

/** Whether the customer said something between two messages. */
export async function customerSpokeBetween(tx: Tx, conversationId: number, afterId: number, beforeId: number): Promise<boolean> {
  const between = await tx('messages')
    .where({ conversation_id: conversationId, author: 'customer' })
    .where('id', '>', afterId)
    .where('id', '<', beforeId)
    .first<object | undefined>('id');
  return between !== undefined;
}

/** Those of a customer's messages after which the customer has said more. */
export async function overtakenMessages(tx: Tx, messageIds: readonly number[]): Promise<ReadonlySet<number>> {
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `select id from messages as own where id = any(?::bigint[]) and exists (
       select from messages as later
       where later.conversation_id = own.conversation_id and later.id > own.id and later.author = 'customer')`,
    [[...messageIds]],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A message with who said it to the bot, and what was said before it, oldest first. */
export interface AskedMessage {
  readonly id: number;
  readonly personId: number;
  readonly content: Content;
  readonly dialogue: readonly DialogueTurn[];
}

/** Customers' messages, each with so many turns of the dialogue before it. */
export async function askedMessages(tx: Tx, messageIds: readonly number[], turns: number): Promise<AskedMessage[]> {
  const { rows } = await tx.raw<{ rows: AskedMessage[] }>(
    `select asked.id, conversations.person_id as "personId", asked.content, (
       select coalesce(json_agg(json_build_object('messageId', id, 'author', author, 'content', content) order by id), '[]')
       from (select id, author, content from messages as before
             where before.conversation_id = asked.conversation_id and before.id < asked.id
               and before.author <> 'system'
             order by id desc limit ?) as last_turns) as dialogue
     from messages as asked join conversations on conversations.id = asked.conversation_id
     where asked.id = any(?::bigint[])`,
    [turns, [...messageIds]],
  );
  return rows;
}

export interface StoredMessage {
  readonly id: number;
  readonly conversationId: number;
  readonly author: Author;
  readonly content: Content;
  readonly replyToId: number | undefined;
  /** Of how many messages its copy consists, where the copy shows more than is stored. */
  readonly copyPieces: number | undefined;
}

interface MessageRow {
  readonly id: number;
  readonly conversation_id: number;
  readonly author: Author;
  readonly content: Content;
  readonly reply_to_id: number | null;
  readonly copy_pieces: number | null;
}

const MESSAGE_COLUMNS = ['id', 'conversation_id', 'author', 'content', 'reply_to_id', 'copy_pieces'] as const;

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
    copyPieces: row.copy_pieces ?? undefined,
  };
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
