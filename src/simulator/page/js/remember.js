/**
 * Small choices kept in this browser. Where storage is forbidden (private windows) they last for the visit.
 */

export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // as if nothing had been chosen yet
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    return; // not remembered, still chosen for this visit
  }
}
