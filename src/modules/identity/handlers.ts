import { Composer, type MiddlewareFn } from 'telegraf';
import { type Permission, can } from '../access/index.js';
import { refuse } from './acts.js';
import type { TellerContext } from './context.js';

/** Registers handlers as telegraf's Composer does, one at a time. */
export type Registrar = Pick<Composer<TellerContext>, 'action' | 'command' | 'on' | 'start'>;

export interface NamedHandler {
  /** What the handler answers to, such as `command queue`. */
  readonly trigger: string;
  /** Undefined where nobody needs one. */
  readonly permission: Permission | undefined;
}

type Handler = MiddlewareFn<TellerContext>;

/**
 * Handlers of updates, in the order in which they may claim one. There is no way to add one without saying which
 * permission it needs, or that nobody needs one.
 */
export class Handlers {
  readonly #composer = new Composer<TellerContext>();
  readonly #named: NamedHandler[] = [];

  /** Every handler with its permission, those of the parts included. */
  get named(): readonly NamedHandler[] {
    return this.#named;
  }

  /** For handlers that refuse whoever lacks the permission, and write that down. */
  for(permission: Permission): Registrar {
    return this.#registrar(permission, (ctx) => refuse(ctx, permission));
  }

  /** For handlers that leave what comes from others to the handlers after them. */
  only(permission: Permission): Registrar {
    return this.#registrar(permission, (_ctx, next) => next());
  }

  /** For handlers that are everybody's, also for somebody whom the bank has blocked. */
  forEverybody(): Registrar {
    return this.#registrar(undefined, (_ctx, next) => next());
  }

  /** Adds what every update passes before the handlers after it; it is no act of the sender's. */
  before(middleware: Handler): this {
    this.#composer.use(middleware);
    return this;
  }

  /** Adds the handlers of a part. */
  use(part: Handlers): this {
    this.#named.push(...part.named);
    this.#composer.use(part.middleware());
    return this;
  }

  middleware(): Handler {
    return this.#composer.middleware();
  }

  #registrar(permission: Permission | undefined, otherwise: Handler): Registrar {
    const register = (method: keyof Registrar) => {
      return (...given: readonly unknown[]): Composer<TellerContext> => {
        const handle = given.at(-1) as Handler;
        const trigger = given.slice(0, -1);
        this.#named.push({ trigger: [method, ...trigger.map(nameOf)].join(' '), permission });
        const may = (ctx: TellerContext): boolean => permission === undefined || can(ctx.person, permission);
        const guarded: Handler = (ctx, next) => (may(ctx) ? handle(ctx, next) : otherwise(ctx, next));
        const add = this.#composer[method].bind(this.#composer) as (...args: unknown[]) => Composer<TellerContext>;
        return add(...trigger, guarded);
      };
    };
    return {
      action: register('action'),
      command: register('command'),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only one of its two signatures is
      on: register('on'),
      start: register('start'),
    };
  }
}

function nameOf(trigger: unknown): string {
  return typeof trigger === 'string' || trigger instanceof RegExp ? String(trigger) : 'filter';
}
