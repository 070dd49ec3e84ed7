export { Eraser } from './eraser.js';
export { makeExport } from './export.js';
