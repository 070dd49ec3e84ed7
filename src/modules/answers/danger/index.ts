/**
 * Danger that has come or is coming: it goes past everything that answers, to the bank's emergency text and to a
 * person. Questions about danger in general are questions like any other.
 */
import type { Warning } from '../../conversations/index.js';
import { splitSentences } from '../sentences.js';
import { readings } from './readings.js';
import * as the from './words.js';

/**
 * What has happened: a card, or what it is kept in, is lost or stolen (`card`); money, a secret or a device is in a
 * stranger's hands, or about to be (`fraud`); somebody threatens themselves, or others are threatened.
 */
export type DangerKind = 'card' | 'fraud' | 'self_harm' | 'violence';

interface Rule {
  readonly kind: DangerKind;
  /** All of them, in whatever order. */
  readonly has: readonly RegExp[];
  readonly lacks?: readonly RegExp[];
}

const GENERAL = [the.SUPPOSING, the.IN_GENERAL];

/** The first that holds is what has happened. */
const RULES: readonly Rule[] = [
  { kind: 'self_harm', has: [the.SELF_HARM] },
  { kind: 'violence', has: [the.VIOLENCE] },
  { kind: 'fraud', has: [the.GAVE, the.SECRET], lacks: [...GENERAL, the.DELIVERY, the.TO_ME] },
  { kind: 'fraud', has: [the.GAVE, the.MONEY, the.STRANGER], lacks: [...GENERAL, the.TO_ME] },
  { kind: 'fraud', has: [the.ENTERED, the.SECRET, the.TRAP], lacks: GENERAL },
  { kind: 'fraud', has: [the.ENTERED, the.THING, the.TRAP], lacks: GENERAL },
  { kind: 'fraud', has: [the.CALLS, the.DEMANDS, the.SECRET], lacks: [...GENERAL, the.BUSINESS] },
  { kind: 'fraud', has: [the.CALLS, the.AS_BANK, the.SO_CALLED], lacks: [...GENERAL, the.BUSINESS] },
  { kind: 'fraud', has: [the.CALLED_FROM_BANK], lacks: [...GENERAL, the.BUSINESS] },
  { kind: 'fraud', has: [the.SAFE_ACCOUNT, the.TRANSFER], lacks: GENERAL },
  { kind: 'fraud', has: [the.REMOTE, the.INSTALLED], lacks: GENERAL },
  { kind: 'fraud', has: [the.IN_NAME, the.DEBT], lacks: GENERAL },
  { kind: 'fraud', has: [the.HACKED], lacks: GENERAL },
  { kind: 'fraud', has: [the.SCAM, the.TOOK], lacks: GENERAL },
  { kind: 'fraud', has: [the.SCAM, the.DECEIVED], lacks: GENERAL },
  { kind: 'fraud', has: [the.DECEIVED, the.MONEY], lacks: GENERAL },
  { kind: 'fraud', has: [the.DECEIVED_ME], lacks: GENERAL },
  { kind: 'fraud', has: [the.GONE], lacks: [...GENERAL, the.INCOMING] },
  { kind: 'fraud', has: [the.STRANGE_OPERATION], lacks: GENERAL },
  { kind: 'fraud', has: [the.OPERATION, the.NOT_ME], lacks: [...GENERAL, the.INCOMING] },
  { kind: 'card', has: [the.STOLEN, the.THING], lacks: [the.SUPPOSING, the.OTHER_LOSS] },
  { kind: 'card', has: [the.LOST, the.THING], lacks: [the.SUPPOSING, the.OTHER_LOSS] },
  { kind: 'card', has: [the.ROBBED] },
];

/** Which danger a message tells of, if any: read off the words alone, the same for every caller. */
export function detectDanger(text: string): DangerKind | undefined {
  const sentences = splitSentences(text).flatMap(readings);
  const pairs = splitSentences(text).flatMap((sentence, at, all) => (at === 0 ? [] : readings(`${all[at - 1] ?? ''} ${sentence}`)));
  const windows = [...sentences, ...pairs];
  return RULES.find((rule) => windows.some((window) => holds(rule, window)))?.kind;
}

/** What is to be said to a message that tells of danger; undefined for all others. */
export function warningFor(text: string): Warning | undefined {
  const kind = detectDanger(text);
  return kind && WARNINGS[kind];
}

const WARNINGS: Readonly<Record<DangerKind, Warning>> = {
  card: 'emergency',
  fraud: 'emergency',
  self_harm: 'crisis',
  violence: 'violence',
};

function holds({ has, lacks = [] }: Rule, text: string): boolean {
  return has.every((pattern) => pattern.test(text)) && !lacks.some((pattern) => pattern.test(text));
}
