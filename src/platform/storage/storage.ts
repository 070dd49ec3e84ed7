/** Objects under keys such as `audit/heads/000000000017.json`, kept outside of the database. */
export interface ObjectStorage {
  /** Writes an object as a whole: after a crash it is there complete or not at all. */
  put(key: string, body: Buffer): Promise<void>;
  /** The object, or undefined when there is none. */
  get(key: string): Promise<Buffer | undefined>;
  /** The keys that begin with `prefix`, in the order of their code units. */
  list(prefix: string): Promise<string[]>;
}
