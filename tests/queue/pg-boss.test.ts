import { describe } from '@jest/globals';
import { queueContract } from './contract.js';
import { pgBossAdapter } from './support.js';

describe('a queue on pg-boss', () => queueContract(pgBossAdapter));
