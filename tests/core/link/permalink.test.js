import assert from "node:assert/strict";
import test from "node:test";

import { decode, encode } from "../../../app/static/core/link/permalink.js";

/** @typedef {import("../../../app/static/core/link/permalink.js").Link} Link */

const SOURCE = `param w = 0.5, b = -1
input x = 2
target t = 1
const λ = 0.1
z = wx + b
y = σ(z)
L = ½(y − t)²
R = ½w²
L_reg = L + λR`;

/** @type {Link} */
const link = {
  source: SOURCE, inputs: {}, roles: {}, output: null, grain: "named", position: 0, notation: "bar", example: null,
};

/** @param {string} fragment */
function messageOf(fragment) {
  const decoded = decode(fragment);
  assert.equal(decoded.ok, false, fragment);
  return decoded.ok ? "" : decoded.message;
}

/** @type {[string, Partial<Link>][]} */
const ROUND = [
  ["the start screen", {}],
  ["a step, a grain and a notation", { position: 12, grain: "primitive", notation: "partial" }],
  ["slid leaves", { inputs: { w: -0.75, lambda: 1e-7, x: 1e21, b: -0 } }],
  ["roles and an output", { roles: { w: "input", t: "target", c: "constant", b: "parameter" }, output: "L_reg" }],
  ["open groups of a large graph", { unfolded: ["w1_1…h1_7", "W[0,0]…W[9,9]"] }],
  ["an example's name", { example: "lecture-6" }],
  ["a lab, and a point of a lesson", { lab: "order", lesson: { id: "lecture-6", point: 12, answered: false } }],
  ["an answered question of a lesson", { lesson: { id: "my-talk", point: 0, answered: true } }],
  ["an empty source", { source: "" }],
  ["every ASCII character", { source: Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)).join("") }],
  ["HTML and separators in the text", { source: "# <img src=x onerror=alert(1)> & # ; %41 + ~ 'q' \"\n" }],
  ["letters beyond the basic plane", { source: "𝓛 = x # 🙂" }],
];

for (const [what, rest] of ROUND) {
  test(`a link brings back ${what}`, () => {
    const whole = { ...link, ...rest };
    assert.deepEqual(decode(`#${encode(whole)}`), { ok: true, link: JSON.parse(JSON.stringify(whole)) });
  });
}

test("a link can be read, and needs no escaping by a browser", () => {
  const fragment = encode({ ...link, source: "param w = 0.5, b = -1\nz = w*x + b", inputs: { w: 0.7, b: -1 }, position: 3 });
  assert.equal(fragment, "v=1&s=param+w+=+0.5,+b+=+-1;z+=+w%2Ax+%2B+b&i=w:0.7,b:-1&k=3");
  const page = new URL("http://localhost/");
  page.hash = encode(link);
  assert.equal(page.hash, `#${encode(link)}`);
});

test("no fragment is no link", () => {
  assert.deepEqual(decode(""), { ok: true, link: null });
  assert.deepEqual(decode("#"), { ok: true, link: null });
});

test("a lone surrogate does not break the link", () => {
  const decoded = decode(encode({ ...link, source: "x\uD800y" }));
  assert.ok(decoded.ok && decoded.link?.source === "x\uFFFDy");
});

test("a value that is not finite is left out of the link", () => {
  const decoded = decode(encode({ ...link, inputs: { w: NaN, b: Infinity, x: 1 } }));
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.link?.inputs, { x: 1 });
});

test("a newer link says that it is newer", () => {
  assert.match(messageOf("#v=2&s=x"), /newer version/);
  assert.match(messageOf("#v=999999999"), /newer version/);
});

for (const broken of ["#hello", "#v=1", "#v=0&s=x", "#v=one&s=x", "#v=1&s=%E0%A4%A", "#v=-1&s=x", "#&&&", "#v=1&s=x&i=%", "#=&=", "#v=1e0&s=x"]) {
  test(`${broken} is called damaged`, () => assert.match(messageOf(broken), /damaged/));
}

/** @type {[string, RegExp][]} */
const UNREADABLE = [
  ["i=w:NaN", /value that is no number/],
  ["i=w:Infinity", /value/],
  ["i=w:1e999", /value/],
  ["i=w", /value/],
  ["i=:1", /value/],
  ["i=w:1:2", /value/],
  ["i=__proto__:1", /value/],
  ["i=<b>:1", /value/],
  ["r=w:king", /role/],
  ["r=__proto__:input", /role/],
  ["o=a%20b", /output/],
  ["o=__proto__", /output/],
  ["g=coarse", /grain/],
  ["n=leibniz", /notation/],
  ["e=%3Cscript%3E", /example/],
  ["t=lecture-6", /lesson/],
  ["t=..%2Fx.1", /lesson/],
  ["k=-1", /step/],
  ["k=NaN", /step/],
  ["k=1.5", /step/],
  ["k=99999999", /step/],
];

for (const [field, expected] of UNREADABLE) {
  test(`a link with ${field} says what it cannot read`, () => assert.match(messageOf(`#v=1&s=x&${field}`), expected));
}

test("names that a prototype owns are ordinary names, and change no prototype", () => {
  const decoded = decode("#v=1&s=x&i=constructor:1,toString:2");
  assert.ok(decoded.ok && decoded.link);
  assert.deepEqual(Object.entries(decoded.link.inputs), [["constructor", 1], ["toString", 2]]);
  assert.equal(Object.getPrototypeOf(decoded.link.inputs), Object.prototype);
});

test("an oversized link is refused at once", () => {
  assert.match(messageOf(`#v=1&s=${"x".repeat(1_100_000)}`), /too long/);
  assert.match(messageOf(`#v=1&s=${"x".repeat(300_000)}`), /damaged/);
});

test("decode never throws, whatever a link has been through", () => {
  const whole = encode({ ...link, inputs: { w: 0.7 }, roles: { w: "input" }, output: "L_reg", position: 5 });
  for (let cut = 0; cut < whole.length; cut += 1) {
    for (const hurt of [whole.slice(0, cut), whole.slice(cut), `${whole.slice(0, cut)}%${whole.slice(cut + 1)}`, `${whole.slice(0, cut)}&${whole.slice(cut)}`]) {
      const decoded = decode(hurt);
      assert.ok(decoded.ok || decoded.message.length > 20);
    }
  }
});
