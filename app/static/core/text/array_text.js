// Values as they are written into a model's text: `0.5`, `[1, 2]`, `[[1, 2], [3, 4]]`.

/** @param {import("../types.js").Given} given @returns {string} */
export function written(given) {
  return Array.isArray(given) ? `[${given.map(written).join(", ")}]` : String(given);
}
