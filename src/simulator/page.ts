import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Serves the page with the phones at `/`. Its files need no build and are read from the source folder. */
export function registerPage(app: FastifyInstance): void {
  const folder = pageFolder();
  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const path = normalize(request.params['*'] || 'index.html');
    const type = TYPES[extname(path)];
    if (!folder || !type || path.startsWith('..')) return reply.code(404).send({ error: 'not found' });
    try {
      const bytes = await readFile(join(folder, path));
      return await reply.header('Cache-Control', 'no-cache').type(type).send(bytes);
    } catch {
      return reply.code(404).send({ error: 'not found' });
    }
  });
}

/** The compiled server lies in `dist/src/simulator`, the page only in `src/simulator`. */
function pageFolder(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 6; up++) {
    for (const inside of ['page', join('src', 'simulator', 'page')]) {
      const candidate = join(folder, inside);
      if (existsSync(join(candidate, 'index.html'))) return candidate;
    }
    folder = dirname(folder);
  }
  return undefined;
}
