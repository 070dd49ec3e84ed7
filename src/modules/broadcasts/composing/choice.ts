import type { TellerContext } from '../../identity/index.js';
import type { Button, Input, Panel } from '../../panel/index.js';
import type { Broadcast } from '../repository.js';

/** One thing that is chosen about a draft: how the draft says it, and the screens on which it is changed. */
export interface Choice {
  /** What has been chosen, in a line of the draft; undefined when that needs no word. */
  line(ctx: TellerContext, draft: Broadcast): Promise<string | undefined>;
  /** Leads to its screens; undefined when there is nothing to choose for whoever looks. */
  button(ctx: TellerContext, draft: Broadcast): Button | undefined;
  /** Adds its screens. Answers the words that they ask for. */
  add(panel: Panel): readonly Input[];
}
