/** What a ticket is about and who is to see to it, told by the FAQ's own labels: pure rules. */
import type { FaqMatch } from '../knowledge/index.js';

/** As the bank calls them in its FAQ. */
export interface Labels {
  readonly category: string;
  readonly priority: string;
  readonly department: string;
}

/** Where the FAQ tells nothing. */
export const FALLBACK: Labels = { category: 'general', priority: 'medium', department: 'support' };

/** A guess below this says nothing of what was meant. */
const LEAST_GUESS = 0.15;
/** So much must speak for a label in all. */
const LEAST_VOTE = 0.25;
const RAISED = 'high';
/** Priorities that need no raising. */
const URGENT = new Set([
  ...['high', 'highest', 'urgent', 'critical'],
  ...['высокий', 'срочный', 'критический'],
  ...['жоғары', 'шұғыл'],
]);

/**
 * A vote of the guesses, each as heavy as its confidence: first on the category; then those of that category on priority
 * and department, so that the three go together. What is urgent comes high at least.
 */
export function classify(guesses: readonly FaqMatch[], isUrgent: boolean): Labels {
  const votes = guesses.filter(({ confidence }) => confidence >= LEAST_GUESS);
  const category = winner(votes, 'category');
  const peers = category === undefined ? votes : votes.filter(({ entry }) => entry.category === category);
  const priority = winner(peers, 'priority') ?? FALLBACK.priority;
  return {
    category: category ?? FALLBACK.category,
    priority: isUrgent && !URGENT.has(priority.toLowerCase()) ? RAISED : priority,
    department: winner(peers, 'department') ?? FALLBACK.department,
  };
}

/** Of labels with as many votes, that of the better guess. */
function winner(votes: readonly FaqMatch[], label: keyof Labels): string | undefined {
  const sums = new Map<string, number>();
  for (const { entry, confidence } of votes) {
    const named = entry[label];
    if (named !== undefined) sums.set(named, (sums.get(named) ?? 0) + confidence);
  }
  const [best] = [...sums].sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] >= LEAST_VOTE ? best[0] : undefined;
}
