import type { LlmRequest } from '../../../platform/llm/index.js';
import type { Unsupported } from '../grounding.js';
import { DECLINED } from '../prompt.js';

/** What became of the second try at an answer; also a metric label. */
export type RepairResult = 'grounded' | 'ungrounded' | 'declined' | 'unavailable' | 'no_time';

/** What kind of statement does not hold, in words that quote neither the answer nor a document. */
const COMPLAINTS: Readonly<Record<Unsupported['kind'], string>> = {
  number: 'a number, an amount, a rate, a term or "free" that no cited passage has with this unit, period and bound',
  misplaced: 'a number that the passages say of another product, currency or term',
  date: 'a date that no cited passage has',
  time: 'a time of day that no cited passage has',
  phone: 'a phone number that no cited passage has',
  url: 'a web address that no cited passage has',
  email: 'an e-mail address that no cited passage has',
  handle: 'a Telegram name that no cited passage has',
  citation: 'a sentence without a citation, or one of a passage that does not exist',
  claim: 'a sentence that has little to do with the passage it cites',
  unfit: 'something no customer is to be sent: data, markup, another language, or words about your instructions',
};

/** The same request once more, told what kinds of statements did not stand in the passages. */
export function repairRequest(request: LlmRequest, answer: string, unsupported: readonly Unsupported[]): LlmRequest {
  const complaints = [...new Set(unsupported.map(({ kind }) => COMPLAINTS[kind]))];
  const content = [
    'Your answer cannot be sent. It has:',
    ...complaints.map((complaint) => `- ${complaint}`),
    'Write the whole answer again by the same rules, with nothing but what the passages say. Leave out what they do not say.',
    `If nothing is left, reply with exactly ${DECLINED}.`,
  ].join('\n');
  return { ...request, messages: [...request.messages, { role: 'assistant', content: answer }, { role: 'user', content }] };
}
