/** The one translator of errors to HTTP: every refusal is an `application/problem+json` of RFC 9457. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable, isUnstorable } from '../platform/db/database.js';
import { type FieldError, Problem } from '../platform/http/problem.js';

const DATABASE_PAUSE_SECONDS = 5;
const CLIENT_ERRORS: ReadonlySet<number> = new Set([400, 408, 411, 413, 414, 415, 431]);

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  414: 'Too long',
  415: 'Unknown kind of body',
  422: 'Invalid',
  429: 'Too many requests',
  500: 'Our mistake',
  503: 'Not available now',
};

/** Answers with problems where a route is missing or throws. */
export function answerWithProblems(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) => {
    return send(request, reply, new Problem(404, 'not_found', 'There is nothing here.'));
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error, request);
    if (problem.status === 500) request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    return send(request, reply, problem);
  });
}

/** Answers with a problem where an address is none, before any route is asked. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void send(request, reply, problemOf(error, request));
}

function send(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code, message: detail, errors, retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const title = TITLES[status] ?? 'Refused';
  const body = { type: 'about:blank', title, status, detail, code, ...(errors && { errors }), trace_id: request.id };
  // As bytes: the type of a problem has no charset, and no route's schema applies to it.
  return reply.code(status).type('application/problem+json').send(Buffer.from(JSON.stringify(body)));
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) {
    const isOurs = request.routeOptions.config.permission !== undefined;
    const options = { errors: error.validation.map((issue) => fieldError(issue, error.validationContext ?? 'body')) };
    return new Problem(isOurs ? 422 : 400, 'invalid', 'The request does not say what it should.', options);
  }
  if (isDatabaseUnavailable(error)) {
    const options = { retryAfterSeconds: DATABASE_PAUSE_SECONDS };
    return new Problem(503, 'unavailable', 'The database is away; please try again.', options);
  }
  if (isUnstorable(error)) return new Problem(422, 'invalid', 'The request holds a character or a time that cannot be.');
  const { statusCode = 500 } = error;
  if (CLIENT_ERRORS.has(statusCode)) return new Problem(statusCode, 'bad_request', 'The request cannot be read.');
  return new Problem(500, 'internal', 'Something went wrong; it is in our log under this trace id.');
}

type Issue = NonNullable<FastifyError['validation']>[number];

function fieldError({ instancePath, keyword, params, message = 'is wrong' }: Issue, context: string): FieldError {
  const inner = keyword === 'required' ? params.missingProperty : params.additionalProperty;
  const path = [context, ...instancePath.split('/').slice(1), ...(typeof inner === 'string' ? [inner] : [])];
  return { field: path.join('.'), message: keyword === 'additionalProperties' ? 'is not known here' : message };
}
