import { Markup } from 'telegraf';
import { bold, fmt, italic, join } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import { percentOf } from '../../platform/text/index.js';
import type { Translate } from '../../locales/index.js';
import { placeName } from '../conversations/index.js';
import type { OutOfScope } from './scope.js';
import type { Answer, AnswerReason, Source } from './types.js';

export interface AnswerView {
  readonly message: FmtString;
  readonly keyboard?: object;
}

/**
 * How an answer reads in the chat, and whether a human is offered with it.
 * @param answerId names it for what the customer says of it
 */
export function answerView(t: Translate, answer: Answer, answerId?: number): AnswerView {
  if (answer.outcome === 'auto_resolved' && answer.text !== undefined && answerId !== undefined) {
    return automaticView(t, withSources(t, answer.text, answer.sources), answer.confidence, answerId);
  }
  if (answer.text !== undefined) return { message: withSources(t, answer.text, answer.sources) };
  const { reason } = answer;
  switch (reason) {
    case 'greeting':
    case 'thanks':
    case 'farewell':
    case 'acknowledgement':
    case 'chat':
      return { message: fmt`${t(`answers.smalltalk.${reason}`)}` };
    default:
      return { message: fmt`${t(`answers.refused.${refusal(reason)}`)}`, keyboard: humanKeyboard(t) };
  }
}

/** The answer as a customer reads it, without its sources and buttons. */
export function answerText(t: Translate, answer: Answer): string {
  if (answer.reason === 'asked_for_human') return t('answers.human_called');
  return answer.text ?? answerView(t, answer).message.text;
}

function withSources(t: Translate, text: string, sources: readonly Source[]): FmtString {
  return sources.length === 0 ? fmt`${text}` : fmt`${text}\n\n${sourcesView(t, sources, /\[\d+\]/.test(text))}`;
}

/** Says that no person has answered and how sure the bot is, and asks whether it helped. */
function automaticView(t: Translate, text: FmtString, confidence: number, answerId: number): AnswerView {
  const buttons = [
    Markup.button.callback(t('answers.helped_button'), `helped:${answerId}`),
    Markup.button.callback(t('answers.human_button'), `human:${answerId}`),
  ];
  const mark = italic(t('answers.automatic', { percent: percentOf(confidence) }));
  return { message: fmt`${text}\n\n${mark}`, keyboard: Markup.inlineKeyboard(buttons, { columns: 1 }).reply_markup };
}

/** The button that calls a human. */
export function humanKeyboard(t: Translate): object {
  return Markup.inlineKeyboard([Markup.button.callback(t('answers.human_button'), 'human')]).reply_markup;
}

function refusal(reason: AnswerReason): 'personal' | 'danger' | Exclude<OutOfScope, 'past'> | 'unavailable' | 'unsupported' {
  switch (reason) {
    case 'not_allowed':
      return 'personal';
    case 'danger':
    case 'other_bank':
    case 'advice':
    case 'off_topic':
    case 'unavailable':
      return reason;
    default:
      return 'unsupported';
  }
}

/** The sources, with their numbers where the answer refers to them or where there are several. */
function sourcesView(t: Translate, sources: readonly Source[], cited: boolean): FmtString {
  const title = bold(t('answers.source', { count: sources.length }));
  const lines = sources.map((source) => placeName(t, source));
  if (lines.length === 1) return fmt`📄 ${title}: ${cited ? '[1] ' : ''}${lines[0] ?? ''}`;
  return fmt`📄 ${title}:\n${join(lines.map((line, index) => `[${index + 1}] ${line}`), '\n')}`;
}
