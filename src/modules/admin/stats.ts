/** The last day in numbers, for staff. */
import type { Tx } from '../../platform/db/database.js';
import { usedToday } from '../answers/index.js';
import { findSettings } from '../bots/index.js';
import type { TellerContext } from '../identity/index.js';
import { type Panel, type View, back, to, view } from '../panel/index.js';

interface Day {
  /** How many people said something. */
  readonly customers: number;
  readonly joined: number;
  readonly registered: number;
  readonly questions: number;
  readonly answered: number;
  readonly refused: number;
  /** By the FAQ, without the model; of these customers have said so much. */
  readonly automatic: number;
  readonly helped: number;
  readonly unhelpful: number;
  readonly called: number;
  readonly accepted: number;
  /** Minutes from the call to its acceptance, on average; null when nobody was accepted. */
  readonly wait: number | null;
  readonly waiting: number;
  readonly active: number;
}

export function addStats(panel: Panel): void {
  panel.screen('stats', 'stats.view', async (ctx) => {
    return view(ctx.t('admin.stats.title'), await linesOf(ctx), [
      [to(ctx.t('admin.refresh'), 'stats')],
      back(ctx.t, 'start'),
    ]);
  });
}

/** The day in a message of its own, for those who have no panel. */
export async function dayInNumbers(ctx: TellerContext): Promise<View> {
  return view(ctx.t('admin.stats.title'), await linesOf(ctx), [[to(ctx.t('admin.refresh'), 'day')]]);
}

async function linesOf(ctx: TellerContext): Promise<string[]> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const day = await dayOf(tx);
  const { tokens, cost } = await usedToday(tx, (await findSettings(tx, ctx.botId)).settings);
  return [
    t('admin.stats.people', { customers: day.customers, joined: day.joined, registered: day.registered }),
    t('admin.stats.answers', { questions: day.questions, answered: day.answered, refused: day.refused }),
    ...(day.automatic === 0
      ? []
      : [t('admin.stats.automatic', { automatic: day.automatic, helped: day.helped, unhelpful: day.unhelpful })]),
    t('admin.stats.humans', { called: day.called, accepted: day.accepted }),
    ...(day.wait === null ? [] : [t('admin.stats.wait', { count: day.wait })]),
    ...(tokens === 0 ? [] : [t('admin.stats.spent', { tokens, cost: cost.toFixed(2) })]),
    t('admin.stats.now', { waiting: day.waiting, active: day.active }),
  ];
}

async function dayOf(tx: Tx): Promise<Day> {
  const { rows } = await tx.raw<{ rows: Day[] }>(
    `with since as (select now() - interval '24 hours' as start),
     called as (select * from handoffs, since where requested_at > start and way <> 'successor'),
     accepted as (select * from handoffs, since where claimed_at > start),
     asked as (select * from answers, since where created_at > start)
     select
       (select count(distinct author_id) from messages, since where created_at > start and author = 'customer') as customers,
       (select count(*) from persons, since where created_at > start) as joined,
       (select count(*) from persons, since where registered_at > start) as registered,
       (select count(*) from asked) as questions,
       (select count(*) from asked where outcome in ('answered', 'auto_resolved')) as answered,
       (select count(*) from asked where outcome = 'refused') as refused,
       (select count(*) from asked where outcome = 'auto_resolved') as automatic,
       (select count(*) from asked where feedback = 'helped') as helped,
       (select count(*) from asked where feedback = 'not_helped') as unhelpful,
       (select count(*) from called) as called,
       (select count(*) from accepted) as accepted,
       (select round(avg(extract(epoch from claimed_at - requested_at)) / 60)::int from accepted) as wait,
       (select count(*) from handoffs where state = 'waiting') as waiting,
       (select count(*) from handoffs where state = 'active') as active`,
  );
  const [day] = rows;
  if (!day) throw new Error('Counting has given no row.');
  return day;
}
