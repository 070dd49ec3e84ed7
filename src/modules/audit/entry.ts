/** One act: who did what to what, and whether they were allowed to. Pseudonyms only, no personal data. */
export interface AuditEntry {
  readonly actor: Actor;
  /** Named like a permission: `handoff.claim`, `people.phone`. */
  readonly action: string;
  /** What was acted on, such as `conversation:12`. */
  readonly object?: string;
  readonly outcome?: 'done' | 'denied';
  /** Before and after, where it matters. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Actor {
  /** `person:12`, `token:3`, or `system`. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly surface: 'telegram' | 'api' | 'worker' | 'command';
  readonly traceId?: string;
}

/** Teller itself, as when it starts. */
export const SYSTEM: Actor = { id: 'system', roles: [], surface: 'worker' };
