import { z } from 'zod';
import { readText } from '../bytes.js';
import { DAY, issuesOf } from '../front-matter.js';
import type { KnowledgeProblem } from '../passage.js';
import type { Calibration } from './calibration.js';
import { EVIDENCE, EVIDENCE_NAMES, type EvidenceName } from './evidence.js';
import type { FitReport } from './fitting.js';

/** Where a bank's own calibration stands, below the folder of its documents. */
export const CALIBRATION_FILE = 'faq/calibration.json';

const part = z.number().min(0).max(1);
const reliability = z.object({
  count: z.int().min(0),
  right: part,
  brier: part,
  ece: part,
  bins: z.array(z.object({ from: part, count: z.int().min(0), confidence: part, right: part })),
});

const weights = z
  .partialRecord(z.enum(EVIDENCE_NAMES as [EvidenceName, ...EvidenceName[]]), z.number())
  .refine(
    (given) => EVIDENCE_NAMES.every((name) => (given[name] ?? 0) * EVIDENCE[name] >= 0),
    'has a weight whose sign contradicts its evidence',
  );

const schema = z.object({
  version: z.literal(1),
  calibrations: z
    .array(
      z.object({
        language: z.enum(['ru', 'kk', 'en']),
        embedding: z.string().min(1).optional(),
        bias: z.number(),
        evidence: weights,
        fitted: z.object({ on: DAY, before: reliability, after: reliability }).optional(),
      }),
    )
    .min(1),
});

/** Reads a calibration that `npm run calibrate` has written. Never throws: a bad one is a problem, and nothing of it serves. */
export function readCalibrationFile(
  path: string,
  bytes: Uint8Array,
): { readonly calibrations: readonly Calibration[]; readonly problems: readonly KnowledgeProblem[] } {
  const wrong = (detail: string) => ({ calibrations: [], problems: [{ document: path, code: 'calibration' as const, detail }] });
  const source = readText(bytes);
  if (source === undefined) return wrong('the file is not UTF-8 text');
  let content: unknown;
  try {
    content = JSON.parse(source);
  } catch {
    return wrong('the file is not JSON');
  }
  const result = schema.safeParse(content);
  return result.success ? { calibrations: result.data.calibrations, problems: [] } : wrong(issuesOf(result.error));
}

/** The text of such a file. @param day of the fit, `YYYY-MM-DD` */
export function calibrationFile(reports: readonly FitReport[], day: string): string {
  const calibrations = reports.map(({ calibration, before, after }) => ({ ...calibration, fitted: { on: day, before, after } }));
  return `${JSON.stringify({ version: 1, calibrations }, undefined, 2)}\n`;
}
