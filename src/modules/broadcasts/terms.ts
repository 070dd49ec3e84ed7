/** On which terms a broadcast goes, in words: as a notice of the service, and paid for. */
import type { Translate } from '../../locales/index.js';
import type { Settings } from '../bots/index.js';
import { messagesEach } from './calls.js';
import type { Broadcast } from './repository.js';

/** In tenths of a star, which a message that goes beyond the free rate costs (core.telegram.org/bots/api#sendmessage). */
const TENTHS_EACH = 1;

/**
 * The lines that say so; none for what goes without saying.
 * @param recipients how many are to get it, where that is known
 */
export function termLines(t: Translate, settings: Settings, broadcast: Broadcast, recipients?: number): string[] {
  const rate = broadcast.paid ? settings.broadcasts.paidRate : null;
  return [
    ...(broadcast.service ? [t('broadcasts.service.line')] : []),
    ...(rate === null ? [] : [paidLine(t, rate, broadcast, recipients)]),
  ];
}

export function paidLine(t: Translate, rate: number, { content }: Broadcast, recipients?: number): string {
  if (recipients === undefined) return t('broadcasts.paid.rate', { rate });
  return t('broadcasts.paid.line', { rate, stars: Math.ceil((recipients * messagesEach(content) * TENTHS_EACH) / 10) });
}
