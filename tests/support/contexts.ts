import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with these frequent questions (YAML) and nothing else. */
export async function faqFolder(entries: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'teller-faq-'));
  await mkdir(join(dir, 'faq'));
  await writeFile(join(dir, 'faq', 'bank.yaml'), entries);
  return dir;
}
