import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts single values at rest with AES-256-GCM and makes blind indexes with HMAC-SHA-256. A sealed value names
 * its key and is bound to its place (`context`): moved to another row or column it does not open.
 */
export class KeyRing {
  readonly #keyId: string;
  readonly #sealingKey: Buffer;
  readonly #indexKey: Buffer;
  readonly #masterKey: Buffer;

  /** @param masterKey 32 bytes; the sealing key and the index key are derived from it. */
  constructor(masterKey: Buffer) {
    if (masterKey.length !== 32) throw new RangeError('The encryption key must have 32 bytes.');
    this.#masterKey = masterKey;
    this.#keyId = createHash('sha256').update(masterKey).digest('hex').slice(0, 8);
    this.#sealingKey = derive(masterKey, 'teller sealing');
    this.#indexKey = derive(masterKey, 'teller blind index');
  }

  /** `keyId.base64url(iv ‖ ciphertext ‖ tag)` */
  seal(plaintext: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#sealingKey, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.#keyId}.${sealed.toString('base64url')}`;
  }

  /** @throws Error when the value was sealed with another key, for another context, or was changed. */
  open(sealed: string, context: string): string {
    const [keyId, encoded] = sealed.split('.');
    if (keyId !== this.#keyId || encoded === undefined) {
      throw new Error(`A value was encrypted with key ${String(keyId)}; ENCRYPTION_KEY is key ${this.#keyId}.`);
    }
    const bytes = Buffer.from(encoded, 'base64url');
    const decipher = createDecipheriv(CIPHER, this.#sealingKey, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }

  /** A key of its own for a purpose, such as an HMAC over a log. */
  keyFor(purpose: string): Buffer {
    return derive(this.#masterKey, `teller ${purpose}`);
  }

  /** The same value gives the same index, which says nothing about the value without the key. */
  blindIndex(value: string, context: string): Buffer {
    return createHmac('sha256', this.#indexKey).update(context).update('\0').update(value).digest();
  }
}

function derive(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, 32));
}
