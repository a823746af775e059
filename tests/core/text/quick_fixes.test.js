import assert from "node:assert/strict";
import test from "node:test";

import { changeBetween } from "../../../app/static/core/number/change.js";
import { missingNames } from "../../../app/static/core/text/missing_names.js";
import { remediesFor } from "../../../app/static/core/text/quick_fixes.js";
import { commandAtEnd } from "../../../app/static/core/text/symbols.js";

/**
 * The problem the service reports for the first occurrence of `at` in `source`.
 * @param {string} source
 * @param {string} at
 * @param {string} what
 * @param {string} hint
 */
function remedies(source, at, what, hint) {
  const offset = source.indexOf(at);
  const before = source.slice(0, offset).split("\n");
  const line = before.length;
  const column = [...(before.at(-1) ?? "")].length + 1;
  const span = { line, column, end_column: column + [...at].length };
  const problem = { title: "", status: 422, detail: `line ${line}, column ${column}: ${what}`, hint, span };
  return remediesFor(problem, source).map(({ label, source: mended }) => [label, mended]);
}

test("an undefined name: write the near one, or declare it", () => {
  assert.deepEqual(
    remedies("param w = 1\ninput x = 2\nz = v x", "v", "'v' is not defined here.", "Did you mean 'w'? Or give it a value with a line such as: input v = 1"),
    [["Write w instead", "param w = 1\ninput x = 2\nz = w x"], ["Add input v = 1", "param w = 1\ninput x = 2\ninput v = 1\nz = v x"]],
  );
});

test("the new line goes on top where nothing is declared above", () => {
  assert.deepEqual(
    remedies("z = v\nt = 1", "v", "'v' is not defined here.", "Give it a value with a line such as: input v = 1"),
    [["Add input v = 1", "input v = 1\nz = v\nt = 1"]],
  );
});

test("the lecture's equations alone: all their leaves at once, in their usual roles", () => {
  const equations = "z = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR";
  assert.deepEqual(missingNames(equations), ["w", "x", "b", "t", "λ"]);
  const [all, one] = remedies(equations, "wx", "'wx' is not defined here.", "Give it a value with a line such as: input wx = 1");
  assert.deepEqual(all, ["Declare w, x, b, t, λ", `param w = 1, b = 1\ninput x = 1\ntarget t = 1\nconst λ = 0.1\n${equations}`]);
  assert.equal(one?.[0], "Add input wx = 1");
});

test("a product with one unknown factor declares that factor", () => {
  const [first] = remedies("param w = 1\ny = vw", "vw", "'vw' is not defined here.", "Give it a value with a line such as: input vw = 1");
  assert.deepEqual(first, ["Declare v", "param w = 1\nparam v = 1\ny = vw"]);
});

test("missing names: Python's prefixes, functions, π and comments are none, long words stay whole", () => {
  assert.deepEqual(missingNames("y = np.exp(-z) + torch.sigmoid(h1) + π # q"), ["z", "h1"]);
  assert.deepEqual(missingNames("loss = rate*mu + ab\na = 1"), ["rate", "mu", "b"]);
  assert.deepEqual(missingNames("param w = 1\nL = abw + a + b"), ["a", "b"]);
  assert.deepEqual(missingNames("param W⁽¹⁾ = [[1]]\nz = W⁽¹⁾x + b⁽¹⁾\nL = sum(z.T, axis=0, keepdims=True)"), ["x", "b⁽¹⁾"]);
});

test("a misspelled function is replaced", () => {
  assert.deepEqual(
    remedies("y = sigmoyd(z)", "sigmoyd", "'sigmoyd' is no function here.", "Did you mean 'sigmoid'?"),
    [["Write sigmoid instead", "y = sigmoid(z)"]],
  );
});

test("a misspelled keyword is replaced, its name is kept", () => {
  assert.deepEqual(
    remedies("pram w = 1", "pram w", "One name, and nothing else, stands to the left of an =.", "Did you mean 'param'?"),
    [["Write param instead", "param w = 1"]],
  );
});

test("a value that was taken for a function becomes a factor", () => {
  assert.deepEqual(
    remedies("y = foo(z)", "foo", "'foo' is no function here.", "If it is a value, define it on a line above, or write foo·( ) for the product."),
    [["Write foo·", "y = foo·(z)"]],
  );
  assert.deepEqual(
    remedies("y = σ(z)", "σ", "'σ' is a value of yours and also a function.", "Write sigmoid( ) for the function, σ·( ) for the product."),
    [["Write sigmoid", "y = sigmoid(z)"], ["Write σ·", "y = σ·(z)"]],
  );
});

test("a bracket is closed at the end of its statement, before the comment", () => {
  const [what, hint] = ["This bracket is never closed.", "Close it with ) on the same line."];
  assert.deepEqual(remedies("L = (y - t  # loss\nz = 1", "(", what, hint), [["Add )", "L = (y - t)  # loss\nz = 1"]]);
  assert.deepEqual(remedies("L = (y - t; z = 1", "(", what, hint), [["Add )", "L = (y - t); z = 1"]]);
});

test("a bracket too many is deleted", () => {
  assert.deepEqual(
    remedies("L = y - t)", ")", "This bracket closes nothing.", "Delete it, or open one before it."),
    [["Delete this bracket", "L = y - t"]],
  );
});

test("a line that comes too late is moved", () => {
  assert.deepEqual(
    remedies("x = 1\ny = z\nz = 2x", "z", "'z' is used here, but computed only on line 3.", "Move line 3 above this one."),
    [["Move line 3 up", "x = 1\nz = 2x\ny = z"]],
  );
});

test("two readings are both offered, placeholders are not", () => {
  const what = "This quotient can be read in two ways.";
  assert.deepEqual(
    remedies("y = a/bc", "a/bc", what, "Write (a/b)·c or a/(b·c)."),
    [["Write (a/b)·c", "y = (a/b)·c"], ["Write a/(b·c)", "y = a/(b·c)"]],
  );
  assert.deepEqual(remedies("y = 1/2(x + 1)", "1/2(", what, "Write (a/b)·c or a/(b·c)."), []);
  assert.deepEqual(
    remedies("y = e^xy", "xy", "It cannot be seen how far this exponent reaches.", "Write ^(x·y) or ^x·y."),
    [["Write (x·y)", "y = e^(x·y)"], ["Write x·y", "y = e^x·y"]],
  );
});

test("a number after a factor is a factor or a power", () => {
  assert.deepEqual(
    remedies("y = (x)2", "2", "A number cannot follow a factor without a sign.", "Write ·2 to multiply, ^2 for a power, or put the number first."),
    [["Write ·2", "y = (x)·2"], ["Write ^2", "y = (x)^2"]],
  );
});

test("a letter from another alphabet, a brace and an invisible character are mended", () => {
  assert.deepEqual(
    remedies("y = а", "а", "This letter only looks like the Latin a: it is U+0430.", "Type a on a Latin keyboard, or write another name."),
    [["Write a", "y = a"]],
  );
  assert.deepEqual(remedies("y = {x)", "{", "Braces cannot be read here.", "Use round brackets: ( )."), [["Write (", "y = (x)"]]);
  assert.deepEqual(
    remedies("y\u200B = 1", "\u200B", "An invisible character stands here: U+200B.", "Delete it and type the line again."),
    [["Delete it", "y = 1"]],
  );
});

test("a nameless line gets a free name", () => {
  const what = "This line gives its value no name.";
  assert.deepEqual(remedies("L = 1\nL^2 + 1", "L^2 + 1", what, "Write a name and = before it, as in L = x²."), [["Call it y", "L = 1\ny = L^2 + 1"]]);
});

test("without a place, or in unknown words, there is no button", () => {
  const problem = { title: "", status: 0, detail: "The service does not answer.", hint: "Did you mean 'x'?" };
  assert.deepEqual(remediesFor(problem, "x"), []);
  assert.deepEqual(remedies("x", "x", "Something new.", "Try harder."), []);
});

test("the smallest change between two texts", () => {
  assert.deepEqual(changeBetween("w = 0.5, b", "w = 0.75, b"), { from: 6, to: 6, insert: "7" });
  assert.deepEqual(changeBetween("aa", "aaa"), { from: 2, to: 2, insert: "a" });
  assert.deepEqual(changeBetween("abc", ""), { from: 0, to: 3, insert: "" });
  assert.equal(changeBetween("same", "same"), null);
});

test("a LaTeX command becomes its symbol only when it is complete", () => {
  assert.deepEqual(commandAtEnd("L + \\lambda"), { from: 4, symbol: "λ" });
  assert.deepEqual(commandAtEnd("\\half"), { from: 0, symbol: "½" });
  assert.equal(commandAtEnd("\\lamb"), null);
  assert.equal(commandAtEnd("lambda"), null);
});

test("@ between numbers becomes a product", () => {
  assert.deepEqual(
    remedies("w = 1\nL = w @ w", "w @ w", "@ multiplies arrays, and its left side is a number; the other is a number.", "Here w has the shape a number, w has the shape a number. Write * or · for a product with a number."),
    [["Write · instead of @", "w = 1\nL = w · w"]],
  );
});
