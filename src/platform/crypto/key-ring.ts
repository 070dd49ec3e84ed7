import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/**
 * Encrypts single values at rest with AES-256-GCM. A sealed value names its key and is bound to its place
 * (`context`): moved to another row or column it does not open. Of several keys the first seals, all open, so that
 * keys can be changed while values of the ones before are still around.
 */
export class KeyRing {
  /** Names the key that seals, as the part of a sealed value before the dot. */
  readonly currentKeyId: string;
  readonly #sealingKeys: ReadonlyMap<string, Buffer>;

  /** @param masterKeys 32 bytes each, the current one first; the keys that seal are derived from them. */
  constructor(...masterKeys: readonly [Buffer, ...Buffer[]]) {
    if (masterKeys.some(({ length }) => length !== KEY_BYTES)) throw new RangeError('An encryption key must have 32 bytes.');
    this.currentKeyId = idOf(masterKeys[0]);
    this.#sealingKeys = new Map(masterKeys.map((key) => [idOf(key), derive(key, 'teller sealing')]));
  }

  /** `keyId.base64url(iv ‖ ciphertext ‖ tag)` */
  seal(plaintext: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(this.currentKeyId), iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.currentKeyId}.${sealed.toString('base64url')}`;
  }

  /** @throws Error when the value was sealed with a key that is not on the ring, for another context, or was changed. */
  open(sealed: string, context: string): string {
    const [keyId = '', encoded = ''] = sealed.split('.');
    const bytes = Buffer.from(encoded, 'base64url');
    const decipher = createDecipheriv(CIPHER, this.#key(keyId), bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }

  #key(keyId: string): Buffer {
    const key = this.#sealingKeys.get(keyId);
    if (key) return key;
    const known = [...this.#sealingKeys.keys()].join(', ');
    throw new Error(`A value was encrypted with key ${keyId}; ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS are ${known}.`);
  }
}

/** Finds values without being able to read them: the same value gives the same index, which says nothing without the key. */
export class BlindIndex {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  of(value: string, context: string): Buffer {
    return createHmac('sha256', this.#key).update(context).update('\0').update(value).digest();
  }
}

function idOf(masterKey: Buffer): string {
  return createHash('sha256').update(masterKey).digest('hex').slice(0, 8);
}

function derive(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, KEY_BYTES));
}
