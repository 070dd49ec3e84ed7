import { relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { kindOf } from './file.js';
import type { KnowledgeLog } from './log.js';
import { placeOf } from './scope.js';

const QUIET_MS = 300;
const READY_MS = 5_000;

/**
 * Calls back once documents in a folder have been added, changed or removed and it is quiet again. The folder
 * need not exist yet. Resolves, when changes are seen, to what stops it.
 */
export async function watchFolder(
  dir: string,
  changed: () => unknown,
  log: KnowledgeLog,
): Promise<() => Promise<void>> {
  const watcher = watch(dir, {
    ignoreInitial: true,
    // Editors write in steps: a file is read when its size has been the same for a while.
    awaitWriteFinish: { stabilityThreshold: 200, pollInterval: 50 },
  });
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, file) => {
    const name = documentName(dir, file);
    const folder = event === 'addDir' || event === 'unlinkDir';
    if (!folder && (name === undefined || kindOf(placeOf(name)?.name ?? name) === undefined)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  });
  watcher.on('error', (err) => log.error({ err, dir }, 'contexts folder cannot be watched'));
  await new Promise<void>((resolve) => {
    // A folder that cannot be watched must not keep its documents from being served.
    const patience = setTimeout(resolve, READY_MS);
    watcher.once('ready', () => {
      clearTimeout(patience);
      resolve();
    });
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}

/** A watched path as the documents are named; undefined when it is outside the folder. */
function documentName(dir: string, file: string): string | undefined {
  const path = relative(dir, file).split(sep).join('/');
  return path === '' || path.startsWith('..') ? undefined : path;
}
