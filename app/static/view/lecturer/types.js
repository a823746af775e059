// What the parts of the room are handed. No code.

/** @typedef {import("../toolkit.js").Kit} Kit */

/**
 * @typedef {object} Room
 * @property {Kit} kit
 * @property {import("../../core/types.js").Store} store
 * @property {import("../../core/types.js").Services} services
 * @property {(key: string, values?: Record<string, string | number>) => string} say  a word of the room's own, with the gaps filled
 */

export {};
