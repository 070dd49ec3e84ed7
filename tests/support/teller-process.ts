/** The product as a process of its own, to be killed: configured by its environment, with a test's short leases unless it says otherwise. */
import { startApplication } from '../../src/app/build.js';
import { loadConfig } from '../../src/config/env.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { TEST_LEASES } from './teller.js';

const config = loadConfig();
const log = createLogger({ dir: config.settings.dirs.logs, console: false });
const overrides = process.env['LEASES'] === 'production' ? {} : { leaseTimes: TEST_LEASES };
const { lifecycle, url, metricsUrl } = await startApplication(config, log, overrides);
lifecycle.releaseOnSignal();
process.send?.({ url, metricsUrl });
