import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { loadConfig } from '../../src/config/env.js';
import { type Variable, type VariableName, variables } from '../../src/config/variables.js';
import { read } from './files.js';

interface Documented {
  readonly value: string;
  readonly comment: string;
}

const known = Object.entries(variables) as [VariableName, Variable][];
const documented = readExample(read('.env.example'));

describe('.env.example', () => {
  test('names every variable that Teller reads, once, and no other', () => {
    expect(documented.map(([name]) => name).sort()).toEqual(known.map(([name]) => name).sort());
  });

  test('says in a sentence what each of them is for', () => {
    const silent = documented.filter(([, { comment }]) => !/^\S.{10,}[.)]$/s.test(comment));
    expect(silent).toEqual([]);
  });

  test('shows the true defaults', () => {
    const wrong = known.filter(([name, { schema, unavailable }]) => {
      const { value } = exampleOf(name);
      const shown: unknown = schema.parse(value === '' ? undefined : value);
      return !unavailable && !isDeepStrictEqual(shown, schema.parse(undefined));
    });
    expect(wrong).toEqual([]);
  });

  test('says which are not available yet, and says it of no other', () => {
    const marked = known.filter(([name]) => exampleOf(name).comment.includes('Not available yet'));
    expect(marked).toEqual(known.filter(([, { unavailable }]) => unavailable === true));
  });

  test('is a configuration that Teller accepts, with every available line taken in', () => {
    const available = documented.filter(([, { comment }]) => !comment.includes('Not available yet'));
    const env = Object.fromEntries(available.map(([name, { value }]) => [name, value]));
    expect(() => loadConfig({ env, argv: [] })).not.toThrow();
  });
});

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly profiles?: readonly string[];
  readonly deploy?: { readonly replicas?: number };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

describe('docker-compose.yml', () => {
  const compose = parseYaml(read('docker-compose.yml'), { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const tellers = services.filter(([, { build }]) => build !== undefined);
  const settings = tellers.flatMap(([service, { environment = {} }]) =>
    Object.entries(environment).map(([name, value]) => ({ service, name, value: String(value) })),
  );

  test('names only variables that Teller reads, with values that it accepts', () => {
    const wrong = settings.filter(({ name, value }) => {
      const variable = new Map<string, Variable>(known).get(withoutFile(name));
      if (!variable || variable.unavailable) return true;
      return name === withoutFile(name) && !variable.schema.safeParse(value).success;
    });
    expect(settings.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  test('points at files only of secrets that the service is given', () => {
    const dangling = settings
      .filter(({ name }) => name !== withoutFile(name))
      .filter(({ service, value }) => {
        const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
        return secret === undefined || !compose.services[service]?.secrets?.includes(secret);
      });
    expect(dangling).toEqual([]);
  });

  test('gives Teller every secret as a file', () => {
    const open = settings.filter(({ name }) => new Map<string, Variable>(known).get(name)?.secret);
    expect(open).toEqual([]);
  });

  test('has a file for every secret and a declaration for every volume, and keeps secrets where git does not look', () => {
    const used = services.flatMap(([, { secrets = [] }]) => secrets);
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.secrets)));
    const named = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(new Set(named.filter((name) => !name.startsWith('.')))).toEqual(new Set(Object.keys(compose.volumes)));
    const ignored = read('.gitignore').split('\n').filter((line) => line.endsWith('/'));
    for (const { file } of Object.values(compose.secrets)) {
      expect(ignored.some((folder) => file.startsWith(`./${folder}`))).toBe(true);
    }
  });

  test('runs nothing as root, and nothing on a root file system that can be written', () => {
    const lax = services.filter(([, { user, read_only }]) => !/^(?!0|root)\w+/.test(user ?? '') || !read_only);
    expect(lax).toEqual([]);
  });

  test('pins the version of every image it does not build', () => {
    const loose = services.filter(([, { build, image }]) => !build && !/:\d+\.\d+/.test(image ?? ''));
    expect(loose).toEqual([]);
  });

  test('gives the demo no token, no secrets and a profile of its own', () => {
    const demo = compose.services.demo;
    expect(demo?.profiles).toEqual(['demo']);
    expect(demo?.secrets).toBeUndefined();
    expect(Object.keys(demo?.environment ?? {})).not.toContain('BOT_TOKEN');
  });

  test('splits the work among processes that differ in their role alone, as they are tried in tests/roles', () => {
    const { teller, bot, worker, api } = compose.services;
    expect(worker?.deploy?.replicas).toBe(2);
    const split = { bot, worker, api };
    for (const [role, service] of Object.entries(split)) {
      expect(service).toMatchObject({ profiles: ['split'], secrets: teller?.secrets, volumes: teller?.volumes });
      expect(service?.environment).toEqual({ ...teller?.environment, ROLE: role, LOG_DIR: `/var/lib/teller/logs/${role}` });
    }
  });

  test('builds from a Dockerfile that is there, within the repository', () => {
    for (const [, { build }] of tellers) {
      expect(build?.context).toBe('.');
      expect(read(build?.dockerfile ?? '')).toContain('FROM ');
    }
  });
});

function withoutFile(name: string): string {
  return name.replace(/_FILE$/, '');
}

function exampleOf(name: VariableName): Documented {
  const found = documented.find(([each]) => each === name)?.[1];
  if (!found) throw new Error(`${name} is not in .env.example.`);
  return found;
}

/** Each `# NAME=value` of the file, with the comment right above it. */
function readExample(text: string): [string, Documented][] {
  const found: [string, Documented][] = [];
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = /^#?\s?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      found.push([name, { value: value ?? '', comment: comment.join(' ') }]);
      comment = [];
    } else if (line.startsWith('# ')) comment.push(line.slice(2).trim());
    else comment = [];
  }
  return found;
}
