// The style sheet of a part that is fetched later.

import { element } from "./element.js";

/** @param {string} href @returns {Promise<unknown>} once it holds */
export function styleSheet(href) {
  const link = element("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", reject, { once: true });
  });
  document.head.append(link);
  return loaded;
}
