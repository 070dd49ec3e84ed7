export { findSecrets } from './find.js';
export { maskFormatted, type Formatted, type MaskedFormatted } from './formatted.js';
export { hidesSomething, mask, type Shown } from './mask.js';
export { opensAccounts, showsWholeCard } from './exposing.js';
export type { Secret, SecretKind } from './secret.js';
