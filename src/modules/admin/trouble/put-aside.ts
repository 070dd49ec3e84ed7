/** What was put aside because it failed for good: a list, a screen for each, and two ways to be rid of it. */
import type { Tx } from '../../../platform/db/database.js';
import { clip } from '../../../platform/text/index.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import {
  type Args,
  type Button,
  type Panel,
  type Shown,
  type View,
  back,
  confirmation,
  idIn,
  moments,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../../panel/index.js';

type When = (moment: Date) => string;

export interface PutAside<Item> {
  readonly list: ListOf<Item>;
  /** The screen of one of them. */
  readonly one: {
    readonly screen: string;
    readonly find: (tx: Tx, id: number) => Promise<Item | undefined>;
    readonly idOf: (item: Item) => number;
    readonly title: (ctx: TellerContext, item: Item) => string;
    readonly facts: (ctx: TellerContext, item: Item, when: When) => string;
    readonly errorOf: (item: Item) => string;
  };
  /** Done once more at the first press. */
  readonly again: Way;
  /** Given up, after a confirmation. */
  readonly away: Way & { readonly question: (ctx: TellerContext, item: Item) => string };
  /** The name of its kind in the audit. */
  readonly kind: string;
  /** What the audit keeps besides. */
  readonly details?: (item: Item) => Readonly<Record<string, unknown>>;
  /** The update's transaction; for what not everybody may see, as far as the sender may reach. */
  readonly reach?: (ctx: TellerContext) => Promise<Tx>;
}

interface ListOf<Item> {
  readonly screen: string;
  readonly read: (tx: Tx, limit: number, offset: number) => Promise<Item[]>;
  readonly title: (ctx: TellerContext) => string;
  readonly hint: (ctx: TellerContext, isEmpty: boolean) => string;
  readonly label: (item: Item, when: When) => string;
  /** What leads on from the list, and back. */
  readonly below: (ctx: TellerContext) => Button[][];
}

interface Way {
  /** The screen and the act of the audit: `queues.<screen>`. */
  readonly screen: string;
  readonly label: (ctx: TellerContext) => string;
  /** Answers whether it was still there. */
  readonly do: (tx: Tx, botId: number, id: number) => Promise<boolean>;
}

/** Entries on a page of a list. */
const PAGE = 8;
/** Characters of an error that are shown. */
const ERROR_LENGTH = 1_500;

export function addPutAside<Item>(panel: Panel, aside: PutAside<Item>): void {
  const { list, one, again, away } = aside;
  panel.screen(list.screen, 'queues.repair', (ctx, [page]) => showList(ctx, aside, pageIn(page)));
  panel.screen(one.screen, 'queues.repair', (ctx, args) => withItem(ctx, aside, args, (item) => showOne(ctx, aside, item)));
  panel.screen(again.screen, 'queues.repair', (ctx, args) => withItem(ctx, aside, args, (item) => repair(ctx, aside, item, again)));
  panel.screen(`${away.screen}_ask`, 'queues.repair', (ctx, args) =>
    withItem(ctx, aside, args, (item) => {
      const id = one.idOf(item);
      return confirmation(ctx.t, away.question(ctx, item), [away.screen, id], to('', one.screen, id));
    }),
  );
  panel.confirmed(away.screen, 'queues.repair', (ctx, args) => withItem(ctx, aside, args, (item) => repair(ctx, aside, item, away)));
}

/** Somebody else may have been quicker: then the list says so. */
async function withItem<Item>(
  ctx: TellerContext,
  aside: PutAside<Item>,
  [id]: Args,
  show: (item: Item) => Shown | Promise<Shown>,
): Promise<Shown> {
  const item = await aside.one.find(await reached(ctx, aside), idIn(id));
  return item === undefined ? { ...(await showList(ctx, aside, 0)), notice: ctx.t('admin.done_before') } : show(item);
}

async function showList<Item>(ctx: TellerContext, aside: PutAside<Item>, page: number): Promise<View> {
  const { list, one } = aside;
  const tx = await reached(ctx, aside);
  const shown = await pageOf(page, PAGE, (limit, offset) => list.read(tx, limit, offset));
  const when = await moments(ctx);
  return view(list.title(ctx), [list.hint(ctx, shown.items.length === 0)], [
    ...shown.items.map((item) => [to(list.label(item, when), one.screen, one.idOf(item))]),
    paging(shown, list.screen),
    ...list.below(ctx),
  ]);
}

async function showOne<Item>(ctx: TellerContext, { list, one, again, away }: PutAside<Item>, item: Item): Promise<View> {
  const id = one.idOf(item);
  const lines = [one.facts(ctx, item, await moments(ctx)), clip(one.errorOf(item), ERROR_LENGTH)];
  return view(one.title(ctx, item), lines, [
    [to(again.label(ctx), again.screen, id), to(away.label(ctx), `${away.screen}_ask`, id)],
    back(ctx.t, list.screen, 0),
  ]);
}

async function repair<Item>(ctx: TellerContext, aside: PutAside<Item>, item: Item, way: Way): Promise<Shown> {
  const id = aside.one.idOf(item);
  const done = await way.do(await reached(ctx, aside), ctx.botId, id);
  const object = `${aside.kind}:${id}`;
  if (done) await auditAct(ctx, { action: `queues.${way.screen}`, object, ...(aside.details && { details: aside.details(item) }) });
  return { ...(await showList(ctx, aside, 0)), notice: ctx.t(done ? 'admin.done' : 'admin.done_before') };
}

function reached<Item>(ctx: TellerContext, { reach }: PutAside<Item>): Promise<Tx> {
  return reach ? reach(ctx) : ctx.tx();
}
