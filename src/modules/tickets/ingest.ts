/**
 * Takes in what somebody wrote in another channel and does with it what the chat does: the FAQ answers at once what it is
 * sure of, and anything else becomes a ticket with what the FAQ tells of it. Either way there is one ticket for each
 * request, however often and from however many sides it comes (a unique key holds it), and it keeps its answer.
 */
import { createHash } from 'node:crypto';
import { type Database, storableText } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { Problem } from '../../platform/http/problem.js';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import type { Caller } from '../access/index.js';
import { answerByFaq, detectIntent } from '../answers/index.js';
import { audit } from '../audit/index.js';
import type { BotSettings } from '../bots/index.js';
import type { FaqMatch } from '../knowledge/index.js';
import { mask } from '../privacy/index.js';
import { classify } from './classify.js';
import { type NewTicket, type Ticket, findTicketOf, insertTicket } from './repository.js';

export interface IngestParts {
  readonly db: Database;
  readonly settings: BotSettings;
  /** Confidence from which the FAQ answers by itself where a bank has set none, 0..1. */
  readonly autoResolveFrom: number;
  /** Of a text that tells none. */
  readonly defaultLanguage: Language;
  /** The entries of the FAQ that fit best, best first. */
  readonly guessFaq: (
    question: { readonly text: string; readonly lang: Language; readonly botId: number },
    k: number,
  ) => Promise<readonly FaqMatch[]>;
  /** Whether a text speaks of danger, such as a stolen card: no answer of the FAQ will do then. */
  readonly isDangerous: (text: string) => boolean;
}

export interface Incoming {
  readonly text: string;
  /** Detected where it is undefined. */
  readonly language: Language | undefined;
  readonly externalId: string | undefined;
  /** Names the request among all of the bot; the external id does where it is undefined. */
  readonly idempotencyKey: string | undefined;
}

/** How many guesses of the FAQ have a say in what a ticket is about. */
const GUESSES = 5;

/** @throws Problem when another request had the same key */
export async function ingest(parts: IngestParts, { botId, actor }: Caller, incoming: Incoming): Promise<Ticket> {
  const { db } = parts;
  const requestKey = keyOf(incoming);
  const text = storableText(mask(incoming.text.trim()));
  const requestHash = createHash('sha256').update(JSON.stringify([text, incoming.language ?? null])).digest('base64url');
  const ticket = await describe(parts, botId, text, { ...incoming, requestKey, requestHash });
  return tenantTransaction(db, botId, async (tx) => {
    const made = await insertTicket(tx, botId, ticket);
    if (made) {
      await audit(tx, botId, { actor, action: 'tickets.ingest', object: `ticket:${made.id}` });
      return made;
    }
    const other = await findTicketOf(tx, requestKey ?? '');
    if (!other) throw new Error('A ticket was neither stored nor found.');
    return sameRequest(other, requestHash);
  });
}

async function describe(
  { settings, autoResolveFrom, defaultLanguage, guessFaq, isDangerous }: IngestParts,
  botId: number,
  text: string,
  { language: named, externalId, requestKey, requestHash }: Incoming & Pick<NewTicket, 'requestKey' | 'requestHash'>,
): Promise<NewTicket> {
  const language = named ?? detectLanguage(text) ?? defaultLanguage;
  const guesses = await guessFaq({ text, lang: language, botId }, GUESSES);
  const { thresholds } = await settings.get(botId);
  const best = guesses[0];
  const isUrgent = isDangerous(text);
  const isAnswerable = !isUrgent && ['question', 'personal'].includes(detectIntent(text).kind);
  const asked = { question: text, lang: language, autoResolveFrom: thresholds.autoResolve ?? autoResolveFrom };
  const answer = isAnswerable ? answerByFaq(asked, best)?.text : undefined;
  return {
    channel: 'api',
    ...{ requestKey, requestHash, externalId, text, language, answer },
    ...classify(answer !== undefined && best ? [best] : guesses, isUrgent),
    faqId: best?.entry.id,
    faqVersion: best?.entry.version,
    similarity: best?.confidence ?? 0,
  };
}

function keyOf({ idempotencyKey, externalId }: Incoming): string | undefined {
  if (idempotencyKey !== undefined) return `key:${idempotencyKey}`;
  return externalId === undefined ? undefined : `external:${externalId}`;
}

/** The ticket of the same request; what it was is not known any more once it is emptied. */
function sameRequest(ticket: Ticket, requestHash: string): Ticket {
  if (ticket.request_hash === null || ticket.request_hash === requestHash) return ticket;
  throw new Problem(422, 'key_reused', 'Another request has come under the same Idempotency-Key or external_id.');
}
