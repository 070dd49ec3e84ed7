/** What a model asks for a million tokens, in US dollars. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** List prices of the providers by the beginning of the model's name; the longest that fits counts. */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-5': { input: 1.25, output: 10 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'claude-sonnet-4': { input: 3, output: 15 },
  'claude-opus-4': { input: 15, output: 75 },
  'claude-opus-4-5': { input: 5, output: 25 },
  'claude-3-5-haiku': { input: 0.8, output: 4 },
};

/** The price of a model of this name; undefined where nobody has told. */
export function knownPrice(model: string): Price | undefined {
  const fitting = Object.keys(PRICES).filter((name) => model === name || model.startsWith(`${name}-`));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : PRICES[longest];
}

/** What a call has cost, in US dollars. */
export function costOf({ input, output }: Price, tokens: { readonly inputTokens: number; readonly outputTokens: number }): number {
  return (tokens.inputTokens * input + tokens.outputTokens * output) / 1_000_000;
}
