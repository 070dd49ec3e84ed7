/** `GET /openapi.json` and `GET /docs`: what the REST API takes and answers, made from the routes themselves. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { permissions } from '../modules/access/index.js';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code', 'trace_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people' },
    code: { type: 'string', description: 'Stable, for programs' },
    errors: {
      type: 'array',
      description: 'What is wrong, field by field',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    trace_id: { type: 'string', description: 'Names the request in the log and in the audit log' },
  },
} as const;

const REFUSALS: Readonly<Record<string, string>> = {
  400: 'The request cannot be read',
  401: 'No token, or one that does not work',
  403: 'The token lacks the permission; the attempt is in the audit log',
  404: 'There is no such thing in this bot',
  413: 'The body is too large',
  414: 'A part of the address is too long',
  415: 'The body is no JSON',
  422: 'The request does not say what it should',
  429: 'Too many requests; `Retry-After` says how long to wait',
  500: 'Our mistake; the log has it under the trace id',
  503: 'The database is away',
};

interface Operation {
  readonly responses: Readonly<Record<string, object>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Call it before the routes that are to be described. */
export async function describeRoutes(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Teller', description: 'The REST API of Teller.', version: '1' },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url, route }) => {
      const { permission } = route.config ?? {};
      if (permission === undefined) return { schema: { ...schema, hide: true }, url };
      const description = `Needs the permission \`${permission}\`: ${permissions[permission]}.`;
      return { schema: { ...schema, description, security: [{ token: [] }] }, url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      const { openapiObject } = document;
      const components = { ...openapiObject.components, schemas: { Problem: PROBLEM } };
      const completed: object = { ...openapiObject, paths: withRefusals(openapiObject.paths as Paths), components };
      return completed;
    },
  });
  server.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, () => server.swagger());
  await server.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });
    await docs.register(swaggerUi, { routePrefix: '/docs' });
  });
}

function withRefusals(paths: Paths): object {
  const refusals = mapValues(REFUSALS, refusal);
  const conflict = { 409: refusal('Something of this name is there already') };
  return mapValues(paths, (operations) =>
    mapValues(operations, (operation, method) => ({
      ...operation,
      responses: { ...refusals, ...(method === 'post' && conflict), ...operation.responses },
    })),
  );
}

function refusal(description: string): object {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
