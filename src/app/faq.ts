/** Who asks the FAQ beside the chats: requests of other channels, and the search for what it lacks. */
import { detectDanger } from '../modules/answers/index.js';
import type { MiningParts } from '../modules/faq/jobs.js';
import type { KnowledgeBase } from '../modules/knowledge/index.js';
import type { IngestParts } from '../modules/tickets/routes.js';
import { LocalEmbedder } from '../platform/embeddings/index.js';
import type { Foundation } from './foundation.js';

/** @param faq where the frequent questions are, opened when they are asked for first */
export function ingestParts(
  { config, db, botSettings }: Foundation,
  faq: () => KnowledgeBase | Promise<KnowledgeBase>,
): IngestParts {
  const { autoResolveFrom, defaultLocale } = config.settings;
  return {
    ...{ db, settings: botSettings, autoResolveFrom, defaultLanguage: defaultLocale },
    guessFaq: async (question, k) => (await faq()).guessFaq(question, k),
    isDangerous: (text) => detectDanger(text) !== undefined,
  };
}

export function miningParts({ config, db, botSettings, log }: Foundation, knowledge: KnowledgeBase): MiningParts {
  return {
    ...{ db, settings: botSettings, log },
    autoResolveFrom: config.settings.autoResolveFrom,
    // Likeness of wording is what tells that the same is asked again; it costs nothing and needs nobody.
    embedder: new LocalEmbedder(),
    matchFaq: (question) => knowledge.matchFaq(question),
  };
}
