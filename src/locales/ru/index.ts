import { access } from './access.js';
import { answers } from './answers.js';
import { common } from './common.js';
import { handoff } from './handoff.js';
import { identity } from './identity.js';

export const ru = { access, answers, common, handoff, identity };
