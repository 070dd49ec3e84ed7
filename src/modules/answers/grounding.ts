import { detectLanguage, type Language } from '../../platform/text/index.js';
import { extractFacts, extractSourceFacts, supports, type Fact, type FactKind } from './facts/index.js';
import type { CitedSentence } from './parse.js';
import { contentStems } from './words.js';

/** What the check needs of a passage. */
export interface GroundingPassage {
  readonly title: string;
  readonly section: string;
  readonly text: string;
  readonly lang: Language;
}

/** Something an answer says and its passages do not. */
export interface Unsupported {
  readonly kind: FactKind | 'citation' | 'claim';
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
  readonly facts: Fact[];
  readonly stems: ReadonlySet<string>;
  readonly lang: Language;
}

/**
 * Whether an answer may leave: it cites passages it was given, and every number, date, time, phone and
 * address stands, with its unit, in a passage cited by that sentence (by the answer, where the sentence cites
 * none). Returns what does not hold; empty means grounded. Citation numbers count the passages from 1.
 */
export function findUnsupported(
  sentences: readonly CitedSentence[],
  passages: readonly GroundingPassage[],
): Unsupported[] {
  const evidence = passages.map(readEvidence);
  const cited = [...new Set(sentences.flatMap((sentence) => sentence.citations))];
  const unknown = cited.filter((number) => evidence[number - 1] === undefined);
  if (unknown.length > 0) return unknown.map((number) => ({ kind: 'citation', raw: `[${number}]` }));
  if (cited.length === 0) return [{ kind: 'citation', raw: '' }];
  return sentences.flatMap((sentence) => {
    const numbers = sentence.citations.length > 0 ? sentence.citations : cited;
    return checkSentence(
      sentence.text,
      numbers.flatMap((number) => evidence[number - 1] ?? []),
    );
  });
}

function readEvidence({ title, section, text, lang }: GroundingPassage): Evidence {
  const whole = `${title}\n${section}\n${text}`;
  return { facts: extractSourceFacts(whole), stems: new Set(contentStems(whole, lang)), lang };
}

function checkSentence(sentence: string, evidence: readonly Evidence[]): Unsupported[] {
  const unsupported: Unsupported[] = extractFacts(sentence)
    .filter((claim) => claim.vague === undefined)
    .filter((claim) => !evidence.some(({ facts }) => facts.some((source) => supports(source, claim))))
    .map(({ kind, raw }) => ({ kind, raw }));
  if (!hasSharedWords(sentence, evidence)) unsupported.push({ kind: 'claim', raw: sentence });
  return unsupported;
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
