import type { Knex } from 'knex';
import type { EmbeddingCache } from './embedding-cache.js';

interface EmbeddingRow {
  readonly model: string;
  readonly content_hash: string;
  readonly vector: Buffer;
}

const ROWS_AT_ONCE = 500;

/**
 * The cache of embeddings in PostgreSQL (table `embeddings`); vectors are stored as little-endian float32.
 */
export function postgresEmbeddingCache(db: Knex): EmbeddingCache {
  return {
    async get(model, hashes) {
      const rows = await db<EmbeddingRow>('embeddings')
        .select('content_hash', 'vector')
        .where('model', model)
        .andWhereRaw('content_hash = any(?::text[])', [[...hashes]]);
      return new Map(rows.map((row) => [row.content_hash, toVector(row.vector)]));
    },
    async put(model, entries) {
      const rows = [...entries].map(([hash, vector]) => ({
        model,
        content_hash: hash,
        vector: toBytes(vector),
      }));
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
        const batch = rows.slice(at, at + ROWS_AT_ONCE);
        await db('embeddings').insert(batch).onConflict(['model', 'content_hash']).merge(['vector']);
      }
    },
  };
}

function toBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

function toVector(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
}
