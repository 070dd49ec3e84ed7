/** Light, dark, or what the system says; remembered in this browser. */

import { recall, remember } from './remember.js';

const KEY = 'simulator.theme';

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function loadTheme() {
  const stored = recall(KEY);
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
}

export function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  remember(KEY, theme);
}
