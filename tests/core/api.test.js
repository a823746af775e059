import assert from "node:assert/strict";
import test from "node:test";

import { Refusal, createApi } from "../../app/static/io/api.js";

/** @typedef {import("../../app/static/core/types.js").Problem} Problem */

const REQUEST = { source: "L = 1", inputs: {}, roles: {}, output: null, grain: /** @type {const} */ ("named") };

/**
 * An api whose service gives these answers, one after the other.
 * @param {(Response | Error)[]} answers
 */
function service(answers) {
  /** @type {{ address: string, init: RequestInit | undefined }[]} */
  const asked = [];
  const api = createApi({
    fetch: async (address, init) => {
      asked.push({ address: String(address), init });
      const answer = answers.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error("one request too many");
      return answer;
    },
  });
  return { api, asked };
}

/** @param {Promise<unknown>} promise @returns {Promise<Problem>} */
async function problemOf(promise) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
  return assert.fail("should have been refused");
}

/** @param {unknown} body @param {number} status @param {Record<string, string>} [headers] */
const answer = (body, status = 200, headers = {}) => new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });

test("a trace is asked for with the request as JSON", async () => {
  const { api, asked } = service([answer({ version: 1 })]);
  assert.deepEqual(await api.trace(REQUEST), { version: 1 });
  assert.equal(asked[0]?.address, "api/trace");
  assert.deepEqual(JSON.parse(String(asked[0]?.init?.body)), REQUEST);
});

test("lists come without their wrapping, and ids are escaped", async () => {
  const { api, asked } = service([answer({ examples: [1] }), answer({ primitives: [2] }), answer({ id: "a/b" })]);
  assert.deepEqual(await api.examples(), [1]);
  assert.deepEqual(await api.primitives(), [2]);
  await api.example("a/b");
  assert.deepEqual(asked.map(({ address }) => address), ["api/examples", "api/primitives", "api/examples/a%2Fb"]);
});

test("a refusal arrives as its problem, place included", async () => {
  const span = { line: 2, column: 5, end_column: 6 };
  const body = { type: "about:blank", title: "No", status: 422, detail: "'v' is not defined.", hint: "Did you mean 'w'?", span };
  const problem = await problemOf(service([answer(body, 422)]).api.trace(REQUEST));
  assert.deepEqual(problem, { title: "No", status: 422, detail: "'v' is not defined.", hint: "Did you mean 'w'?", span, limit: null });
});

test("its code, arguments and fixes arrive with it, but no fix that could not be applied", async () => {
  const good = { kind: "write", label: "Write w", arguments: { text: "w" }, edits: [{ span: { line: 1, column: 1, end_column: 2 }, text: "w" }] };
  const bad = [null, { label: "No edits" }, { ...good, edits: [{ span: { line: 0 }, text: "w" }] }, { ...good, edits: [{ ...good.edits[0], text: 1 }] }];
  const body = { title: "No", detail: "d", hint: "h", code: "misspelled-name", arguments: { name: "v", nearest: "w" }, fixes: [good, ...bad] };
  const problem = await problemOf(service([answer(body, 422)]).api.trace(REQUEST));
  assert.deepEqual([problem.code, problem.arguments, problem.fixes], ["misspelled-name", { name: "v", nearest: "w" }, [good]]);
});

test("a refusal that is no problem document is still a sentence", async () => {
  const problem = await problemOf(service([answer("<h1>Bad gateway</h1>", 502)]).api.trace(REQUEST));
  assert.match(problem.detail, /refused this request \(502\)/);
  assert.match(problem.hint, /again/);
});

test("a span that is none is dropped", async () => {
  for (const span of [{ line: "1" }, { line: 0, column: 1, end_column: 2 }, "x", null]) {
    const problem = await problemOf(service([answer({ detail: "d", hint: "h", span }, 422)]).api.trace(REQUEST));
    assert.equal(problem.span, null);
  }
});

test("no answer at all is a readable problem", async () => {
  const problem = await problemOf(service([new TypeError("Failed to fetch")]).api.examples());
  assert.equal(problem.status, 0);
  assert.match(problem.detail, /does not answer/);
});

test("an answer that is no JSON is a readable problem", async () => {
  assert.match((await problemOf(service([answer("<html>")]).api.trace(REQUEST))).detail, /could not be read/);
});

test("a full queue is waited for once, not twice", async () => {
  const { api, asked } = service([answer("", 503, { "Retry-After": "0" }), answer({ version: 1 })]);
  assert.deepEqual(await api.trace(REQUEST), { version: 1 });
  assert.equal(asked.length, 2);
  const busy = service([answer("", 503, { "Retry-After": "0" }), answer({ detail: "Busy.", hint: "Wait." }, 503, { "Retry-After": "0" })]);
  assert.equal((await problemOf(busy.api.trace(REQUEST))).detail, "Busy.");
});

test("a 503 that names no time is not repeated", async () => {
  const { api, asked } = service([answer({ detail: "Down.", hint: "" }, 503)]);
  assert.equal((await problemOf(api.trace(REQUEST))).status, 503);
  assert.equal(asked.length, 1);
});

test("an abort stays an abort, also while waiting", async () => {
  const controller = new AbortController();
  const { api } = service([answer("", 503, { "Retry-After": "5" })]);
  const asking = api.trace(REQUEST, controller.signal);
  setTimeout(() => controller.abort(), 5);
  await assert.rejects(asking, { name: "AbortError" });
});
