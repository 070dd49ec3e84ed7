import type {
  InlineKeyboardButton,
  Message,
  MessageInput,
  ReplyKeyboardMarkup,
} from '../../src/simulator/index.js';

/** A message as the control API shows it. */
export type SeenMessage = Message & {
  sim: {
    direction: 'in' | 'out';
    seq: number;
    deleted?: true;
    edited?: true;
    reaction?: { type: string; emoji?: string }[];
  };
};

export interface ChatView {
  messages: SeenMessage[];
  reply_keyboard: ReplyKeyboardMarkup | null;
  force_reply: { message_id: number; input_field_placeholder?: string } | null;
  commands: { command: string; description: string }[];
  blocked: boolean;
  action: string | null;
  menu_button: Record<string, unknown>;
}

export interface PressAnswer {
  text?: string;
  show_alert?: boolean;
  url?: string;
}

type ButtonChoice = string | ((button: InlineKeyboardButton) => boolean);
type Attachment = NonNullable<MessageInput['document']>;

const WAIT_MS = 10_000;

/**
 * A person's phone showing one bot, held through the simulator's control API over HTTP. "New" always means:
 * sent or edited by the bot after this phone's own last act.
 */
export class Phone {
  private seenSeq = 0;

  constructor(
    readonly url: string,
    readonly botId: number,
    readonly userId: number,
  ) {}

  send(text: string, more: MessageInput = {}): Promise<SeenMessage> {
    return this.post({ ...more, text });
  }

  /** Sends anything the control API takes. */
  async post(input: MessageInput): Promise<SeenMessage> {
    const sent = await this.call<SeenMessage>('POST', '/messages', input);
    this.seenSeq = sent.sim.seq;
    return sent;
  }

  sendPhoto(photo: Attachment = {}, caption?: string): Promise<SeenMessage> {
    return this.post({ photo: withBytes(photo, 'photo.jpg'), caption });
  }

  sendDocument(document: Attachment = {}, caption?: string): Promise<SeenMessage> {
    return this.post({ document: withBytes(document, 'document.txt'), caption });
  }

  sendVoice(voice: Attachment = {}): Promise<SeenMessage> {
    return this.post({ voice: withBytes(voice, 'voice.oga') });
  }

  /** Shares the own number, as a `request_contact` button does. */
  shareContact(): Promise<SeenMessage> {
    return this.post({ contact: 'own' });
  }

  async edit(messageId: number, text: string): Promise<SeenMessage> {
    const edited = await this.call<SeenMessage>('PATCH', `/messages/${messageId}`, { text });
    this.seenSeq = edited.sim.seq;
    return edited;
  }

  async delete(messageId: number): Promise<void> {
    await this.call('DELETE', `/messages/${messageId}`);
  }

  async block(): Promise<void> {
    await this.call('POST', '/blocked', { blocked: true });
  }

  async unblock(): Promise<void> {
    await this.call('POST', '/blocked', { blocked: false });
  }

  chat(): Promise<ChatView> {
    return this.call<ChatView>('GET', '');
  }

  /** What stands on the screen, oldest first. */
  async messages(): Promise<SeenMessage[]> {
    return (await this.chat()).messages.filter((message) => !message.sim.deleted);
  }

  async lastMessage(): Promise<SeenMessage | undefined> {
    return (await this.messages()).at(-1);
  }

  /**
   * Presses the button with this text (or the first that satisfies the predicate) in the newest message that
   * has one, inline first, then on the reply keyboard. Resolves with the bot's answer to an inline press,
   * else null.
   */
  async press(choice: ButtonChoice): Promise<PressAnswer | null> {
    const { messages, reply_keyboard: keyboard } = await this.chat();
    const fits = (button: InlineKeyboardButton): boolean =>
      typeof choice === 'string' ? button.text === choice : choice(button);
    for (const message of messages.filter(({ sim }) => !sim.deleted).reverse()) {
      const button = message.reply_markup?.inline_keyboard.flat().find(fits);
      if (button?.callback_data !== undefined)
        return this.pressData(message.message_id, button.callback_data);
    }
    const button = keyboard?.keyboard.flat().find(fits);
    if (!button) throw new Error(`No button ${String(choice)} on the screen of user ${this.userId}`);
    await (button.request_contact ? this.shareContact() : this.send(button.text));
    return null;
  }

  /** Presses with any data, even such as no keyboard shows. */
  async pressData(messageId: number, data: string): Promise<PressAnswer | null> {
    const { messages } = await this.chat();
    this.seenSeq = Math.max(this.seenSeq, ...messages.map(({ sim }) => sim.seq));
    const body = { message_id: messageId, data };
    return (await this.call<{ answer: PressAnswer | null }>('POST', '/press', body)).answer;
  }

  /**
   * The first new message of the bot that satisfies the predicate (or has this text), now or within the
   * time.
   */
  async waitFor(
    wanted: string | RegExp | ((message: SeenMessage) => boolean),
    timeoutMs = WAIT_MS,
  ): Promise<SeenMessage> {
    const fits = toPredicate(wanted);
    return this.waitForChat(
      ({ messages }) =>
        messages.find(
          (message) =>
            message.sim.direction === 'out' &&
            message.sim.seq > this.seenSeq &&
            !message.sim.deleted &&
            fits(message),
        ),
      timeoutMs,
      String(wanted),
    );
  }

  /**
   * Resolves with the first result of `look` that is not undefined; looks again whenever the chat changes.
   */
  async waitForChat<T>(
    look: (chat: ChatView) => T | undefined,
    timeoutMs = WAIT_MS,
    what = 'it',
  ): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    const stop = new AbortController();
    const stream = await fetch(`${this.url}/sim/events?bot=${this.botId}&user=${this.userId}`, {
      signal: AbortSignal.any([signal, stop.signal]),
    });
    try {
      for await (const _ of stream.body ?? []) {
        const found = look(await this.chat());
        if (found !== undefined) return found;
      }
      throw new Error('The simulator closed the event stream');
    } catch (error) {
      if (!signal.aborted) throw error;
      const texts = (await this.messages())
        .slice(-5)
        .map(({ text, caption }) => text ?? caption ?? '(no text)');
      throw new Error(`Waited ${timeoutMs} ms for ${what}; the chat ends with ${JSON.stringify(texts)}`, {
        cause: error,
      });
    } finally {
      stop.abort();
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/sim/chats/${this.botId}/${this.userId}${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

function withBytes(file: Attachment, name: string): Attachment {
  return { name, content_base64: Buffer.from(name).toString('base64'), ...file };
}

function toPredicate(wanted: string | RegExp | ((message: SeenMessage) => boolean)) {
  if (typeof wanted === 'function') return wanted;
  return ({ text, caption }: SeenMessage): boolean => {
    const shown = text ?? caption ?? '';
    return typeof wanted === 'string' ? shown === wanted : wanted.test(shown);
  };
}
