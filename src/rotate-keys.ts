/** `npm run keys:rotate` seals everything anew with ENCRYPTION_KEY; ENCRYPTION_KEY_PREVIOUS names the keys before. */
import { runCommand } from './app/command.js';
import { rotateKeys } from './app/keys.js';

runCommand(async ({ url, keys: ring }) => {
  const { phones, tokens, keys } = await rotateKeys(url, ring, (done) => {
    process.stdout.write(`\r${done} phones sealed anew`);
  });
  process.stdout.write(`\rSealed anew: ${phones} phones, ${tokens} tokens, ${keys} keys. ENCRYPTION_KEY_PREVIOUS may go.\n`);
});
