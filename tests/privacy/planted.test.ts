import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dirname } from 'node:path';
import { type Flow, startFlow } from '../answers-flow/flow.js';
import { eventually } from '../support/eventually.js';
import { claim, openHandoffOf, said, settled } from '../support/scene.js';
import { type Planted, type Place, filesIn, findPlanted, secretsFor, tablesOf } from './planting.js';

describe('secrets that people write, in every way there is', () => {
  let flow: Flow;
  const planted: Planted[] = [];
  /** What the moderator writes. The customer may read phones and addresses of it; they are kept nowhere all the same. */
  const told: Planted[] = [];

  beforeAll(async () => {
    flow = await startFlow(1, { env: { EMBEDDINGS: 'openai' } });
  }, 120_000);
  afterAll(() => flow.release());

  /** One text with a secret of every kind. */
  const plant = (way: string, known: Planted[] = planted): string => {
    const secrets = secretsFor(way);
    known.push(...secrets);
    return secrets.map(({ text }) => text).join(', ');
  };

  test('are found nowhere afterwards', async () => {
    const { scene, model } = flow;
    const { teller, moderators } = scene;
    const [moderator] = moderators;
    if (!moderator) throw new Error('There is a moderator');
    const quiet = (): Promise<void> => settled(teller, 120_000);
    const names = secretsFor('name');
    planted.push(...names);
    for (const { text } of names) await scene.customer(text);
    const customer = await scene.customer('Dana');
    for (const secret of secretsFor('question')) {
      planted.push(secret);
      const answered = (await said(customer)).length;
      await customer.send(`How much does servicing the Gold card cost? ${secret.text}`);
      await eventually(async () => expect((await said(customer)).length).toBeGreaterThan(answered), 30_000);
    }
    await customer.send('And for issuing it?');
    const asked = await customer.send('What is the deposit rate?');
    await quiet();
    await customer.edit(asked.message_id, plant('edit of a question'));
    await customer.send(plant('long message').padEnd(2_100, '.'));
    await customer.send(`/unknown ${plant('command')}`);
    await customer.sendPhoto({}, plant('caption'));
    await customer.sendDocument({ name: `${plant('file name')}.txt` }, plant('document'));
    await customer.post({ contact: { phone_number: '+77010000000', first_name: plant('contact card') } });
    await customer.send(plant('forwarded'), { forward: true });
    await quiet();
    await customer.send('/help');
    const handoffId = await openHandoffOf(teller, customer, 'waiting');
    await customer.send(plant('line'));
    const waiting = await customer.send('hello?');
    await customer.sendVoice();
    await quiet();
    await customer.edit(waiting.message_id, plant('edit in the line'));
    await quiet();
    await claim(moderator, handoffId);
    await quiet();
    const talked = await customer.send('hello');
    await customer.sendPhoto({}, plant('caption in a talk'));
    await customer.sendDocument({ name: `${plant('file name in a talk')}.txt` }, plant('document in a talk'));
    await customer.send(plant('talk'), { reply_to_message_id: talked.message_id });
    await quiet();
    await customer.edit(talked.message_id, plant('edit in a talk'));
    const answer = await moderator.send(plant('moderator', told));
    await moderator.sendPhoto({}, plant("moderator's caption", told));
    await quiet();
    await moderator.edit(answer.message_id, plant("moderator's edit", told));
    await quiet();
    await customer.send('/end');
    await quiet();

    const places: Place[] = [
      ...(await tablesOf(teller.database)),
      ...(await filesIn(dirname(teller.logFile))),
      ...model.requests.map(({ path, raw }, index) => ({ name: `request ${index} to ${path}`, text: raw })),
      ...teller.simulator.calls().map(({ seq, method, params }) => ({ name: `call ${seq}, ${method}`, text: JSON.stringify(params), chatId: params['chat_id'] })),
    ];
    // The one who is told how to reach the bank reads it: calls to their chat are no storage.
    const toCustomer = (place: Place): boolean => place.chatId === customer.userId;
    const open = told.filter(({ name }) => /: (?:phone|email)$/.test(name));
    const closed = [...planted, ...told.filter((secret) => !open.includes(secret))];
    process.stdout.write(`${closed.length + open.length} secrets were looked for in ${places.length} places\n`);
    expect(findPlanted(closed, places)).toEqual([]);
    expect(findPlanted(open, places.filter((place) => !toCustomer(place)))).toEqual([]);
    expect(findPlanted(open, places.filter(toCustomer)).length).toBe(open.length);
    expect(model.requests.filter(({ path }) => path.endsWith('/chat/completions')).length).toBeGreaterThan(5);
    expect(model.requests.some(({ raw }) => raw.includes('[IIN]'))).toBe(true);
    expect(places.some(({ text }) => text.includes('[card ••'))).toBe(true);
    expect(await teller.database.owner('inbox').whereNot({ state: 'done' })).toEqual([]);
  }, 240_000);
});
