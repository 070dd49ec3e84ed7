import { Context } from 'telegraf';
import type { Telegram } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import type { Locale, Translate } from '../../locales/index.js';
import { type MessageOptions, messageCalls } from '../../telegram/message-calls.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import type { EntityText } from '../../telegram/split-text.js';
import type { UpdateScope } from '../../telegram/update-scope.js';
import type { Tx } from '../../platform/db/database.js';
import type { Person } from './person.js';

/** What an update's handler works with: telegraf's context, who writes, their language, and the update's scope. */
export class TellerContext extends Context {
  constructor(
    update: Update,
    telegram: Telegram,
    me: UserFromGetMe,
    readonly scope: UpdateScope,
    readonly person: Person,
    readonly locale: Locale,
    readonly t: Translate,
  ) {
    super(update, telegram, me);
  }

  get botId(): number {
    return this.scope.botId;
  }

  tx(): Promise<Tx> {
    return this.scope.tx();
  }

  /** Says something in the private chat with the sender. */
  say(message: string | EntityText, options?: MessageOptions): void {
    this.send(messageCalls(this.person.telegramId, message, options));
  }

  send(calls: readonly OutgoingCall[]): void {
    for (const call of calls) this.scope.send(call);
  }

  /**
   * Stops the spinner on a pressed button, with a short notice if there is one; harmless when it comes too late.
   * @param manner an alert stays until it is read, and leaves nothing in the chat
   */
  answerPress(notice?: string, manner: 'toast' | 'alert' = 'toast'): void {
    this.scope.afterCommit(async () => {
      await this.answerCbQuery(notice, manner === 'alert' ? { show_alert: true } : undefined);
    });
  }

  /** Says that a button's time is over, and takes it away. */
  answerStale(notice = this.t('common.stale')): void {
    this.answerPress(notice);
    this.removeButtons();
  }

  /** Takes the buttons of the message away whose button was pressed. */
  removeButtons(): void {
    const messageId = this.callbackQuery?.message?.message_id;
    if (messageId === undefined) return;
    const payload = { message_id: messageId };
    this.scope.send({ chatId: this.person.telegramId, method: 'editMessageReplyMarkup', payload });
  }

  /** Changes the message whose button was pressed. */
  editPressed(message: EntityText, replyMarkup?: object): void {
    const messageId = this.callbackQuery?.message?.message_id;
    if (messageId === undefined) return;
    this.scope.send({
      chatId: this.person.telegramId,
      method: 'editMessageText',
      payload: { message_id: messageId, ...message, ...(replyMarkup && { reply_markup: replyMarkup }) },
    });
  }
}
