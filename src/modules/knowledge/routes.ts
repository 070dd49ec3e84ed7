/**
 * `/api/v1/documents`: the documents of the database. A file is read before it is stored: what cannot be answered from is
 * refused with the reason, and the former version goes on.
 */
import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { noteDownload } from './store/acts.js';
import { documentChanges, documentUploads } from './store/changing.js';
import { contentOf, listDocuments } from './store/documents.js';
import { DOCUMENT, SHOWN, type WithId, documentOf, present, show, today, within } from './store/serving.js';

const { ID, pageOf, pageQuery, query, record } = schemas;

export const documentRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  const config = { permission: 'knowledge.manage' } as const;
  const tags = ['Documents'];
  const params = record({ id: ID });
  void server.register(documentUploads, { db });
  void server.register(documentChanges, { db });

  server.get<{ Querystring: schemas.PageQuery }>(
    '/documents',
    { config, schema: { tags, summary: 'The documents of the database that the bot answers from, or has, newest first', querystring: pageQuery(), response: { 200: pageOf(record(DOCUMENT)) } } },
    (request) => {
      const { limit } = request.query;
      const beforeId = schemas.afterId(request.query);
      return within(db, request, async ({ tx, botId }) => schemas.toPage(await listDocuments(tx, await today(tx, botId), limit + 1, beforeId), limit, present));
    },
  );

  server.get<WithId>(
    '/documents/:id',
    { config, schema: { tags, summary: 'A document with its versions', params, querystring: query(), response: { 200: SHOWN } } },
    (request) => within(db, request, (work) => show(work, request.params.id)),
  );

  server.get<WithId & { readonly Querystring: { readonly version?: number } }>(
    '/documents/:id/content',
    {
      config,
      schema: {
        tags,
        summary: 'The bytes of a document',
        params,
        querystring: query({ version: { ...ID, description: 'The `version_id` of an earlier version; the newest when left out' } }),
        response: { 200: { description: 'As they were uploaded', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await within(db, request, async (work) => {
        const { newest } = await documentOf(work, id);
        const versionId = request.query.version ?? newest.id;
        const content = await contentOf(work.tx, versionId);
        const document = content && (await noteDownload(work, versionId));
        if (document?.id !== id) throw notFound('version');
        return { content, name: document.name };
      });
      const name = encodeURIComponent(found.name.split('/').at(-1) ?? '');
      // Never as what it says it is: no browser is to run it.
      return reply.type('application/octet-stream').header('content-disposition', `attachment; filename*=UTF-8''${name}`).send(found.content);
    },
  );
  done();
};
