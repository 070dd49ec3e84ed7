/**
 * `npm run calibrate -- --contexts DIR --labelled FILE [--out FILE]` fits how sure matches of the FAQ are to questions whose
 * right entries are known, and writes that where Teller finds it; it ends with 1 when it cannot.
 */
import { calibrate, calibrateOptions } from './app/calibrate.js';

calibrate(calibrateOptions(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
