// Every lab, in the order of the menu. A lab is a folder and a row.

/** @type {readonly import("./types.js").Row[]} */
export const LABS = [];
