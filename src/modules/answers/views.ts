import { Markup } from 'telegraf';
import { bold, fmt, join } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';
import { placeName } from '../conversations/index.js';
import type { OutOfScope } from './scope.js';
import type { Answer, AnswerReason, Source } from './types.js';

/** How an answer reads in the chat, and whether a human is offered with it. */
export function answerView(t: Translate, answer: Answer): { readonly message: FmtString; readonly keyboard?: object } {
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
  if (answer.text === undefined && answer.outcome === 'handed_off') return t('answers.human_called');
  return answer.text ?? answerView(t, answer).message.text;
}

function withSources(t: Translate, text: string, sources: readonly Source[]): FmtString {
  return sources.length === 0 ? fmt`${text}` : fmt`${text}\n\n${sourcesView(t, sources, /\[\d+\]/.test(text))}`;
}

/** The button that calls a human. */
export function humanKeyboard(t: Translate): object {
  return Markup.inlineKeyboard([Markup.button.callback(t('answers.human_button'), 'human')]).reply_markup;
}

function refusal(reason: AnswerReason): 'personal' | 'danger' | OutOfScope | 'unavailable' | 'unsupported' {
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
