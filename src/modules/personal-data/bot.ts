/**
 * What a person may have done with their own data: see what is kept, get a copy, have it erased after a day in which
 * they may change their mind. Each step is an act of the audit log. These rights are everybody's: being blocked takes
 * none of them away.
 */
import { isOnStaff } from '../access/index.js';
import { Handlers, type TellerContext, auditAct } from '../identity/index.js';
import { exportOf } from './export.js';
import { forgetErasing, isErasing, planErasing } from './repository.js';
import { choices, confirmation, explanation, keepKeyboard } from './views.js';

export interface PersonalDataOptions {
  /** After how many days messages are emptied; 0 keeps them. */
  readonly retentionDays: number;
}

/** In hours: time to change one's mind. */
const COOLING_OFF = 24;

export function personalDataBot(options: PersonalDataOptions): Handlers {
  const handlers = new Handlers();
  const bot = handlers.forEverybody();
  bot.command('privacy', (ctx) => explain(ctx, options));
  bot.action('data:export', sendExport);
  bot.action('data:erase', askToConfirm);
  bot.action('data:confirm', erase);
  bot.action('data:keep', (ctx) => withdraw(ctx, () => sayKept(ctx)));
  bot.action('data:withdraw', (ctx) => withdraw(ctx, () => ctx.answerStale()));
  return handlers;
}

/** Whether an update is for these handlers, so that nothing before them holds it back. */
export function isAboutOwnData({ message, callbackQuery }: TellerContext): boolean {
  if (callbackQuery) return 'data' in callbackQuery && callbackQuery.data.startsWith('data:');
  return message !== undefined && 'text' in message && /^\/privacy(?:@\w+)?(?:\s|$)/.test(message.text);
}

async function explain(ctx: TellerContext, { retentionDays }: PersonalDataOptions): Promise<void> {
  const erasing = await isErasing(await ctx.tx(), ctx.person.id);
  ctx.say(explanation(ctx.t, retentionDays, erasing), { replyMarkup: choices(ctx.t, erasing) });
}

async function sendExport(ctx: TellerContext): Promise<void> {
  const { id, telegramId } = ctx.person;
  await auditAct(ctx, { action: 'person.export', object: `person:${id}` });
  ctx.answerPress();
  const payload = { document: exportOf(id), caption: ctx.t('privacy.exported') };
  ctx.send([{ chatId: telegramId, method: 'sendDocument', payload }]);
}

async function askToConfirm(ctx: TellerContext): Promise<void> {
  if (isOnStaff(ctx.person)) return refuseStaff(ctx);
  await auditAct(ctx, { action: 'person.erase.ask', object: `person:${ctx.person.id}` });
  ctx.answerPress();
  ctx.say(ctx.t('privacy.confirm'), { replyMarkup: confirmation(ctx.t) });
}

/** The bank's own log of who did what is no use when those who act can vanish from it. */
async function refuseStaff(ctx: TellerContext): Promise<void> {
  await auditAct(ctx, { action: 'person.erase.ask', object: `person:${ctx.person.id}`, outcome: 'denied' });
  ctx.answerPress();
  ctx.say(ctx.t('privacy.staff'));
}

async function erase(ctx: TellerContext): Promise<void> {
  if (isOnStaff(ctx.person)) return refuseStaff(ctx);
  if (!(await planErasing(await ctx.tx(), ctx.person.id, COOLING_OFF))) {
    ctx.answerStale();
    return;
  }
  await auditAct(ctx, { action: 'person.erase.confirm', object: `person:${ctx.person.id}` });
  ctx.answerPress();
  ctx.editPressed({ text: ctx.t('privacy.erasing') }, keepKeyboard(ctx.t));
}

/** Keeps what was to be erased; `otherwise` says what there is to say when nothing was. */
async function withdraw(ctx: TellerContext, otherwise: () => void): Promise<void> {
  if (!(await forgetErasing(await ctx.tx(), ctx.person.id))) {
    otherwise();
    return;
  }
  await auditAct(ctx, { action: 'person.erase.withdraw', object: `person:${ctx.person.id}` });
  sayKept(ctx);
}

function sayKept(ctx: TellerContext): void {
  ctx.answerPress();
  ctx.editPressed({ text: ctx.t('privacy.kept') });
}
