// Attributes as state: the style sheets, the tests and embeds all read them.

/**
 * Sets an attribute, or takes it away when the value is null or false. An attribute that is right
 * already is not touched, so that a step costs what it changes.
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function mark(element, name, value) {
  const wanted = value === null || value === undefined || value === false ? null : value === true ? "" : String(value);
  if (element.getAttribute(name) === wanted) return;
  if (wanted === null) element.removeAttribute(name);
  else element.setAttribute(name, wanted);
}

/**
 * Several attributes that come and go, always in this order: the same state is the same markup, however
 * it was reached.
 * @param {Element} element
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 */
export function markAll(element, attributes) {
  const entries = Object.entries(attributes);
  const isPresent = (/** @type {unknown} */ value) => value !== null && value !== undefined && value !== false;
  if (entries.some(([name, value]) => element.hasAttribute(name) !== isPresent(value))) {
    for (const [name] of entries) element.removeAttribute(name);
  }
  for (const [name, value] of entries) mark(element, name, value);
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function region(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}
