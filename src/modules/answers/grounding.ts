import { detectLanguage, type Language } from '../../platform/text/index.js';
import { extractFacts, extractSourceFacts, supports, type Fact, type FactKind } from './facts/index.js';
import type { CitedSentence } from './parse.js';
import { Placement, type Said } from './placement/index.js';
import { contentStems } from './words.js';

/** What the check needs of a passage. */
export interface GroundingPassage {
  readonly title: string;
  readonly section: string;
  readonly text: string;
  readonly lang: Language;
}

/** Something an answer says and its passages do not; `misplaced`: they say it of something else; `unfit`: see output-check.ts. */
export interface Unsupported {
  readonly kind: FactKind | 'citation' | 'claim' | 'misplaced' | 'unfit';
  readonly raw: string;
}

/** A sentence of fewer content words is too short to judge by its words. */
const FEWEST_WORDS = 4;
/**
 * The least share of a sentence's content words that its passages must know. Rewording is welcome, invention
 * not.
 */
const LEAST_SHARED = 0.25;

interface Evidence {
  readonly passage: GroundingPassage;
  readonly facts: Fact[];
  readonly stems: ReadonlySet<string>;
  readonly lang: Language;
}

/** Checks sentences of an answer; those before them count as said. */
export type GroundingCheck = (sentences: readonly CitedSentence[]) => Unsupported[];

/**
 * Whether an answer may leave: it cites passages it was given, and every number, date, time, phone and
 * address stands, with its unit, in a passage cited by that sentence (by the answer, where the sentence cites
 * none), and is said there of nothing but what the answer speaks of. Returns what does not hold; empty means grounded.
 * Citation numbers count the passages from 1.
 * @param question what is answered: a sentence that names nothing speaks of what the question names
 */
export function groundingCheck(passages: readonly GroundingPassage[], question = ''): GroundingCheck {
  const placement = new Placement(passages);
  return (sentences) => {
    const cited = [...new Set(sentences.flatMap((sentence) => sentence.citations))];
    const unknown = cited.filter((number) => passages[number - 1] === undefined);
    if (unknown.length > 0) return unknown.map((number) => ({ kind: 'citation', raw: `[${number}]` }));
    if (cited.length === 0) return [{ kind: 'citation', raw: '' }];
    return sentences.flatMap(({ text, citations }, index) => {
      const numbers = citations.length > 0 ? citations : cited;
      const sources = numbers.flatMap((number) => passages[number - 1] ?? []).map(readEvidence);
      const before = sentences.slice(0, index).map((sentence) => sentence.text);
      const lang = detectLanguage(text) ?? sources[0]?.lang ?? 'ru';
      return checkSentence({ sentence: text, lang, context: [...before.reverse(), question] }, sources, placement);
    });
  };
}

/** The check of a whole answer. */
export function findUnsupported(
  sentences: readonly CitedSentence[],
  passages: readonly GroundingPassage[],
  question?: string,
): Unsupported[] {
  return groundingCheck(passages, question)(sentences);
}

/** A passage is read once, however often it is cited. */
const known = new WeakMap<GroundingPassage, Evidence>();

function readEvidence(passage: GroundingPassage): Evidence {
  const read = known.get(passage) ?? newEvidence(passage);
  known.set(passage, read);
  return read;
}

function newEvidence(passage: GroundingPassage): Evidence {
  const { title, section, text, lang } = passage;
  const whole = `${title}\n${section}\n${text}`;
  return { passage, facts: extractSourceFacts(whole), stems: new Set(contentStems(whole, lang)), lang };
}

function checkSentence(said: Said, evidence: readonly Evidence[], placement: Placement): Unsupported[] {
  const { sentence } = said;
  const cited = evidence.map(({ passage }) => passage);
  const unsupported = extractFacts(sentence)
    .filter((claim) => claim.vague === undefined)
    .flatMap((claim): Unsupported[] => {
      const stands = evidence.some(({ facts }) => facts.some((source) => supports(source, claim)));
      if (!stands) return [{ kind: claim.kind, raw: claim.raw }];
      return placement.isMisplaced(claim, said, cited) ? [{ kind: 'misplaced', raw: claim.raw }] : [];
    });
  return hasSharedWords(sentence, evidence) ? unsupported : [...unsupported, { kind: 'claim', raw: sentence }];
}

/** Words can be compared only within one language; a translation is judged by its facts alone. */
function hasSharedWords(sentence: string, evidence: readonly Evidence[]): boolean {
  const lang = detectLanguage(sentence);
  const comparable = evidence.filter((source) => lang !== undefined && source.lang === lang);
  if (lang === undefined || comparable.length < evidence.length) return true;
  const stems = [...new Set(contentStems(sentence, lang))];
  if (stems.length < FEWEST_WORDS) return true;
  const shared = stems.filter((stem) => comparable.some((source) => source.stems.has(stem)));
  return shared.length / stems.length >= LEAST_SHARED;
}
