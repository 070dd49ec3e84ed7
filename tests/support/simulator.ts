import {
  type LoggedCall,
  type PersonInput,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/index.js';
import { Phone } from './phone.js';

export interface TestSimulator extends Simulator {
  /** The first bot. */
  readonly token: string;
  readonly botId: number;
  /** A new person's phone showing the first bot (or another). Nothing has been sent yet. */
  phone(person?: PersonInput, botId?: number): Phone;
  /** Calls the Bot API as the first bot; gives the whole answer, refusals too. */
  api<T = unknown>(method: string, params?: object): Promise<ApiAnswer<T>>;
  /** Bot API calls received so far, oldest first. */
  calls(method?: string): LoggedCall[];
}

export interface ApiAnswer<T = unknown> {
  ok: boolean;
  result?: T;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
}

export const TEST_TOKEN = '4200000001:simulated-token';

/** Starts a simulator in this process on a free port, with one bot. Close it in `afterAll` or `afterEach`. */
export async function startTestSimulator(options: SimulatorOptions = {}): Promise<TestSimulator> {
  const simulator = await startSimulator(options);
  const { url, world } = simulator;
  const bot = world.addBot(TEST_TOKEN, 'teller_test_bot', 'Teller');
  return {
    ...simulator,
    token: TEST_TOKEN,
    botId: bot.id,
    phone: (person = {}, botId = bot.id) => {
      const { profile } = world.addPerson({ ...person, first_name: person.first_name ?? 'Customer' });
      return new Phone(url, botId, profile.id);
    },
    api: (method, params = {}) => callApi(url, TEST_TOKEN, method, params),
    calls: (method) => world.calls.list({ method }),
  };
}

/** One Bot API call with a JSON body. */
export async function callApi<T>(
  url: string,
  token: string,
  method: string,
  params: object,
): Promise<ApiAnswer<T>> {
  const response = await fetch(`${url}/bot${token}/${method}`, {
    method: 'POST',
    body: JSON.stringify(params),
    headers: { 'content-type': 'application/json' },
  });
  return (await response.json()) as ApiAnswer<T>;
}
