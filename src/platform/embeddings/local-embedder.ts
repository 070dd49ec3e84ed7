import { setImmediate as nextRound } from 'node:timers/promises';
import type { Embedder } from './embedder.js';
import { normalise } from './embedder.js';
import { eachFeature } from './features.js';

const DIMENSION = 1024;
const SLICE_MS = 4;

/** FNV-1a over the UTF-16 units, with a last mix so that its low bits are as good as its high ones. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function embedOne(text: string): Float32Array {
  const features = new Map<string, { count: number; weight: number }>();
  eachFeature(text, (feature, weight) => {
    const known = features.get(feature);
    if (known) known.count += 1;
    else features.set(feature, { count: 1, weight });
  });
  const vector = new Float32Array(DIMENSION);
  for (const [feature, { count, weight }] of features) {
    const place = hash(feature);
    const at = place % DIMENSION;
    const sign = place >>> 31 === 0 ? 1 : -1;
    vector[at] = (vector[at] ?? 0) + sign * weight * (1 + Math.log(count));
  }
  return normalise(vector);
}

/**
 * Embeds without a model, offline: words, stems, pairs of words and groups of letters, hashed into a vector.
 * It knows likeness of wording, not of meaning. The same text gives the same vector on every machine;
 * whatever changes the vectors must change the version in `model`.
 */
export class LocalEmbedder implements Embedder {
  readonly model = `local-ngrams-${DIMENSION}-v1`;
  readonly dimension = DIMENSION;

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    let deadline = performance.now() + SLICE_MS;
    for (const text of texts) {
      vectors.push(embedOne(text));
      if (performance.now() < deadline) continue;
      await nextRound();
      deadline = performance.now() + SLICE_MS;
    }
    return vectors;
  }
}
