export { type Input, ask, inputsBot } from './inputs.js';
export { moments, momentsOf } from './moments.js';
export {
  type Args,
  type Button,
  type Draw,
  type Page,
  type Shown,
  type View,
  Panel,
  ago,
  back,
  confirmation,
  idIn,
  keyOf,
  pageIn,
  pageOf,
  pageOfAll,
  paging,
  pairs,
  to,
  view,
} from './panel.js';
