import type { Report } from './report.js';
export interface PageOptions { readonly contexts: string; readonly autoResolveFrom: number; readonly made: Date }
export function htmlReport(_report: Report, _options: PageOptions): string { return ''; }
