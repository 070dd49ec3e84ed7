export { type Baseline, type Fall, baselineOf, fallsBelow, readBaseline } from './baseline.js';
export { type GoldenQuestion, readGolden } from './golden.js';
export { htmlReport } from './html-report.js';
export { type Given, type Judged, judge } from './judge.js';
export { type Report, reportOn } from './report.js';
export { textReport } from './text-report.js';
export { percent } from './wording.js';
