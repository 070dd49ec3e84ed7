import type { ServerResponse } from 'node:http';
import type { World } from './world.js';

const HEARTBEAT_MS = 15_000;

/** Streams what changes as server-sent events until the client leaves; a filter left out means any. */
export function streamEvents(
  world: World,
  response: ServerResponse,
  botId: number | undefined,
  userId: number | undefined,
): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  // Something must be on its way before a client may rely on missing nothing that follows.
  response.write(': listening\n\n');
  const unsubscribe = world.events.subscribe((event) => {
    if (botId !== undefined && event.botId !== undefined && event.botId !== botId) return;
    if (userId !== undefined && event.userId !== undefined && event.userId !== userId) return;
    response.write(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
