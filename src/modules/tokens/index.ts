export { findToken } from './service.js';
