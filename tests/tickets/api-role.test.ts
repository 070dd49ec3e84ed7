import { afterEach, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faqFolder } from '../support/contexts.js';
import { eventually } from '../support/eventually.js';
import { type TestTeller, startTeller } from '../support/teller.js';

const TOKEN = 'bootstrap-token-of-this-test';
const ENTRIES = '- {id: pin, lang: en, questions: [How do I change my PIN?], answer: In the app.}';

let teller: TestTeller | undefined;
afterEach(() => teller?.release());

const post = async ({ url }: TestTeller, text: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${url}/api/ingest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return (await response.json()) as Record<string, unknown>;
};

describe.each(['api', 'all'])('a process with ROLE=%s', (role) => {
  test('knows the frequent questions when it is asked, and what is changed of them', async () => {
    const dir = await faqFolder(ENTRIES);
    await writeFile(join(dir, 'cards.md'), '# Cards\n\nThe Gold card costs 9 900 tenge a year.\n');
    teller = await startTeller({ env: { ROLE: role, API_ADMIN_TOKEN: TOKEN, CONTEXTS_DIR: dir, AUTO_RESOLVE_THRESHOLD: '0.75' } });
    const standing = async (): Promise<unknown[]> =>
      (await teller?.database.owner('knowledge_standing').first<{ documents: unknown[] } | undefined>('documents'))?.documents ?? [];
    expect(await post(teller, 'How do I change my PIN?')).toMatchObject({ status: 'closed_auto', answer: 'In the app.', faq_id: 'pin' });
    await writeFile(join(dir, 'faq', 'bank.yaml'), ENTRIES.replace('In the app.', 'At an ATM.'));
    const asked = teller;
    await eventually(async () => expect(await post(asked, 'How do I change my PIN?')).toMatchObject({ answer: 'At an ATM.' }));
    // One that reads a part of them does not speak for those that read all.
    expect(await standing()).toHaveLength(role === 'all' ? 1 : 0);
  });
});
