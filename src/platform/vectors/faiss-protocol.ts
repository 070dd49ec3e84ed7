/** What travels between an index and the search thread. Requests are handled one by one, in order. */
export interface OpenRequest {
  readonly op: 'open';
  readonly index: number;
  readonly rows: Float32Array;
  readonly size: number;
  readonly dimension: number;
  readonly fingerprint: string;
  readonly file: string | undefined;
}

export interface SearchRequest {
  readonly op: 'search';
  readonly index: number;
  readonly unit: Float32Array;
  readonly k: number;
}

export interface CloseRequest {
  readonly op: 'close';
  readonly index: number;
}

export type FaissRequest = OpenRequest | SearchRequest | CloseRequest;

/**
 * How an index came about: `loaded` from its file or `built`; `trouble` is why its file was not used or
 * written.
 */
export interface OpenResult {
  readonly origin: 'loaded' | 'built';
  readonly trouble: readonly string[];
}

export interface SearchResult {
  readonly positions: Int32Array;
  readonly scores: Float32Array;
}

export type FaissResult = OpenResult | SearchResult | undefined;

/**
 * The first message of a thread says whether the native module could be loaded; then one reply per request.
 */
export type FaissMessage =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string }
  | { readonly id: number; readonly result: FaissResult }
  | { readonly id: number; readonly error: string };
