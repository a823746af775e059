// What a group is called: in LaTeX on the graph, and in plain words as its id.

import { wordsOf, isNumber } from "./net.js";

/** @typedef {import("./net.js").Net} Net */
/** @typedef {import("./classes.js").Class} Class */

const HEADS = 3;

/** @param {Net} net @param {Class} group @returns {string} */
export function titleOf(net, { members, kind, words }) {
  const computed = members.filter((v) => !net.isLeaf[v]);
  const speaking = computed.length > 0 ? computed : members;
  if (kind === "prefix") return spelled(headOf(net, speaking[0] ?? 0), words.slice(1));
  if (kind === "index") {
    const heads = [...new Set(speaking.map((v) => headOf(net, v)))];
    return [...heads.slice(0, HEADS).map((head) => spelled(head, words)), ...(heads.length > HEADS ? ["\\ldots"] : [])].join(",\\,");
  }
  const [first = "", last = ""] = [net.latex[speaking[0] ?? 0], net.latex[speaking.at(-1) ?? 0]];
  return first === last ? first : `${first}\\,\\ldots\\,${last}`;
}

/** The first and the last member: unlike every name, since no name holds an ellipsis. @param {Net} net @param {Class} group */
export function idOf({ ids }, { members }) {
  return `${ids[members[0] ?? 0]}…${ids[members.at(-1) ?? 0]}`;
}

/** The letter before the subscript. @param {Net} net @param {number} v */
function headOf({ stems, ids }, v) {
  const head = stems[v] ?? "";
  return head === "" ? `\\mathrm{${wordsOf(ids[v] ?? "")[0]}}` : head;
}

/** @param {string} head @param {string[]} words */
function spelled(head, words) {
  return words.length === 0 ? head : `${head}_{${words.map((word) => (isNumber(word) ? word : `\\mathrm{${word}}`)).join(",")}}`;
}
