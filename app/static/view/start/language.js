// The language that somebody chose in this browser counts where the address names none: the page is then
// opened again in it.

import { recall } from "../../io/memory.js";

/** What it is kept as, by the help sheet. */
const NAME = "language";

/**
 * Where the page is to be opened instead; null where it speaks as it should.
 * @param {string | null} kept
 * @param {string} spoken  what the page was delivered in
 * @param {{ search: string, hash: string }} address
 */
export function instead(kept, spoken, { search, hash }) {
  const asked = new URLSearchParams(search);
  if (kept === null || kept === spoken || asked.has("lang")) return null;
  asked.set("lang", kept);
  return `?${asked}${hash}`;
}

/** Settles unless the page is opened again. @returns {Promise<void>} */
export async function inKeptLanguage() {
  const address = instead(recall(NAME), document.documentElement.lang, location);
  if (address === null) return;
  location.replace(address);
  await new Promise(() => {});
}
