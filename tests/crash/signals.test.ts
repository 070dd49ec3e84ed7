/** How a process ends that is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const LIFECYCLE = fileURLToPath(new URL('../../src/app/lifecycle.js', import.meta.url));

/** A process whose release is over when it hears a word, and which says what it does. */
async function start(): Promise<ChildProcess> {
  const program = `
    import { Lifecycle } from ${JSON.stringify(LIFECYCLE)};
    const lifecycle = new Lifecycle({ info() {}, error() {}, flush() {} });
    lifecycle.onRelease('work in hand', async () => {
      process.send('releasing');
      await new Promise((resolve) => process.once('message', resolve));
    });
    lifecycle.releaseOnSignal();
    setInterval(() => {}, 1_000);
    process.send('started');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

describe('a process that is told to end', () => {
  test('releases what it holds though one Ctrl-C arrives twice, as under npm', async () => {
    const child = await start();
    const releasing = once(child, 'message');
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await releasing;
    child.kill('SIGINT');
    child.send('go on');
    expect(await exited).toEqual([0, null]);
  });

  test('ends at once when it is told again later', async () => {
    const child = await start();
    const exited = once(child, 'exit');
    const insist = setInterval(() => child.kill('SIGINT'), 100);
    expect(await exited).toEqual([1, null]);
    clearInterval(insist);
  });
});
