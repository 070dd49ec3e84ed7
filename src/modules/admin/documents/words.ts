/** Documents in words: where they stand, from when to when they hold, and what is wrong with a file. */
import type { Locale, Translate } from '../../../locales/index.js';
import { findSettings } from '../../bots/index.js';
import { type TellerContext, actorOf, findPersons, fullName } from '../../identity/index.js';
import { type DocumentState, type DocumentVersion, type DocumentWork, type KnowledgeProblem, type Unusable, dayIn } from '../../knowledge/index.js';
import { mayEverywhere } from '../../access/index.js';

export const PERMISSION = 'knowledge.manage';

export const MARKS: Readonly<Record<DocumentState | 'problem', string>> = { live: '🟢', expired: '🔴', not_yet: '🕓', withdrawn: '🗑', problem: '⚠️' };

/** Today by the clocks of the bot. */
export async function todayOf(ctx: Pick<TellerContext, 'tx' | 'botId'>): Promise<string> {
  return dayIn((await findSettings(await ctx.tx(), ctx.botId)).settings.workingHours.timeZone, new Date());
}

/** The sender at work on documents. */
export async function workOf(ctx: TellerContext): Promise<DocumentWork> {
  const tx = await ctx.tx();
  return { tx, botId: ctx.botId, actor: actorOf(ctx), through: 'panel', wide: await mayForAll(ctx) };
}

/** Whether the sender may change documents of all bots. */
export async function mayForAll(ctx: TellerContext): Promise<boolean> {
  return mayEverywhere(await ctx.tx(), ctx.person.telegramId, PERMISSION);
}

/** A day, `YYYY-MM-DD`, as people write it. */
export function dayText(locale: Locale, day: string): string {
  const style = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' } as const;
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, style);
  return format.format(new Date(`${day}T00:00:00Z`));
}

interface Validity {
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
}

/** From when to when it holds; undefined where neither end is set. */
export function validityText(t: Translate, locale: Locale, { validFrom, validUntil }: Validity): string | undefined {
  const [from, until] = [validFrom, validUntil].map((day) => (day == null ? undefined : dayText(locale, day)));
  if (from !== undefined && until !== undefined) return t('admin.docs.from_until', { from, until });
  if (from !== undefined) return t('admin.docs.from', { from });
  return until === undefined ? undefined : t('admin.docs.until', { until });
}

/** Reasons that have words of their own; the detail of others says what it is. */
const WORDED = [
  ...['name', 'kind', 'empty', 'too_large', 'encoding', 'front_matter', 'faq', 'unreadable', 'encrypted', 'no_text', 'timeout'],
  ...['folder_missing', 'no_bot', 'embedding_failed'],
] as const;

export function problemText(t: Translate, { code, detail }: Pick<KnowledgeProblem, 'detail'> & { readonly code: Unusable['code'] }): string {
  const known = WORDED.find((each) => each === code);
  return known === undefined ? t('admin.docs.problem', { detail }) : t(`admin.docs.problems.${known}`, { detail });
}

/** Bytes in units that people read. */
export function sizeText(locale: Locale, bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1_000)), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** Who has uploaded a version: a person of this bot by their name, anybody else as the audit log has them. */
export async function uploaderOf(ctx: TellerContext, { uploadedBy }: DocumentVersion): Promise<string> {
  const id = /^person:(\d{1,15})$/.exec(uploadedBy)?.[1];
  const [person] = id === undefined ? [] : await findPersons(await ctx.tx(), [Number(id)]);
  return person ? fullName(person) : uploadedBy;
}
