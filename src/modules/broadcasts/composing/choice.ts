import type { Texts } from '../../../locales/index.js';
import type { TellerContext } from '../../identity/index.js';
import type { Button, Input, Panel, View } from '../../panel/index.js';
import type { Broadcast } from '../repository.js';

/** The author of a draft, who looks at it in their chat or is shown it by a worker. */
export type Author = Pick<TellerContext, 'botId' | 'locale' | 'person' | 't' | 'tx'>;

/** What the screens of choices need. */
export interface ChoiceParts {
  readonly texts: Texts;
  /** Draws the draft, once something has been chosen. */
  readonly draw: (author: Author, draft: Broadcast) => Promise<View>;
}

/** One thing that is chosen about a draft: how the draft says it, and the screens on which it is changed. */
export interface Choice {
  /** What has been chosen, in a line of the draft; undefined when that needs no word. */
  line(author: Author, draft: Broadcast): Promise<string | undefined>;
  /** Leads to its screens; undefined when there is nothing to choose for whoever looks. */
  button(author: Author, draft: Broadcast): Promise<Button | undefined> | Button | undefined;
  /** Adds its screens. Answers the words that they ask for. */
  add(panel: Panel, parts: ChoiceParts): readonly Input[];
}
