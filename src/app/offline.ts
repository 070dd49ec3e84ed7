/**
 * The engine over a folder of documents and nothing else: no database, no model, no network, and nothing is written into
 * the folder. What it says is what a customer of a bot with these documents would read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Locale, createTexts } from '../locales/index.js';
import { type Answer, answerText, createAnswerEngine } from '../modules/answers/index.js';
import { type KnowledgeBase, MIN_CONFIDENCE, createKnowledgeBase, folderSource, memoryEmbeddingCache } from '../modules/knowledge/index.js';
import { mask } from '../modules/privacy/index.js';
import { LocalEmbedder } from '../platform/embeddings/index.js';
import { type Language, detectLanguage } from '../platform/text/index.js';

export interface OfflineOptions {
  readonly contexts: string;
  /** Confidence from which the FAQ answers by itself, 0..1. */
  readonly autoResolveFrom: number;
  /** For a question whose language nobody tells and nothing shows. */
  readonly defaultLocale: Locale;
  /** The day on which the questions are asked, `YYYY-MM-DD`; today when left out. */
  readonly day?: string | undefined;
}

export interface OfflineAnswer extends Answer {
  /** What a customer reads, whatever the outcome is. */
  readonly said: string;
}

export interface OfflineDesk {
  /** The folder is read and learned from. */
  readonly ready: Promise<void>;
  ask(question: string, lang: Language | undefined): Promise<OfflineAnswer>;
  /** What is wrong with files, in words; the rest of the folder is in use. */
  problems(): string[];
  release(): Promise<void>;
}

/** Far more than quoting takes: nothing is to run into it. */
const TIMEOUT_MS = 60_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function openOfflineDesk(options: OfflineOptions): OfflineDesk {
  const indexDir = mkdtempSync(join(tmpdir(), 'teller-offline-'));
  const remove = (): void => rmSync(indexDir, { recursive: true, force: true });
  // However the process ends, short of being killed.
  process.on('exit', remove);
  const knowledge = openKnowledge(options, indexDir);
  const engine = createAnswerEngine({
    retrieve: (question, k) => knowledge.search(question, k),
    matchFaq: (question) => knowledge.matchFaq(question),
    mask,
    log: silent,
    clock: () => performance.now(),
    timeoutMs: TIMEOUT_MS,
  });
  const { autoResolveFrom, defaultLocale } = options;
  const texts = createTexts(defaultLocale);
  const { signal } = new AbortController();
  return {
    ready: knowledge.ready,
    async ask(question, asked) {
      const lang = detectLanguage(question, asked) ?? asked ?? defaultLocale;
      const answer = await engine.answer({ question, lang, dialogue: [], minConfidence: MIN_CONFIDENCE, autoResolveFrom, signal });
      return { ...answer, said: answerText(texts(lang), answer) };
    },
    problems: () => knowledge.problems().map(({ document, code, detail }) => `${document || 'documents'}: ${code}: ${detail}`),
    async release() {
      await knowledge.release();
      remove();
      process.off('exit', remove);
    },
  };
}

function openKnowledge({ contexts, day }: OfflineOptions, indexDir: string): KnowledgeBase {
  const folder = folderSource(resolve(contexts), silent);
  return createKnowledgeBase({
    sources: [{ read: () => folder.read(), watch: () => Promise.resolve(() => Promise.resolve()) }],
    embedder: new LocalEmbedder(),
    cache: memoryEmbeddingCache(),
    indexDir,
    log: silent,
    ...(day === undefined ? { clock: () => new Date() } : { clock: () => new Date(`${day}T12:00:00Z`), timeZone: 'UTC' }),
  });
}
