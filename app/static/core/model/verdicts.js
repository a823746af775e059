// What the check of an adjoint by differences comes to: a sign, and a sentence.

import { say } from "../../words/index.js";

/** @typedef {import("../types.js").Num} Num */

/**
 * A row of POST /api/check. `at` is the worst entry of an array, `curve` the error by the size of the step.
 * @typedef {{ node: string, step: number, adjoint: Num, estimate: Num, error: Num, agrees: boolean, note: string | null,
 *   at?: number[] | null, elements?: number, checked?: number, curve?: { step: number, error: Num }[] | null }} CheckRow
 */

/** `excused`: at a kink, which is named. @typedef {{ mark: "agrees" | "excused" | "differs", sign: string, words: string }} Verdict */

/**
 * @param {CheckRow} row
 * @param {(number: Num) => string} format
 * @returns {Verdict}
 */
export function verdictOf({ agrees, note, error, at, elements = 1, checked = elements }, format) {
  const size = Number(error);
  const off = Number.isFinite(size) ? say("check.error", { size: format(Number(size.toPrecision(1))) }) : say("check.no-error");
  const sample = checked < elements ? say("check.sample", { checked }) : "";
  const where = at && at.length > 0 ? say("check.where", { sample, at: at.join(", ") }) : "";
  if (agrees && note) return { mark: "excused", sign: "~", words: note };
  if (agrees) return { mark: "agrees", sign: "✓", words: say("check.agrees", { off, where }) };
  return { mark: "differs", sign: "✗", words: `${say("check.differs", { off, where })}${note ? ` ${note}` : ""}` };
}
