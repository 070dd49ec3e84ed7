import { rm } from 'node:fs/promises';

export default async function tearDown(): Promise<void> {
  const running = globalThis.testServer;
  if (!running) return;
  await running.server.stop();
  await rm(running.dir, { recursive: true, force: true });
}
