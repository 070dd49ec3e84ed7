/** The simulator's public face: starting it, and acting on its world from within the same process. */
export { type Simulator, type SimulatorOptions, startSimulator } from './server.js';
export { gatherCrowd } from './crowd.js';
export type { MessageInput } from './people.js';
export type { Bot, Person, PersonInput } from './model.js';
export type { World } from './world.js';
export type { LoggedCall } from './call-log.js';
export type * from './types.js';
