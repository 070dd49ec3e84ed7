/** What an answer is made from: the question, its language, and the dialogue before it, fresh from the database. */
import type { Tx } from '../../platform/db/database.js';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import type { Locale } from '../../locales/index.js';
import { type DialogueTurn, askedMessages, plainText } from '../conversations/index.js';
import { findPersons } from '../identity/index.js';
import type { PendingAnswer } from './repository.js';
import type { Turn } from './types.js';

export interface Task {
  readonly pending: PendingAnswer;
  readonly question: string;
  readonly lang: Language;
  readonly dialogue: readonly Turn[];
  readonly chatId: number;
}

const DIALOGUE_TURNS = 8;

export async function loadTasks(tx: Tx, answers: readonly PendingAnswer[], defaultLocale: Locale): Promise<Task[]> {
  const messages = await askedMessages(tx, answers.map(({ messageId }) => messageId), DIALOGUE_TURNS);
  const persons = await findPersons(tx, messages.map(({ personId }) => personId));
  return answers.map((pending) => {
    const asked = messages.find(({ id }) => id === pending.messageId);
    const person = persons.find(({ id }) => id === asked?.personId);
    if (!asked || !person) throw new Error(`Answer ${pending.id} has no question.`);
    const question = plainText(asked.content) ?? '';
    return {
      pending,
      question,
      lang: detectLanguage(question, person.locale) ?? defaultLocale,
      dialogue: asked.dialogue.flatMap(toTurn),
      chatId: person.telegramId,
    };
  });
}

function toTurn({ author, content }: DialogueTurn): Turn[] {
  const text = plainText(content);
  if (text === undefined) return [];
  const role = author === 'customer' || author === 'moderator' ? author : 'bot';
  return [{ role, text }];
}
