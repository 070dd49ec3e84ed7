import { Batcher } from '../../platform/batcher.js';
import type { Database } from '../../platform/db/database.js';
import { TenantBatcher } from '../../platform/db/tenant-batcher.js';
import { type Conversation, glanceAtConversations, insertConversations } from './service.js';

/**
 * What a handler wants to know before it decides; what is asked in one moment shares a round trip. Nothing is
 * locked: whoever acts on an answer checks it again in the transaction of the act.
 */
export class ConversationLookup {
  readonly #glanced: TenantBatcher<number, Conversation | undefined>;
  readonly #opened: TenantBatcher<number, Conversation | undefined>;
  readonly #messageIds: Batcher<undefined, number>;

  /** @param db connections that no handler's transaction takes, since a handler may wait for these with one open. */
  constructor(db: Database) {
    this.#glanced = new TenantBatcher(db, async (tx, _botId, personIds) =>
      inOrder(personIds, await glanceAtConversations(tx, personIds)),
    );
    this.#opened = new TenantBatcher(db, async (tx, botId, personIds) => {
      await insertConversations(tx, botId, personIds);
      return inOrder(personIds, await glanceAtConversations(tx, personIds));
    });
    this.#messageIds = new Batcher((wanted) => takeMessageIds(db, wanted.length));
  }

  /** The person's open conversation. */
  find(botId: number, personId: number): Promise<Conversation | undefined> {
    return this.#glanced.add(botId, personId);
  }

  /** The person's open conversation; a new one, which stays, when there is none. */
  async open(botId: number, personId: number): Promise<Conversation> {
    const conversation = (await this.find(botId, personId)) ?? (await this.#opened.add(botId, personId));
    if (!conversation) throw new Error('A conversation was closed while it was being opened.');
    return conversation;
  }

  /** An id for a message that is about to be stored; one that is not used is left out of the count for good. */
  takeMessageId(): Promise<number> {
    return this.#messageIds.add(undefined);
  }
}

function inOrder(personIds: readonly number[], found: readonly Conversation[]): (Conversation | undefined)[] {
  const conversations = new Map(found.map((conversation) => [conversation.personId, conversation]));
  return personIds.map((id) => conversations.get(id));
}

async function takeMessageIds(db: Database, count: number): Promise<number[]> {
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `select nextval('messages_id_seq') as id from generate_series(1, ?)`,
    [count],
  );
  return rows.map(({ id }) => id);
}
