/** What workers do: the duties of the modules, each with its kind of job. */
import { type FetchingParts, documentDuty } from '../modules/admin/jobs.js';
import { trimAnswerCache } from '../modules/answers/index.js';
import { type AnswerParts, answerDuty } from '../modules/answers/jobs.js';
import { type BroadcastParts, broadcastDuty } from '../modules/broadcasts/jobs.js';
import { type MiningParts, miningDuty } from '../modules/faq/jobs.js';
import { indexDuty } from '../modules/knowledge/jobs.js';
import { type EraserParts, erasingDuty } from '../modules/personal-data/jobs.js';
import type { Embedder } from '../platform/embeddings/index.js';
import { Duties, type JobQueue, type QueueEvents } from '../platform/queue/index.js';
import { cleaningDuty } from '../telegram/janitor.js';

export interface WorkerParts {
  readonly queue: JobQueue;
  readonly events: QueueEvents;
  readonly answers: AnswerParts;
  readonly broadcasts: BroadcastParts;
  readonly documents: FetchingParts;
  readonly embedder: Embedder;
  readonly erasing: EraserParts;
  readonly mining: MiningParts;
}

export function createWorker({ queue, events, answers, broadcasts, documents, embedder, erasing, mining }: WorkerParts): Duties {
  const duties = new Duties(queue, events, erasing.db);
  duties.add(answerDuty(answers));
  duties.add(broadcastDuty(broadcasts));
  duties.add(documentDuty(documents));
  duties.add(indexDuty(erasing.db, embedder));
  duties.add(erasingDuty(erasing));
  duties.add(miningDuty(mining));
  duties.add(cleaningDuty(erasing.db, [(signal) => trimAnswerCache(erasing.db, signal)]));
  return duties;
}
