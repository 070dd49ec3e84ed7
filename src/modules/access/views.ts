import type { Translate } from '../../locales/index.js';

const BUILT_IN = ['customer', 'moderator', 'admin', 'viewer'] as const;

/** A role as people read it: built-in ones in their language, others as an admin named them. */
export function roleName(t: Translate, name: string): string {
  const builtIn = BUILT_IN.find((each) => each === name);
  return builtIn ? t(`access.roles.${builtIn}`) : name;
}
