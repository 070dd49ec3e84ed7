import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { METHODS } from '../../src/simulator/methods/index.js';
import { allMethods, methodSpec } from '../../src/simulator/parameters.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

const implemented = [...METHODS.keys()];
const others = [...allMethods()].map(({ name }) => name).filter((name) => !METHODS.has(name));

describe('the methods of the Bot API', () => {
  let simulator: TestSimulator;
  beforeAll(async () => {
    simulator = await startTestSimulator();
  });
  afterAll(() => simulator.close());

  test('are all known, and what is implemented is among them', () => {
    expect(implemented.length + others.length).toBe(180);
    expect(implemented.filter((name) => !methodSpec(name))).toEqual([]);
  });

  test('have names that ignore case', async () => {
    expect(await simulator.api('GETME')).toMatchObject({ ok: true });
    expect(simulator.calls('getMe')).toHaveLength(1);
  });

  test.each(implemented)('%s refuses a call without any one of its required parameters', async (method) => {
    const required = methodSpec(method)?.required ?? [];
    for (const missing of required) {
      const rest = Object.fromEntries(
        required.filter((name) => name !== missing).map((name) => [name, sample(method, name)]),
      );
      const answer = await simulator.api(method, rest);
      expect(answer).toMatchObject({ ok: false, error_code: 400 });
      expect(answer.description).not.toMatch(/must be of type|can't parse/);
    }
  });

  test.each(others)('%s is known but not performed', async (method) => {
    const required = methodSpec(method)?.required ?? [];
    const params = Object.fromEntries(required.map((name) => [name, sample(method, name)]));
    expect(await simulator.api(method, params)).toEqual({
      ok: false,
      error_code: 501,
      description: `Not implemented by the simulator: ${method}`,
    });
  });
});

/** A value of the right kind. */
function sample(method: string, name: string): unknown {
  switch (methodSpec(method)?.parameters.get(name)) {
    case 'int':
    case 'id':
    case 'num':
      return 1;
    case 'bool':
      return true;
    case 'list':
      return [{}];
    case 'obj':
      return {};
    default:
      return 'text';
  }
}
