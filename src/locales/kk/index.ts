import { access } from './access.js';
import { admin } from './admin.js';
import { answers } from './answers.js';
import { common } from './common.js';
import { handoff } from './handoff.js';
import { identity } from './identity.js';
import { privacy } from './privacy.js';

export const kk = { access, admin, answers, common, handoff, identity, privacy };
