export interface Problem {
  readonly name: string;
  readonly message: string;
}

/** The configuration is wrong; `message` is meant for the person who starts Teller and names every wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly problems: readonly Problem[],
    message = describe(problems),
  ) {
    super(message);
  }
}

function describe(problems: readonly Problem[]): string {
  const lines = problems.map(({ name, message }) => `  ${name}: ${message}`);
  return `Teller cannot start with this configuration:\n${lines.join('\n')}`;
}
