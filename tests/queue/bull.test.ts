import { describe } from '@jest/globals';
import { queueContract } from './contract.js';
import { bullAdapter } from './support.js';

describe('a queue on Bull', () => queueContract(bullAdapter));
