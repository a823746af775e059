// What POST /api/calculus answers, as this lab reads it. No code.

/** @typedef {import("../../core/types.js").Num} Num */
/** An exact count; beyond 2^53 as text. @typedef {number | string} Count */
/** @typedef {{ leaf: string, latex: string, left: string, lines: { rule: string, latex: string }[], result: string | null, value: Num, adjoint: Num, truncated: boolean }} Derivation */
/** @typedef {{ key: number, latex: string | null, count: Count, count_expanded: Count, operations: number }} Part */
/** @typedef {{ naive: Count, expanded: Count, shared: [number, number], backprop: number, backprop_values: number }} Counts */
/** What POST /api/cost answers, of which operations alone are read. @typedef {Record<"forward" | "backprop" | "parameters", { operations: number }>} Cost */
/** One name as the output. @typedef {{ node: string, depth: number, formula: string, derivative: string, backprop: number }} Growth */
/** The results as a graph: each different sub-expression once, what it is made of before it. @typedef {{ nodes: { op: string | null, latex: string, arguments: number[] }[], results: number[] }} Sharing */

/**
 * @typedef {object} Answer
 * @property {string} output
 * @property {string[]} leaves
 * @property {string | null} expanded
 * @property {Derivation[]} derivations
 * @property {Part[]} parts
 * @property {Counts} counts
 * @property {Growth[] | null} growth
 * @property {Sharing | null} sharing
 */

export {};
