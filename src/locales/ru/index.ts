import { answers } from './answers.js';
import { common } from './common.js';
import { handoff } from './handoff.js';
import { identity } from './identity.js';

export const ru = { answers, common, handoff, identity };
