import { parseArgs } from 'node:util';
import { startSimulator } from './server.js';

/** Starts the simulator alone: `node dist/src/simulator/main.js --port 8081`. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '8081' } } });
const simulator = await startSimulator({ port: Number(values.port) });
process.stdout.write(`Simulator: ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
