/** The values that can be chosen within each kind of filter, as buttons and lines say them. */
import type { Translate } from '../../../locales/index.js';
import { isRoleOfEverybody, listRoles, roleName } from '../../access/index.js';
import { LANGUAGE_NAMES, listTags } from '../../identity/index.js';
import { keyOf } from '../../panel/index.js';
import { ACTIVITIES, type Audience, KINDS, type Kind, LANGUAGES, type Language, type Value } from '../audience/audience.js';
import type { Author } from './choice.js';

export interface Option {
  readonly value: Value;
  /** Names the value in the data of a button. */
  readonly key: string;
  readonly label: string;
}

/** What can be chosen now, and what was chosen and is there no more. */
export async function optionsOf(ctx: Author, audience: Audience, kind: Kind): Promise<Option[]> {
  const offered = await offeredOf(ctx, kind);
  const gone = (audience[kind] as readonly Value[])
    .filter((value) => !offered.some((option) => option.value === value))
    .map((value) => ({ value, key: keyOf(String(value)), label: typeof value === 'number' ? `#${value}` : value }));
  return [...offered, ...gone];
}

/** What has been chosen, a line for each kind. */
export async function chosenLines(ctx: Author, audience: Audience): Promise<string[]> {
  const lines = [];
  for (const kind of KINDS) {
    if (audience[kind].length === 0) continue;
    const chosen: readonly Value[] = audience[kind];
    const options = await optionsOf(ctx, audience, kind);
    const labels = options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
    lines.push(ctx.t(`broadcasts.audience.chosen.${kind}`, { values: labels.join(', ') }));
  }
  return lines;
}

async function offeredOf(ctx: Author, kind: Kind): Promise<Option[]> {
  const { t } = ctx;
  switch (kind) {
    case 'languages':
      return LANGUAGES.map((value) => ({ value, key: value, label: languageName(t, value) }));
    case 'roles': {
      const roles = (await listRoles(await ctx.tx())).filter((role) => !isRoleOfEverybody(role));
      return roles.map(({ id, name }) => ({ value: id, key: keyOf(String(id)), label: roleName(t, name) }));
    }
    case 'tags':
      return (await listTags(await ctx.tx())).map((tag) => ({ value: tag, key: keyOf(tag), label: tag }));
    case 'activity':
      return ACTIVITIES.map((value) => ({ value, key: value, label: t(`broadcasts.audience.activity.${value}`) }));
  }
}

function languageName(t: Translate, language: Language): string {
  return language === 'none' ? t('broadcasts.audience.no_language') : LANGUAGE_NAMES[language];
}
