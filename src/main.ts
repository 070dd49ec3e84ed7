import { startApplication } from './app/build.js';
import { ConfigError } from './config/config-error.js';
import { loadConfig, readDotenv } from './config/env.js';
import { createLogger, safeError } from './platform/logging/logger.js';

const NO_TOKEN = `Teller needs a bot token: open @BotFather in Telegram, send /newbot, and start Teller with BOT_TOKEN=<the token it gives you>.
To try everything without a token, run: npm run demo`;

async function main(): Promise<void> {
  readDotenv();
  const config = loadConfig();
  if (config.secrets.botToken === undefined) throw new ConfigError([], NO_TOKEN);
  const log = createLogger({ dir: config.settings.dirs.logs });
  const { lifecycle, url } = await startApplication(config, log);
  lifecycle.releaseOnSignal();
  log.info({ role: config.settings.role, updates: config.settings.updates.mode, url }, 'Teller runs');
}

main().catch((error: unknown) => {
  const message = error instanceof ConfigError ? error.message : `Teller could not start: ${String(safeError(error).message)}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
