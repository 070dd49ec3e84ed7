export { makeExport } from './export.js';
