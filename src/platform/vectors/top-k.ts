import type { VectorHit } from './vector-index.js';

/** Whether `a` ranks behind `b`; of equal scores the later position is behind, so that results are stable. */
function isBehind(a: VectorHit, b: VectorHit): boolean {
  return a.score < b.score || (a.score === b.score && a.position > b.position);
}

/** Keeps the `k` best of the hits offered to it, in a heap whose root is the worst one kept. */
export class TopK {
  private readonly heap: VectorHit[] = [];

  constructor(private readonly k: number) {}

  offer(position: number, score: number): void {
    const root = this.heap[0];
    if (root === undefined || this.heap.length < this.k) this.push({ position, score });
    else if (score >= root.score) this.replaceRoot({ position, score }, root);
  }

  /** A hit must score at least this to be kept. */
  get threshold(): number {
    return this.heap.length < this.k ? -Infinity : (this.heap[0]?.score ?? -Infinity);
  }

  /** The hits kept, best first. */
  sorted(): VectorHit[] {
    return this.heap.toSorted((a, b) => (isBehind(a, b) ? 1 : -1));
  }

  private push(hit: VectorHit): void {
    let at = this.heap.push(hit) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.heap[above];
      if (parent === undefined || !isBehind(hit, parent)) break;
      this.heap[at] = parent;
      at = above;
    }
    this.heap[at] = hit;
  }

  private replaceRoot(hit: VectorHit, root: VectorHit): void {
    if (isBehind(hit, root)) return;
    let at = 0;
    for (;;) {
      const below = this.worseChild(at);
      const child = this.heap[below];
      if (child === undefined || !isBehind(child, hit)) break;
      this.heap[at] = child;
      at = below;
    }
    this.heap[at] = hit;
  }

  private worseChild(at: number): number {
    const left = 2 * at + 1;
    const [a, b] = [this.heap[left], this.heap[left + 1]];
    return a !== undefined && b !== undefined && isBehind(b, a) ? left + 1 : left;
  }
}
