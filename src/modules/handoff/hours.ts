/** What customers are told of the line while nobody is at work. */
import type { Locale, Translate } from '../../locales/index.js';
import { type Availability, type BotSettings, type Settings, availability, textOf } from '../bots/index.js';

/** Whether people are at work now, and what the bank says when they are not. */
export interface Hours extends Availability {
  readonly settings: Settings;
}

export async function hoursNow(settings: BotSettings, botId: number): Promise<Hours> {
  const current = await settings.get(botId);
  return { ...availability(current.workingHours, new Date()), settings: current };
}

/** What somebody who has just come into the line is told. */
export function welcomeToLine(t: Translate, locale: Locale, position: number, hours: Hours): string {
  if (hours.atWork) {
    return position === 1 ? t('handoff.customer.queued_first') : t('handoff.customer.queued', { position });
  }
  const closed = textOf(hours.settings, 'outOfHours', locale) ?? t('handoff.customer.out_of_hours');
  return `${withBack(t, closed, hours)} ${t('handoff.customer.queued_meanwhile', { position })}`;
}

/** What somebody in danger is told of the line: people on duty are called at any hour. */
export function urgentLine(t: Translate, { atWork }: Hours): string {
  return t(atWork ? 'handoff.customer.urgent' : 'handoff.customer.urgent_out_of_hours');
}

/** A text, followed by when people are back where they are away and that is known. */
export function withBack(t: Translate, text: string, { back }: Hours): string {
  return back ? `${text} ${t(`handoff.customer.back_${back.day}`, { time: back.time })}` : text;
}
