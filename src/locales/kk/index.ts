import { access } from './access.js';
import { admin } from './admin.js';
import { answers } from './answers.js';
import { broadcasts } from './broadcasts.js';
import { common } from './common.js';
import { handoff } from './handoff.js';
import { identity } from './identity.js';
import { privacy } from './privacy.js';

export const kk = { access, admin, answers, broadcasts, common, handoff, identity, privacy };
