/** Who is to get a broadcast. */
import { countAudience } from '../repository.js';
import type { Choice } from './choice.js';

export const AUDIENCE: Choice = {
  line: async (ctx) => ctx.t('broadcasts.audience', { count: await countAudience(await ctx.tx()) }),
  button: () => undefined,
  add: () => [],
};
