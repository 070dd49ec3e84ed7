/** What workers do: the duties of the modules, each with its kind of job. */
import { type AnswerParts, answerDuty } from '../modules/answers/jobs.js';
import { type BroadcastParts, broadcastDuty } from '../modules/broadcasts/jobs.js';
import { type EraserParts, erasingDuty } from '../modules/personal-data/jobs.js';
import { Duties, type JobQueue, type QueueEvents } from '../platform/queue/index.js';
import { cleaningDuty } from '../telegram/janitor.js';

export interface WorkerParts {
  readonly queue: JobQueue;
  readonly events: QueueEvents;
  readonly answers: AnswerParts;
  readonly broadcasts: BroadcastParts;
  readonly erasing: EraserParts;
}

export function createWorker({ queue, events, answers, broadcasts, erasing }: WorkerParts): Duties {
  const duties = new Duties(queue, events);
  duties.add(answerDuty(answers));
  duties.add(broadcastDuty(broadcasts));
  duties.add(erasingDuty(erasing));
  duties.add(cleaningDuty(erasing.db));
  return duties;
}
