export type EventName =
  | 'bot'
  | 'reset'
  | 'message'
  | 'edit'
  | 'delete'
  | 'action'
  | 'keyboard'
  | 'callback_answer'
  | 'blocked'
  | 'user'
  | 'commands';

export interface WorldEvent {
  readonly name: EventName;
  /** Absent when the event concerns all bots (or all users). */
  readonly botId?: number;
  readonly userId?: number;
  readonly data: Record<string, unknown>;
}

export type Listener = (event: WorldEvent) => void;

/** Tells listeners what changed, synchronously and in order. */
export class EventHub {
  private readonly listeners = new Set<Listener>();

  /** Lets the hot path skip building an event that nobody would see. */
  get idle(): boolean {
    return this.listeners.size === 0;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(name: EventName, botId: number | undefined, userId: number | undefined, data: object): void {
    if (this.idle) return;
    const event: WorldEvent = {
      name,
      ...(botId !== undefined && { botId }),
      ...(userId !== undefined && { userId }),
      data: { bot_id: botId, user_id: userId, ...data },
    };
    for (const listener of this.listeners) listener(event);
  }
}
