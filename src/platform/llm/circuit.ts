import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { LlmRejected, LlmUnavailable } from './errors.js';

export interface CircuitOptions {
  /** Failures in a row that open the circuit. */
  threshold: number;
  /** How long it stays open before one call may try again, in milliseconds. */
  openMs: number;
  /** Monotonic milliseconds. */
  clock: () => number;
}

export interface Circuit {
  /** Runs the call, or throws `LlmUnavailable('open_circuit')` without running it. */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/**
 * Stops calling a server that keeps failing. The open time is measured here, on the caller's monotonic clock:
 * the library measures it on the wall clock, and one stepped back by an hour would keep the circuit open as
 * long.
 */
export function createCircuit({ threshold, openMs, clock }: CircuitOptions): Circuit {
  const breaker = circuitBreaker(handleWhen(isServersFault), {
    breaker: new ConsecutiveBreaker(threshold),
    halfOpenAfter: Number.NEGATIVE_INFINITY,
  });
  let openUntil = 0;
  breaker.onBreak(() => {
    openUntil = clock() + openMs;
  });
  return {
    async run(call) {
      // While one call tries the server again, the others do not wait for its verdict.
      const shut = breaker.state === CircuitState.Open && clock() < openUntil;
      if (shut || breaker.state === CircuitState.HalfOpen) throw new LlmUnavailable('open_circuit');
      return await breaker.execute(call);
    },
  };
}

/** A request refused for its content says nothing about the server: customers must not be able to open it. */
function isServersFault(error: Error): boolean {
  if (error instanceof LlmUnavailable) return error.reason !== 'busy';
  return error instanceof LlmRejected && [401, 402, 403, 404].includes(error.status);
}
