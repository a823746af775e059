// What this browser remembers between visits. Where it may not, nothing is remembered, and nothing fails.

/** @param {string} name @returns {string | null} */
export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The browser keeps nothing for this page: it starts as usual next time.
  }
}
