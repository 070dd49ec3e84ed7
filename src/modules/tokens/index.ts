export { findToken, revokeTokensOf } from './service.js';
