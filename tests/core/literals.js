// The texts that stand in code, read with just enough of JavaScript's grammar: comments, regular
// expressions and the code inside of `${…}` are told apart from them.

/** @typedef {{ line: number, text: string, before: string }} Literal  `before`: the code of its line that leads up to it; a gap in a template is `{}` */

/** After these a slash begins a regular expression. */
const OPENS = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|of|in|await|=>))\s*$/;

/** @param {string} code @returns {Literal[]} */
export function literalsOf(code) {
  /** @type {Literal[]} */
  const found = [];
  const before = (/** @type {number} */ at) => code.slice(code.lastIndexOf("\n", at - 1) + 1, at);
  const line = (/** @type {number} */ at) => code.slice(0, at).split("\n").length;

  /** Code up to the bracket that closes it. @param {number} at @param {boolean} isInside  of a template @returns {number} */
  function readCode(at, isInside) {
    let depth = 0;
    while (at < code.length) {
      const sign = code[at];
      if (code.startsWith("//", at)) at = end("\n", at);
      else if (code.startsWith("/*", at)) at = end("*/", at + 2);
      else if (sign === "/" && OPENS.test(code.slice(Math.max(0, at - 40), at))) at = readPattern(at + 1);
      else if (sign === '"' || sign === "'") at = readText(at);
      else if (sign === "`") at = readTemplate(at);
      else {
        if (sign === "{") depth += 1;
        if (sign === "}" && isInside && depth-- === 0) return at + 1;
        at += 1;
      }
    }
    return at;
  }

  /** @param {string} what @param {number} at */
  function end(what, at) {
    const place = code.indexOf(what, at);
    return place < 0 ? code.length : place + what.length;
  }

  /** @param {number} at */
  function readPattern(at) {
    for (let isClass = false; code[at] !== "/" || isClass; at += 1) {
      if (code[at] === "\\") at += 1;
      else if (code[at] === "[") isClass = true;
      else if (code[at] === "]") isClass = false;
    }
    return at + 1;
  }

  /** @param {number} start */
  function readText(start) {
    let at = start + 1;
    while (at < code.length && code[at] !== code[start]) at += code[at] === "\\" ? 2 : 1;
    found.push({ line: line(start), text: code.slice(start + 1, at), before: before(start) });
    return at + 1;
  }

  /** @param {number} start */
  function readTemplate(start) {
    let at = start + 1;
    let text = "";
    while (at < code.length && code[at] !== "`") {
      if (code.startsWith("${", at)) {
        at = readCode(at + 2, true);
        text += "{}";
      } else {
        text += code.slice(at, at + (code[at] === "\\" ? 2 : 1));
        at += code[at] === "\\" ? 2 : 1;
      }
    }
    found.push({ line: line(start), text, before: before(start) });
    return at + 1;
  }

  readCode(0, false);
  return found;
}
