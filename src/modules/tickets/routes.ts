import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { invalid, notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { callerOf } from '../access/index.js';
import { audit } from '../audit/index.js';
import { type Incoming, type IngestParts, ingest } from './ingest.js';
import { languageNamed } from './language.js';
import { type Ticket, type TicketFilter, findTicket, listTickets } from './repository.js';

export type { IngestParts } from './ingest.js';

const { ID, TEXT, TIME, answer, nullable, pageOf, pageQuery, query, record } = schemas;

interface IngestBody {
  readonly text: string;
  readonly language?: string | null;
  readonly external_id?: string | null;
}

const KEY_LENGTH = 200;
/** More than a letter has, less than a book. */
const TEXT_LENGTH = 8_000;
const SCORE = { type: 'number', minimum: 0, maximum: 1 };
const LANGUAGE = { type: 'string', enum: ['ru', 'kk', 'en'] };
const LABELS = { category: TEXT, priority: TEXT, department: TEXT };
const TAGS = ['Tickets'];

const BODY = {
  type: 'object',
  description: 'Other fields are ignored, so that a channel may hand over what it has',
  required: ['text'],
  properties: {
    text: { ...TEXT, minLength: 1, maxLength: TEXT_LENGTH, description: 'What the customer wrote; masked before anything is stored' },
    language: { ...nullable(TEXT), description: '`ru`, `kk` (or `kz`), `en`, in capitals or not; detected when left out' },
    external_id: {
      ...{ ...nullable(TEXT), minLength: 1, maxLength: KEY_LENGTH },
      description: 'What your system calls it; stored as it is, so no personal data. Names the request where there is no `Idempotency-Key`',
    },
  },
};

const INGESTED = answer(
  'What has become of it: the same for the same request again',
  {
    status: {
      ...{ type: 'string', enum: ['closed_auto', 'new'] },
      description: '`closed_auto`: the FAQ has answered, say `answer`. `new`: a ticket waits for somebody at the bank',
    },
    ticket_id: ID,
    language: LANGUAGE,
    ...LABELS,
    similarity_score: { ...SCORE, description: 'How sure the best entry of the FAQ is what was asked' },
    faq_id: { ...nullable(TEXT), description: 'That entry, whether or not it has answered' },
    external_id: nullable(TEXT),
    answer: { ...TEXT, description: 'With `closed_auto`' },
    confidence: { ...SCORE, description: 'With `closed_auto`: the same as `similarity_score`' },
  },
  ['answer', 'confidence'],
);

/** `POST /api/ingest`: requests of other channels. */
export const ingestRoutes: FastifyPluginCallback<IngestParts> = (server, parts, done) => {
  server.post<{ Body: IngestBody }>(
    '/ingest',
    {
      config: { permission: 'tickets.ingest' },
      schema: {
        tags: TAGS,
        summary: 'Hands over what a customer wrote in another channel: answered by the FAQ, or a ticket',
        querystring: query(),
        headers: { type: 'object', properties: { 'idempotency-key': { ...TEXT, minLength: 1, maxLength: KEY_LENGTH } } },
        body: BODY,
        response: { 200: INGESTED },
      },
    },
    async (request) => presentIngested(await ingest(parts, callerOf(request), incomingOf(request))),
  );
  done();
};

const TICKET = {
  id: ID,
  channel: TEXT,
  state: { type: 'string', enum: ['new', 'closed'] },
  external_id: nullable(TEXT),
  language: LANGUAGE,
  ...LABELS,
  faq_id: nullable(TEXT),
  similarity_score: SCORE,
  created_at: TIME,
  closed_at: nullable(TIME),
};

const FILTERS = {
  state: { type: 'string', enum: ['new', 'closed'], description: '`closed`: the FAQ has answered it' },
  external_id: { ...TEXT, minLength: 1, maxLength: KEY_LENGTH },
};

/** Tickets. Reading what was asked is an act of the audit log. */
export const ticketRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  const config = { permission: 'tickets.view' } as const;

  server.get<{ Querystring: schemas.PageQuery & TicketFilter }>(
    '/tickets',
    {
      config,
      schema: {
        tags: TAGS,
        summary: 'Tickets, newest first',
        querystring: pageQuery(FILTERS),
        response: { 200: pageOf(record(TICKET)) },
      },
    },
    async (request) => {
      const before = schemas.afterId(request.query);
      const { limit } = request.query;
      const rows = await tenantTransaction(db, callerOf(request).botId, (tx) =>
        listTickets(tx, request.query, limit + 1, before),
      );
      return schemas.toPage(rows, limit, present);
    },
  );

  server.get<{ Params: { readonly id: number } }>(
    '/tickets/:id',
    {
      config,
      schema: {
        tags: TAGS,
        summary: 'A ticket with what was asked, masked, and what the FAQ has answered',
        params: record({ id: ID }),
        querystring: query(),
        response: { 200: answer('The ticket', { ...TICKET, text: nullable(TEXT), answer: nullable(TEXT) }) },
      },
    },
    async (request) => {
      const { actor, botId } = callerOf(request);
      return tenantTransaction(db, botId, async (tx) => {
        const ticket = await findTicket(tx, request.params.id);
        if (!ticket) throw notFound('ticket');
        await audit(tx, botId, { actor, action: 'tickets.view', object: `ticket:${ticket.id}` });
        return { ...present(ticket), text: ticket.text, answer: ticket.answer };
      });
    },
  );
  done();
};

function incomingOf({ body, headers }: FastifyRequest<{ Body: IngestBody }>): Incoming {
  const { text, language: name, external_id: externalId } = body;
  if (!/[^\p{Z}\p{C}]/u.test(text)) throw invalid('body.text', 'must have something to read');
  const language = name == null ? undefined : languageNamed(name);
  if (name != null && language === undefined) throw invalid('body.language', 'must be ru, kk (or kz) or en');
  const key = headers['idempotency-key'];
  const idempotencyKey = typeof key === 'string' ? key : undefined;
  return { text, language, externalId: externalId ?? undefined, idempotencyKey };
}

function presentIngested({ id, state, language, category, priority, department, ...ticket }: Ticket): object {
  const { similarity, faq_id, external_id, answer: said } = ticket;
  const known = { ticket_id: id, language, category, priority, department, similarity_score: similarity, faq_id, external_id };
  if (state === 'new' || said === null) return { status: 'new', ...known };
  return { status: 'closed_auto', ...known, answer: said, confidence: similarity };
}

function present({ similarity, text: _text, answer: _answer, request_hash: _hash, ...ticket }: Ticket): object {
  return { ...ticket, similarity_score: similarity };
}
