import { afterAll, beforeAll } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Phone, SeenMessage } from './phone.js';
import { eventually } from './eventually.js';
import { type TestTeller, type TestTellerOptions, startTeller } from './teller.js';

/** A desk with moderators, and customers who come to it. Everybody reads English unless told otherwise. */
export interface Scene {
  readonly teller: TestTeller;
  readonly moderators: readonly Phone[];
  /** A registered customer. */
  customer(firstName: string, languageCode?: string): Promise<Phone>;
  /** Asks for a human; resolves with the hand-off's id once it waits. */
  queue(customer: Phone): Promise<number>;
  /** A customer who is talking with a moderator; resolves with the hand-off's id. */
  connect(customer: Phone, moderator: Phone): Promise<number>;
  handoff(id: number): Promise<HandoffRow>;
  release(): Promise<void>;
}

export interface HandoffRow {
  readonly id: number;
  readonly state: string;
  readonly moderator_id: number | null;
  readonly ended_by: string | null;
  readonly claimed_at: Date | null;
}

const FIRST_MODERATOR = 910_001;

/** Starts Teller with `moderators` who have all opened the bot. Without documents unless `env` says otherwise. */
export async function startScene(moderators: number, options: TestTellerOptions = {}): Promise<Scene> {
  const ids = Array.from({ length: moderators }, (_, index) => FIRST_MODERATOR + index);
  const noDocuments = await mkdtemp(join(tmpdir(), 'teller-no-documents-'));
  const teller = await startTeller({
    ...options,
    env: { MODERATOR_TELEGRAM_IDS: ids.join(','), CONTEXTS_DIR: noDocuments, ...options.env },
  });
  const { simulator, database } = teller;
  const phones = ids.map((id, index) =>
    simulator.phone({ id, first_name: `Mod${index + 1}`, language_code: 'en' }),
  );
  await Promise.all(
    phones.map(async (phone) => {
      await phone.send('/start');
      await phone.waitFor(/Which language/);
    }),
  );
  const scene: Scene = {
    teller,
    moderators: phones,
    async customer(firstName, languageCode = 'en') {
      const phone = simulator.phone({ first_name: firstName, language_code: languageCode });
      await phone.shareContact();
      await eventually(async () => {
        const { rows } = await database.owner.raw<{ rows: object[] }>(
          'select from persons where telegram_id = ? and registered_at is not null',
          [phone.userId],
        );
        if (rows.length === 0) throw new Error(`${firstName} is not registered`);
      });
      return phone;
    },
    async queue(customer) {
      await customer.send('/help');
      return openHandoffOf(teller, customer, 'waiting');
    },
    async connect(customer, moderator) {
      const id = await scene.queue(customer);
      await claim(moderator, id);
      await customer.waitFor(/A person is with you now/);
      return id;
    },
    async handoff(id) {
      const row = await database.owner('handoffs').where({ id }).first<HandoffRow | undefined>();
      if (!row) throw new Error(`There is no hand-off ${id}`);
      return row;
    },
    release: () => teller.release(),
  };
  return scene;
}

/** A scene that all tests of a `describe` share, with its first two moderators by name. */
export interface SharedScene extends Omit<Scene, 'release'> {
  readonly first: Phone;
  readonly second: Phone;
}

/** Starts a scene before the first test of a `describe` and releases it after the last. */
export function shareScene(moderators: number, options: TestTellerOptions = {}): SharedScene {
  let started: Scene | undefined;
  beforeAll(async () => {
    started = await startScene(moderators, options);
  });
  afterAll(() => started?.release());
  const scene = (): Scene => {
    if (!started) throw new Error('The scene starts before the tests, not while they are described');
    return started;
  };
  const moderator = (index: number): Phone => {
    const phone = scene().moderators[index];
    if (!phone) throw new Error(`There is no moderator ${index + 1}`);
    return phone;
  };
  return {
    get teller() {
      return scene().teller;
    },
    get moderators() {
      return scene().moderators;
    },
    get first() {
      return moderator(0);
    },
    get second() {
      return moderator(1);
    },
    customer: (...who) => scene().customer(...who),
    queue: (customer) => scene().queue(customer),
    connect: (...pair) => scene().connect(...pair),
    handoff: (id) => scene().handoff(id),
  };
}

export function openHandoffOf(teller: TestTeller, customer: Phone, state: 'waiting' | 'active'): Promise<number> {
  return eventually(async () => {
    const row = await teller.database
      .owner('handoffs')
      .join('persons', 'persons.id', 'handoffs.person_id')
      .where({ 'persons.telegram_id': customer.userId, 'handoffs.state': state })
      .first<{ id: number } | undefined>('handoffs.id');
    if (!row) throw new Error('There is no such hand-off yet');
    return row.id;
  });
}

/** Presses "accept" of a hand-off, as its notice does; resolves with the notice that pops up, if any. */
export async function claim(moderator: Phone, handoffId: number): Promise<string | undefined> {
  return (await pressAnything(moderator, `claim:${handoffId}`))?.text;
}

/** Presses a button with these data under the phone's first message of the bot. */
export async function pressAnything(phone: Phone, data: string): Promise<{ text?: string } | null> {
  const message = (await phone.messages()).find(({ sim }) => sim.direction === 'out');
  if (!message) throw new Error('The bot has said nothing yet');
  return phone.pressData(message.message_id, data);
}

/** Texts and captions the bot has put into a chat, oldest first. */
export async function said(phone: Phone): Promise<string[]> {
  return (await phone.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
}

export function textOf(message: SeenMessage): string {
  return message.text ?? message.caption ?? '';
}

/**
 * Keeps a copy of every call that is written into the outbox from now on, for tests that count what would take
 * minutes to be delivered. Answers the texts for a chat, in the order of writing.
 */
export async function keepTexts({ database: { owner } }: TestTeller): Promise<(phone: Phone) => Promise<string[]>> {
  await owner.raw('create table written_calls (id bigint primary key, chat_id bigint, text text)');
  await owner.raw(`
    create function keep_written_call() returns trigger language plpgsql security definer as $$
    begin
      insert into written_calls values (new.id, new.chat_id, new.payload ->> 'text');
      return null;
    end $$;
    create trigger outbox_written after insert on outbox for each row execute function keep_written_call();
  `);
  return ({ userId }) => owner('written_calls').where({ chat_id: userId }).whereNotNull('text').orderBy('id').pluck('text');
}

/** Waits until every update has been handled. */
export function handled(teller: TestTeller, ms = 30_000): Promise<void> {
  return eventually(async () => {
    const { simulator, database } = teller;
    if (simulator.world.bot(simulator.botId).queue.size > 0) throw new Error('Updates have not been fetched yet');
    const { rows } = await database.owner.raw<{ rows: object[] }>(`select from inbox where state = 'pending'`);
    if (rows.length > 0) throw new Error('Updates have not been handled yet');
  }, ms);
}

/** Waits until every update has been handled and every call has been made. */
export async function settled(teller: TestTeller, ms = 60_000): Promise<void> {
  await handled(teller, ms);
  await eventually(async () => {
    const { rows } = await teller.database.owner.raw<{ rows: object[] }>(`select from outbox where state = 'pending'`);
    if (rows.length > 0) throw new Error('Calls have not been made yet');
  }, ms);
}
