// b = 4a; c = b + 3; d = 5b; e = c + d, as the service answers it: an inner node with two children.

import { readFileSync } from "node:fs";

/** @type {import("../../app/static/core/types.js").Trace} */
export const waitForAll = JSON.parse(readFileSync(new URL("fixtures/wait-for-all.json", import.meta.url), "utf8"));
