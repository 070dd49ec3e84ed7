import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { resolveEncryptionKey } from '../../src/platform/crypto/encryption-key.js';
import { BlindIndex, KeyRing } from '../../src/platform/crypto/key-ring.js';

describe('a key ring', () => {
  const keys = new KeyRing(randomBytes(32));

  test('opens what it sealed, whatever the text and its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(keys.open(keys.seal(text, context), context)).toBe(text);
      }),
    );
  });

  test('seals the same value differently each time, and shows nothing of it', () => {
    const sealed = [keys.seal('+77001234567', 'phone 1'), keys.seal('+77001234567', 'phone 1')];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(Buffer.from(sealed[0]?.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('7700');
  });

  test('opens nothing in another place, with another key, or after any change', () => {
    const sealed = keys.seal('secret', 'phone 1');
    expect(() => keys.open(sealed, 'phone 2')).toThrow();
    expect(() => new KeyRing(randomBytes(32)).open(sealed, 'phone 1')).toThrow(/encrypted with key .* ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS are/);
    const [id = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(() => keys.open(`${id}.${changed.toString('base64url')}`, 'phone 1')).toThrow();
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => keys.open(`${id}.${bytes.subarray(0, length).toString('base64url')}`, 'phone 1')).toThrow();
    }
    for (const garbage of ['', '.', id, `${id}.`, 'x.y.z']) expect(() => keys.open(garbage, 'phone 1')).toThrow();
  });

  test('opens what earlier keys on it have sealed, and seals with the first alone', () => {
    const [old, current] = [randomBytes(32), randomBytes(32)];
    const both = new KeyRing(current, old);
    expect(both.open(new KeyRing(old).seal('secret', 'phone 1'), 'phone 1')).toBe('secret');
    const sealed = both.seal('secret', 'phone 1');
    expect(sealed.startsWith(`${both.currentKeyId}.`)).toBe(true);
    expect(new KeyRing(current).open(sealed, 'phone 1')).toBe('secret');
    expect(() => new KeyRing(old).open(sealed, 'phone 1')).toThrow(/encrypted with key/);
  });

  test('refuses a key of any other length', () => {
    for (const length of [0, 16, 31, 33]) expect(() => new KeyRing(Buffer.alloc(length))).toThrow(RangeError);
  });
});

test('a blind index gives the same value in the same place the same index, and nothing else', () => {
  const phones = new BlindIndex(randomBytes(32));
  const index = (value: string, context: string, by = phones): string => by.of(value, context).toString('hex');
  expect(index('+7700', 'phone')).toBe(index('+7700', 'phone'));
  const others = [index('+7701', 'phone'), index('+7700', 'token'), index('7700', 'phone\0+'), index('+7700', 'phone', new BlindIndex(randomBytes(32)))];
  expect(others).not.toContain(index('+7700', 'phone'));
});

describe('the encryption key', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teller-key-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test('is the configured one, and then no file is made', async () => {
    const configured = randomBytes(32);
    const { key, generatedIn } = resolveEncryptionKey(configured.toString('base64'), join(dir, 'none'));
    expect(key.equals(configured)).toBe(true);
    expect(generatedIn).toBeUndefined();
    await expect(stat(join(dir, 'none'))).rejects.toThrow();
  });

  test('is else made once, for its owner only, and kept', async () => {
    const first = resolveEncryptionKey(undefined, join(dir, 'made'));
    expect(first.key).toHaveLength(32);
    expect(resolveEncryptionKey(undefined, join(dir, 'made')).key.equals(first.key)).toBe(true);
    expect((await stat(first.generatedIn ?? '')).mode & 0o777).toBe(0o600);
    expect(await readdir(join(dir, 'made'))).toEqual(['encryption.key']);
  });

  test('is the same for processes that start together', async () => {
    const module = fileURLToPath(new URL('../../src/platform/crypto/encryption-key.js', import.meta.url));
    const together = join(dir, 'together');
    const code = `import { resolveEncryptionKey } from ${JSON.stringify(module)};
      process.stdout.write(resolveEncryptionKey(undefined, ${JSON.stringify(together)}).key.toString('base64'));`;
    const run = promisify(execFile);
    const outputs = await Promise.all(
      Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '--eval', code])),
    );
    const keys = new Set(outputs.map(({ stdout }) => stdout));
    expect([...keys]).toEqual([await readFile(join(together, 'encryption.key'), 'utf8')]);
    expect(await readdir(together)).toEqual(['encryption.key']);
  });
});
