// What a keyboard does not have, by the name it has in LaTeX.

import { GREEK_LETTERS } from "./names.js";

/** @typedef {{ command: string, symbol: string }} Symbol */

/** @type {readonly Symbol[]} */
export const SYMBOLS = [
  ...GREEK_LETTERS.map(([symbol, name]) => ({ command: `\\${name}`, symbol })),
  { command: "\\half", symbol: "½" },
  { command: "\\third", symbol: "⅓" },
  { command: "\\quarter", symbol: "¼" },
  { command: "\\squared", symbol: "²" },
  { command: "\\cubed", symbol: "³" },
  { command: "\\cdot", symbol: "·" },
  { command: "\\times", symbol: "×" },
  { command: "\\minus", symbol: "−" },
  { command: "\\sqrt", symbol: "√" },
  { command: "\\odot", symbol: "⊙" },
  { command: "\\top", symbol: "ᵀ" },
  { command: "\\norm", symbol: "‖" },
  { command: "\\le", symbol: "≤" },
  { command: "\\ge", symbol: "≥" },
  ...[..."¹²³⁴⁵⁶⁷⁸⁹"].map((symbol, index) => ({ command: `\\layer${index + 1}`, symbol: `⁽${symbol}⁾` })),
  ...[..."₀₁₂₃₄₅₆₇₈₉"].map((symbol, digit) => ({ command: `\\sub${digit}`, symbol })),
];

const BY_COMMAND = new Map(SYMBOLS.map(({ command, symbol }) => [command, symbol]));

/**
 * The symbol whose command stands at the end of `text`, as when a space or bracket is typed after
 * `\lambda`; null when there is none.
 * @param {string} text
 * @returns {{ from: number, symbol: string } | null}
 */
export function commandAtEnd(text) {
  const command = /\\[A-Za-z]+\d?$/.exec(text);
  const symbol = command && BY_COMMAND.get(command[0]);
  return command && symbol ? { from: command.index, symbol } : null;
}
