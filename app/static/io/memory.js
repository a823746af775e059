// What this browser remembers between visits, or this tab until it is closed. Where it may not, nothing is
// remembered, and nothing fails.

/** @typedef {"localStorage" | "sessionStorage"} Where */

/** @param {string} name @param {Where} [where] @returns {string | null} */
export function recall(name, where = "localStorage") {
  try {
    return window[where].getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value @param {Where} [where] */
export function remember(name, value, where = "localStorage") {
  try {
    window[where].setItem(name, value);
  } catch {
    // The browser keeps nothing for this page: it starts as usual next time.
  }
}
