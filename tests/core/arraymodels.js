// Models with arrays as the service answers them: the lecture's net, the same with every entry a node, and
// a batch with its examples as rows.

import { readFileSync } from "node:fs";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

/** @param {string} name @returns {Trace} */
const read = (name) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));

/** z = W @ x + b, h = σ(z), y = V @ h + c, L = ½ ‖y − t‖² */
export const net = read("net");
export const elements = read("elements");
/** Z = X @ W + b, H = tanh(Z), L = sum((H − T)²): b is used once for each row of X. */
export const batch = read("batch");
