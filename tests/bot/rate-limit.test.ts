import { describe, expect, test } from '@jest/globals';
import { handled, keepTexts, shareScene } from '../support/scene.js';

describe('somebody who sends too much', () => {
  const scene = shareScene(1);

  test('may send sixty messages a minute, is told once, and then nothing of theirs goes further', async () => {
    const textsFor = await keepTexts(scene.teller);
    const flooder = await scene.customer('Flooder');
    for (let count = 1; count <= 70; count++) await flooder.send('/language');
    await handled(scene.teller);
    const replies = await textsFor(flooder);
    expect(replies.filter((text) => /too fast/.test(text))).toHaveLength(1);
    // The contact came first.
    expect(replies.filter((text) => /Which language/.test(text))).toHaveLength(59);
    const calm = await scene.customer('Calm');
    await calm.send('/language');
    await calm.waitFor(/Which language/);
  });

  test('loses nothing while they talk with a human', async () => {
    const customer = await scene.customer('Talker');
    await scene.connect(customer, scene.first);
    for (let count = 1; count <= 80; count++) await customer.send(`line ${count}`);
    await handled(scene.teller);
    const { rows } = await scene.teller.database.owner.raw<{ rows: { count: number }[] }>(
      `select count(*) as count from messages where author = 'customer' and text like 'line %'`,
    );
    expect(rows[0]?.count).toBe(80);
  });
});
