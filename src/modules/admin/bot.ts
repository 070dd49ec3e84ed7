/** The admin panel, /admin and /stats. */
import type { Texts } from '../../locales/index.js';
import { can } from '../access/index.js';
import { Handlers, type TellerContext, questionsBot } from '../identity/index.js';
import { addAudit } from './audit.js';
import { addConversations } from './conversations.js';
import { addDocuments } from './documents/menu.js';
import { addFaq } from './faq/menu.js';
import { addGrants } from './grants.js';
import { addHealth } from './health.js';
import { type View, Panel, inputsBot, pairs, sayView, to, view } from '../panel/index.js';
import { addInvitations } from './invitations.js';
import { type PeopleOptions, addPeople } from './people.js';
import { addRoles } from './roles.js';
import { addSettings } from './settings/menu.js';
import { addTags } from './tags.js';
import { addStats, dayInNumbers } from './stats.js';
import { addTrouble } from './trouble/menu.js';

export interface AdminOptions extends PeopleOptions {
  readonly texts: Texts;
  /** Confidence from which the FAQ answers by itself where a bank has set none, 0..1. */
  readonly autoResolveFrom: number;
}

/** What the first screen leads to, for those who may. */
const SCREENS = [
  ['people', 'people.view'],
  ['invites', 'roles.grant'],
  ['roles', 'roles.manage'],
  ['talks', 'conversations.view'],
  ['dead', 'queues.repair'],
  ['docs', 'knowledge.manage'],
  ['faq', 'knowledge.manage'],
  ['settings', 'settings.manage'],
  ['audit', 'audit.view'],
  ['stats', 'stats.view'],
  ['health', 'admin.open'],
] as const;

export function adminBot(options: AdminOptions): Handlers {
  const panel = new Panel();
  const { texts, autoResolveFrom } = options;
  const documents = addDocuments(panel);
  const inputs = [
    ...[documents.input, addPeople(panel, options), addTags(panel), addRoles(panel, options), addFaq(panel)],
    ...addSettings(panel, texts, autoResolveFrom),
  ];
  addGrants(panel, options);
  addInvitations(panel);
  addConversations(panel);
  addTrouble(panel);
  addAudit(panel);
  addStats(panel);
  addHealth(panel);
  panel.screen('start', 'admin.open', (ctx) => Promise.resolve(start(ctx)));
  panel.screen('day', 'stats.view', dayInNumbers);
  const handlers = new Handlers();
  handlers.for('admin.open').command('admin', (ctx) => sayView(ctx, start(ctx)));
  handlers.for('stats.view').command('stats', async (ctx) => sayView(ctx, await dayInNumbers(ctx)));
  return handlers.use(panel.handlers).use(inputsBot(inputs)).use(questionsBot([documents.question]));
}

function start(ctx: TellerContext): View {
  const buttons = SCREENS.filter(([, permission]) => can(ctx.person, permission)).map(([screen]) =>
    to(ctx.t(`admin.start.${screen}`), screen),
  );
  return view(ctx.t('admin.start.title'), [ctx.t('admin.start.hint')], pairs(buttons));
}
