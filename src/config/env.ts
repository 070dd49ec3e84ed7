/**
 * The only reader of the environment. Everything is validated before the first connection is made; a wrong
 * value stops the start with one message that names every wrong variable.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { YAMLParseError, parse as parseYaml } from 'yaml';
import { ConfigError, type Problem } from './config-error.js';
import { type Config, assembleConfig } from './config.js';
import { type Variable, type VariableName, type VariableValues, variables } from './variables.js';

const DOTENV = '.env';

/** Adds what stands in `.env` of the working directory to the environment; what is set there already wins. */
export function readDotenv(): void {
  if (existsSync(DOTENV)) process.loadEnvFile(DOTENV);
}

type Raw = Readonly<Record<string, string | undefined>>;

export interface ConfigSources {
  readonly env: Raw;
  /** Command line arguments after the script; `--config FILE` names a YAML file. */
  readonly argv: readonly string[];
}

/**
 * Reads and validates the configuration; the environment wins over `--config`.
 * @throws ConfigError naming every wrong variable.
 */
export function loadConfig(sources: ConfigSources = { env: process.env, argv: process.argv.slice(2) }): Config {
  const problems: Problem[] = [];
  const file = readConfigFile(sources.argv, problems);
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(variables) as VariableName[]) {
    const raw = rawValue(name, sources.env, problems) ?? rawValue(name, file, problems);
    values[name] = validate(name, raw, problems);
  }
  const config = assembleConfig(values as VariableValues, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

const OFFLINE = ['AUTO_RESOLVE_THRESHOLD', 'DEFAULT_LOCALE'] as const;

/**
 * What a command needs that works on a folder of documents alone; nothing else of the environment can be wrong for it.
 * @throws ConfigError naming every wrong variable.
 */
export function loadOfflineSettings(env: Raw = process.env): Pick<Config['settings'], 'autoResolveFrom' | 'defaultLocale'> {
  const names = OFFLINE.flatMap((name) => [name, `${name}_FILE`]);
  const { settings } = loadConfig({ env: Object.fromEntries(names.map((name) => [name, env[name]])), argv: [] });
  const { autoResolveFrom, defaultLocale } = settings;
  return { autoResolveFrom, defaultLocale };
}

function validate(name: VariableName, raw: string | undefined, problems: Problem[]): unknown {
  const { schema, unavailable, secret }: Variable = variables[name];
  if (unavailable) {
    if (raw !== undefined) problems.push({ name, message: 'is not available in this version yet; please unset it' });
    return undefined;
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const shown = secret ? '' : ` (it is ${JSON.stringify(raw)})`;
  problems.push({ name, message: (parsed.error.issues[0]?.message ?? 'is wrong') + shown });
  return schema.parse(undefined);
}

/** The value of NAME, or the content of the file that NAME_FILE names; an empty value counts as unset. */
function rawValue(name: string, raw: Raw, problems: Problem[]): string | undefined {
  const direct = raw[name];
  if (direct !== undefined && direct !== '') return direct;
  const path = raw[`${name}_FILE`];
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    problems.push({ name: `${name}_FILE`, message: `cannot be read: ${(error as Error).message}` });
    return undefined;
  }
}

function readConfigFile(argv: readonly string[], problems: Problem[]): Raw {
  const at = argv.indexOf('--config');
  if (at < 0) return {};
  const path = argv[at + 1];
  if (path === undefined) {
    problems.push({ name: '--config', message: 'needs the path of a YAML file' });
    return {};
  }
  try {
    return checkedNames(parsedYaml(readFileSync(resolve(path), 'utf8')), problems);
  } catch (error) {
    problems.push({ name: '--config', message: `cannot be read: ${(error as Error).message}` });
    return {};
  }
}

/** @throws Error without the parser's own words, which quote the file: it may hold secrets. */
function parsedYaml(content: string): unknown {
  try {
    return parseYaml(content) ?? {};
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    throw new Error(line === undefined ? 'it is not valid YAML' : `it is not valid YAML, see line ${line}`, { cause: error });
  }
}

function checkedNames(content: unknown, problems: Problem[]): Raw {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    problems.push({ name: '--config', message: 'must hold NAME: value pairs' });
    return {};
  }
  const known = Object.entries(content).filter(([name]) => {
    const isKnown = name.replace(/_FILE$/, '') in variables || name in variables;
    if (!isKnown) problems.push({ name, message: 'is not a setting of Teller (in the --config file)' });
    return isKnown;
  });
  return Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value ?? '')]));
}
