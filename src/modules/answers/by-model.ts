/**
 * Has a model answer from the passages found. What does not stand in them never leaves: the model is told once what kind of
 * statement does not hold; what still does not is refused with the offer of a human, since passages that the model could not
 * answer from are no answer when quoted. Without the model they are quoted.
 */
import { randomBytes } from 'node:crypto';
import { visible } from '../../platform/text/index.js';
import { LlmRejected, LlmUnavailable, type Llm, type LlmRequest } from '../../platform/llm/index.js';
import type { Passage } from '../knowledge/index.js';
import { answerByQuoting } from './by-quoting.js';
import type { Unsupported } from './grounding.js';
import { type LeavingCheck, leavingCheck } from './leaving.js';
import { type AnswerCache, cacheKeyOf } from './model/cache.js';
import { Release } from './model/release.js';
import { type RepairResult, repairRequest } from './model/repair.js';
import { standsAlone } from './model/standalone.js';
import { type Tokens } from './model/spending.js';
import { refused, toSource, withUsage } from './outcome.js';
import { parseAnswer, renumber, type ParsedAnswer } from './parse.js';
import { buildAnswerRequest } from './prompt.js';
import type { Answer, Source } from './types.js';
import type { Work } from './work.js';

export interface ModelOptions {
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Tokens of the model's whole input. */
  readonly tokenBudget?: number | undefined;
  readonly cache?: AnswerCache | undefined;
  readonly events?: ModelEvents | undefined;
}

/** For the metrics. */
export interface ModelEvents {
  repaired(result: RepairResult): void;
  looked(result: 'hit' | 'miss'): void;
}

const TOKEN_BUDGET = 6_000;
const SHORTEST_CALL_MS = 300;
/** A second try with less time than this left would not come to an end. */
const SHORTEST_REPAIR_MS = 1_000;

export async function answerByModel(work: Work, llm: Llm, options: ModelOptions): Promise<Answer> {
  const { cache, events } = options;
  const key = cache && cacheKeyOf(work, llm.name);
  const kept = key && (await cache.find(key));
  if (key) events?.looked(kept ? 'hit' : 'miss');
  if (kept) return grounded(kept.text, kept.sources, work);
  const answer = await new Writing(work, llm, options).answer();
  if (key && answer.reason === 'grounded' && answer.text !== undefined) {
    await cache.keep(key, { text: answer.text, sources: answer.sources });
  }
  return answer;
}

/** What the model has written, and what of it does not hold. */
interface Draft {
  readonly raw: string;
  readonly parsed: ParsedAnswer;
  readonly unsupported: readonly Unsupported[];
  readonly usage: Tokens;
}

class Writing {
  readonly #work: Work;
  readonly #llm: Llm;
  readonly #options: ModelOptions;
  readonly #request: LlmRequest;
  readonly #passages: readonly Passage[];
  readonly #check: LeavingCheck;

  constructor(work: Work, llm: Llm, options: ModelOptions) {
    const { question, standalone, found } = work;
    const { request, passages } = buildAnswerRequest({
      question: standalone.text,
      lang: question.lang,
      passages: found.hits.map((hit) => hit.passage),
      dialogue: standsAlone(question.question, question.lang) ? [] : question.dialogue,
      fence: randomBytes(6).toString('hex'),
      budget: options.tokenBudget ?? TOKEN_BUDGET,
    });
    this.#work = work;
    this.#llm = llm;
    this.#options = options;
    this.#request = request;
    this.#passages = passages;
    this.#check = leavingCheck(passages, { question: standalone.text, lang: question.lang, system: request.system });
  }

  async answer(): Promise<Answer> {
    try {
      const draft = await this.#write();
      if (draft.unsupported.length === 0) return withUsage(this.#judged(draft), draft.usage);
      const { log } = this.#options;
      log.info({ unsupported: draft.unsupported.map(({ kind }) => kind) }, 'model answer is not grounded');
      return withUsage(await this.#repaired(draft), draft.usage);
    } catch (error) {
      return this.#withoutModel(error);
    }
  }

  /** The first draft is shown as it grows, and broken off when it does not hold. */
  async #write(): Promise<Draft> {
    const { onPart, signal } = this.#work.question;
    if (!onPart) return this.#draft(this.#request, signal);
    const release = new Release(this.#check);
    const refuted = new AbortController();
    let written = '';
    try {
      return await this.#draft(this.#request, AbortSignal.any([signal, refuted.signal]), (text) => {
        written = text;
        const part = release.take(text);
        if (part) onPart({ text: renumber(part.text, part.cited), sources: this.#sources(part.cited) });
        if (release.isRefuted) refuted.abort();
      });
    } catch (error) {
      if (!release.isRefuted || signal.aborted) throw error;
      return this.#read({ text: written, truncated: true, inputTokens: 0, outputTokens: 0 });
    }
  }

  async #draft(request: LlmRequest, signal: AbortSignal, onText?: (text: string) => void): Promise<Draft> {
    const timeoutMs = this.#timeLeft();
    if (timeoutMs < SHORTEST_CALL_MS) throw new LlmUnavailable('timeout');
    return this.#read(await this.#llm.complete(request, { signal, timeoutMs, onText }));
  }

  #read({ text, truncated, ...usage }: { text: string; truncated: boolean } & Tokens): Draft {
    const parsed = parseAnswer(visible(text), truncated);
    return { raw: text, parsed, unsupported: parsed.kind === 'declined' ? [] : this.#check(parsed), usage };
  }

  async #repaired({ raw, unsupported }: Draft): Promise<Answer> {
    const { confidence } = this.#work.found;
    const tell = (result: RepairResult): void => this.#options.events?.repaired(result);
    const ungrounded = refused('ungrounded', 'llm', confidence);
    if (this.#timeLeft() < SHORTEST_REPAIR_MS) {
      tell('no_time');
      return ungrounded;
    }
    try {
      const draft = await this.#draft(repairRequest(this.#request, raw, unsupported), this.#work.question.signal);
      const holds = draft.unsupported.length === 0;
      tell(!holds ? 'ungrounded' : draft.parsed.kind === 'declined' ? 'declined' : 'grounded');
      return withUsage(holds ? this.#judged(draft) : ungrounded, draft.usage);
    } catch (error) {
      this.#rethrowUnlessModels(error);
      tell('unavailable');
      return ungrounded;
    }
  }

  #judged({ parsed }: Draft): Answer {
    if (parsed.kind === 'declined') return refused('model_declined', 'llm', this.#work.found.confidence);
    return grounded(renumber(parsed.text, parsed.cited), this.#sources(parsed.cited), this.#work);
  }

  #sources(cited: readonly number[]): Source[] {
    return cited.flatMap((number, i) => toSource(this.#passages[number - 1], i + 1));
  }

  #timeLeft(): number {
    return this.#work.deadline - this.#options.clock();
  }

  #withoutModel(error: unknown): Answer {
    const { code } = this.#rethrowUnlessModels(error);
    this.#options.log.warn({ code, llm: this.#llm.name }, 'answering without the model');
    const quoted = answerByQuoting(this.#work);
    return quoted.outcome === 'answered' ? quoted : { ...quoted, reason: 'unavailable' };
  }

  #rethrowUnlessModels(error: unknown): LlmUnavailable | LlmRejected {
    this.#work.question.signal.throwIfAborted();
    if (error instanceof LlmUnavailable || error instanceof LlmRejected) return error;
    throw error;
  }
}

function grounded(text: string, sources: readonly Source[], { found }: Work): Answer {
  return { outcome: 'answered', reason: 'grounded', text, sources: [...sources], confidence: found.confidence, mode: 'llm' };
}
