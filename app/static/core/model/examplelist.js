// The list of examples: by section, and by the words someone searches for.

/** @typedef {import("../types.js").ExampleSummary} ExampleSummary */

/**
 * @param {readonly ExampleSummary[]} examples
 * @returns {{ section: string, items: ExampleSummary[] }[]} sections and examples in the order given
 */
export function grouped(examples) {
  /** @type {Map<string, ExampleSummary[]>} */
  const sections = new Map();
  for (const example of examples) {
    const items = sections.get(example.section) ?? [];
    sections.set(example.section, [...items, example]);
  }
  return [...sections].map(([section, items]) => ({ section, items }));
}

/**
 * Those that hold every word, wherever it stands, in the order of their sections.
 * @param {readonly ExampleSummary[]} examples
 * @param {string} search
 * @returns {ExampleSummary[]}
 */
export function matching(examples, search) {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = examples.filter(({ title, summary, section }) => {
    const text = `${title} ${summary} ${section}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return grouped(found).flatMap(({ items }) => items);
}

/**
 * Which of those offered Enter opens: before a search the one on screen, then the first whose title
 * holds what was typed, else the first.
 * @param {readonly ExampleSummary[]} offered
 * @param {string} search
 * @param {string} [shown]  the id of the example on screen
 * @returns {number}
 */
export function likeliest(offered, search, shown) {
  const typed = search.trim().toLowerCase();
  return Math.max(0, offered.findIndex(({ id, title }) => (typed === "" ? id === shown : title.toLowerCase().includes(typed))));
}
