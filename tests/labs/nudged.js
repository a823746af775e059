// What the service answers when w of the running example is nudged by 0.1, and by the sizes of the curve.

import { readFileSync } from "node:fs";

/** @type {import("../../app/static/labs/nudge/model.js").Answer} */
export const answer = JSON.parse(readFileSync(new URL("fixtures/nudge.json", import.meta.url), "utf8"));
