/**
 * A panel in one message: a press edits it in place. Each screen and each act names its permission, which is
 * checked with every press; what the data of a button name is looked up anew, under row-level security, so that a
 * button pressed late, twice or by somebody else does no harm. What cannot be undone asks first, and its "yes" is
 * good for some minutes only.
 */
import { createHash } from 'node:crypto';
import { Markup } from 'telegraf';
import { type FmtString, bold, fmt, join } from 'telegraf/format';
import type { InlineKeyboardButton } from 'telegraf/types';
import type { Translate } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { type Permission, mayEverywhere } from '../access/index.js';
import { Handlers, type TellerContext, refuse } from '../identity/index.js';

export interface View {
  readonly text: FmtString;
  readonly keyboard: object;
  /** Names the message that shows it, where it is said anew and others have to find it. */
  readonly ref?: string;
}

/** What a press leads to. */
export interface Shown extends View {
  /** Pops up shortly. */
  readonly notice?: string;
}

export type Args = readonly string[];
/** Draws a screen; undefined when what it would show is gone. */
export type Draw = (ctx: TellerContext, args: Args) => Promise<Shown | undefined>;

export type Button = InlineKeyboardButton;

const DATA_BYTES = 64;
const KEY_LENGTH = 12;
const CONFIRM_WITHIN_MINUTES = 10;

export class Panel {
  readonly handlers = new Handlers();

  /** Adds a screen, or an act that can be undone and ends in a screen. */
  screen(name: string, permission: Permission, draw: Draw): this {
    this.#press(name, permission, async (ctx, args) => show(ctx, await draw(ctx, args)));
    return this;
  }

  /** Adds a screen about the whole installation, for those who have the permission in all bots. */
  wideScreen(name: string, permission: Permission, draw: Draw): this {
    this.#press(name, permission, async (ctx, args) => {
      if (!(await mayEverywhere(await ctx.tx(), ctx.person.telegramId, permission))) return refuse(ctx, permission);
      show(ctx, await draw(ctx, args));
    });
    return this;
  }

  /** Adds an act that cannot be undone: it is done by the "yes" of a `confirmation` that is not too old. */
  confirmed(name: string, permission: Permission, act: Draw): this {
    return this.screen(name, permission, async (ctx, [asked = '', ...args]) =>
      minutes() - Number.parseInt(asked, 36) <= CONFIRM_WITHIN_MINUTES ? act(ctx, args) : undefined,
    );
  }

  /** Adds a button that shows something over the chat and leaves the panel as it is. */
  glance(name: string, permission: Permission, show: (ctx: TellerContext, args: Args) => Promise<string | undefined>): this {
    this.#press(name, permission, async (ctx, args) => ctx.answerPress((await show(ctx, args)) ?? ctx.t('common.stale'), 'alert'));
    return this;
  }

  /** Adds a button that asks for words below the panel; `ask` answers whether there was something to ask about. */
  asking(name: string, permission: Permission, ask: (ctx: TellerContext, args: Args) => Promise<boolean>): this {
    this.#press(name, permission, async (ctx, args) => {
      ctx.answerPress((await ask(ctx, args)) ? undefined : ctx.t('common.stale'));
    });
    return this;
  }

  #press(name: string, permission: Permission, handle: (ctx: TellerContext, args: Args) => Promise<void>): void {
    const data = new RegExp(`^p:${name}((?::[\\w.-]{1,40}){0,5})$`);
    this.handlers.for(permission).action(data, (ctx) => handle(ctx, (ctx.match[1] ?? '').split(':').slice(1)));
  }
}

/** The calls that show a screen in a new message. */
export function viewCalls(chatId: number, { text, keyboard, ref }: View): OutgoingCall[] {
  return messageCalls(chatId, text, { replyMarkup: keyboard, ...(ref !== undefined && { ref }) });
}

/** Shows a screen to the sender in a new message. */
export function sayView(ctx: TellerContext, view: View): void {
  ctx.send(viewCalls(ctx.person.telegramId, view));
}

function show(ctx: TellerContext, shown: Shown | undefined): void {
  if (!shown) {
    ctx.answerPress(ctx.t('common.stale'));
    return;
  }
  ctx.answerPress(shown.notice);
  ctx.editPressed(shown.text, shown.keyboard);
}

/** A button that leads to a screen or does an act. */
export function to(label: string, name: string, ...args: readonly (string | number)[]): Button {
  const data = ['p', name, ...args].join(':');
  if (Buffer.byteLength(data) > DATA_BYTES) throw new Error(`The data of a button are too long: ${data}`);
  return Markup.button.callback(label, data);
}

/** A screen with a title, lines below it, and rows of buttons. */
export function view(title: string, lines: readonly (string | FmtString)[], rows: readonly (readonly Button[])[]): View {
  const keyboard = Markup.inlineKeyboard(rows.filter((row) => row.length > 0).map((row) => [...row])).reply_markup;
  return { text: join([fmt`${bold(title)}`, ...lines], '\n'), keyboard };
}

/** Buttons two in a row. */
export function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((_button, index) => (index % 2 === 0 ? [buttons.slice(index, index + 2)] : []));
}

/** Asks before an act that cannot be undone. */
export function confirmation(t: Translate, question: string, act: readonly [string, ...(string | number)[]], no: Button): View {
  const [name, ...args] = act;
  return view(question, [], [[to(t('common.yes'), name, minutes().toString(36), ...args)], [{ ...no, text: t('common.no') }]]);
}

/** The id that an argument holds; 0, which nothing has, when it holds none. */
export function idIn(arg: string | undefined): number {
  return /^\d{1,15}$/.test(arg ?? '') ? Number(arg) : 0;
}

/** Names a value in the data of a button, where it has neither room nor the letters. */
export function keyOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, KEY_LENGTH);
}

/** The number of a page, from 0 on. */
export function pageIn(arg: string | undefined): number {
  return Math.min(idIn(arg), 100_000);
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly hasNext: boolean;
}

/** One page of what `load` gives. */
export async function pageOf<Item>(
  page: number,
  size: number,
  load: (limit: number, offset: number) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const items = await load(size + 1, page * size);
  return { items: items.slice(0, size), page, hasNext: items.length > size };
}

/** One page of what is all at hand: a keyboard holds no more than a hundred buttons. */
export function pageOfAll<Item>(all: readonly Item[], page: number, size: number): Page<Item> {
  const begins = page * size;
  return { items: all.slice(begins, begins + size), page, hasNext: all.length > begins + size };
}

/** The buttons to the pages before and after; `rest` are the screen's other arguments, behind the page. */
export function paging({ page, hasNext }: Page<unknown>, name: string, ...rest: readonly (string | number)[]): Button[] {
  return [
    ...(page > 0 ? [to('◀️', name, page - 1, ...rest)] : []),
    ...(hasNext ? [to('▶️', name, page + 1, ...rest)] : []),
  ];
}

export function back(t: Translate, name: string, ...args: readonly (string | number)[]): Button[] {
  return [to(t('common.back'), name, ...args)];
}

/** How long ago something was, in the largest unit that fits. */
export function ago(locale: string, seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / size), unit);
}

const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const;

function minutes(): number {
  return Math.floor(Date.now() / 60_000);
}
