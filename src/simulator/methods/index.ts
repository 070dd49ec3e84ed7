import type { Method } from './call.js';
import { callbackMethods } from './callbacks.js';
import { chatMethods } from './chats.js';
import { editingMethods } from './editing.js';
import { mediaMethods } from './media.js';
import { messageMethods } from './messages.js';
import { profileMethods } from './profile.js';
import { updateMethods } from './updates.js';

/** The methods that the simulator really performs, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...updateMethods,
    ...profileMethods,
    ...messageMethods,
    ...mediaMethods,
    ...editingMethods,
    ...callbackMethods,
    ...chatMethods,
  }),
);
