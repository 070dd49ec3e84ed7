import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Overrides } from '../../src/app/build.js';
import { eventually } from '../support/eventually.js';
import type { Phone, PressAnswer, SeenMessage } from '../support/phone.js';
import { settled } from '../support/scene.js';
import { MODERATOR_IDS, type TestTeller, startTeller } from '../support/teller.js';

export const ADMIN = 906_001;
export const OTHER_ADMIN = 906_002;

/** A desk whose admins have their panels open. */
export interface AdminScene {
  readonly teller: TestTeller;
  readonly admin: Phone;
  readonly otherAdmin: Phone;
  readonly moderator: Phone;
  /** A phone that has written to the bot. */
  person(firstName: string, id?: number): Promise<Phone>;
  personId(phone: Phone): Promise<number>;
  /** Opens the panel anew; resolves with its message. */
  open(phone?: Phone): Promise<SeenMessage>;
  /** The acts that the audit log has of somebody, newest first. */
  acts(phone: Phone): Promise<{ action: string; object: string | null; outcome: string; details: object | null }[]>;
}

/** Starts a Teller with two admins before the first test of a `describe`, and releases it after the last. */
export function shareAdminScene(env: Readonly<Record<string, string>> = {}, overrides: Overrides = {}): AdminScene {
  let started: TestTeller | undefined;
  const teller = (): TestTeller => {
    if (!started) throw new Error('The scene starts before the tests, not while they are described');
    return started;
  };
  const phone = (id: number, first_name: string): Phone => teller().simulator.phone({ id, first_name, language_code: 'en' });
  const phones = new Map<number, Phone>();
  const known = (id: number): Phone => {
    const found = phones.get(id);
    if (!found) throw new Error(`Nobody has opened the chat as ${id}`);
    return found;
  };
  const enter = async (id: number, firstName: string): Promise<Phone> => {
    const entered = phone(id, firstName);
    await entered.send('/start');
    await entered.waitFor(/Which language/);
    phones.set(id, entered);
    return entered;
  };
  beforeAll(async () => {
    const admins = `${ADMIN},${OTHER_ADMIN}`;
    started = await startTeller({ env: { ADMIN_TELEGRAM_IDS: admins, CONTEXTS_DIR: '/nonexistent-documents', ...env }, overrides });
    await Promise.all([enter(ADMIN, 'Ada'), enter(OTHER_ADMIN, 'Olga'), enter(MODERATOR_IDS[0] ?? 0, 'Mod')]);
  });
  afterAll(() => started?.release());
  let next = 907_001;
  const scene: AdminScene = {
    get teller() {
      return teller();
    },
    get admin() {
      return known(ADMIN);
    },
    get otherAdmin() {
      return known(OTHER_ADMIN);
    },
    get moderator() {
      return known(MODERATOR_IDS[0] ?? 0);
    },
    person: (firstName, id = next++) => enter(id, firstName),
    async personId({ userId }) {
      const row = await teller().database.owner('persons').where({ telegram_id: userId }).first<{ id: number }>('id');
      return row.id;
    },
    async open(by = scene.admin) {
      await by.send('/admin');
      return by.waitFor(/Admin panel/);
    },
    async acts(of) {
      const actor = `person:${await scene.personId(of)}`;
      return teller().database.owner('audit_log').where({ actor }).orderBy('id', 'desc').select('action', 'object', 'outcome', 'details');
    },
  };
  return scene;
}

/** Presses a button of the panel and waits until the panel shows what is wanted. */
export async function turn(phone: Phone, button: string | RegExp, wanted: string | RegExp): Promise<SeenMessage> {
  await phone.press(typeof button === 'string' ? button : ({ text }) => button.test(text));
  return phone.waitFor(wanted);
}

/** The data of a button on the screen. */
export function dataOf(message: SeenMessage, label: RegExp): string {
  const button = message.reply_markup?.inline_keyboard.flat().find(({ text }) => label.test(text));
  if (button?.callback_data === undefined) throw new Error(`No button ${String(label)}: ${labelsOf(message).join(', ')}`);
  return button.callback_data;
}

/** The moment that a "yes" of the panel carries when it is asked for now. */
export function minutesNow(): string {
  return Math.floor(Date.now() / 60_000).toString(36);
}

export function labelsOf(message: SeenMessage): string[] {
  return message.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];
}

/** Presses these data under the newest message of the bot and waits until what follows from it was done. */
export async function press(teller: TestTeller, phone: Phone, data: string): Promise<PressAnswer | null> {
  const message = (await phone.messages()).findLast(({ sim }) => sim.direction === 'out');
  const answer = await phone.pressData(message?.message_id ?? 0, data);
  await settled(teller);
  return answer;
}

/** Waits until the message shows what is wanted, and gives it. */
export function shows(phone: Phone, messageId: number, wanted: RegExp): Promise<SeenMessage> {
  return eventually(async () => {
    const message = (await phone.messages()).find(({ message_id }) => message_id === messageId);
    expect(message?.text).toMatch(wanted);
    if (!message) throw new Error('The message is gone');
    return message;
  });
}
