// The REST contract as functions. Whatever goes wrong comes back as a Problem in words: a refusal of
// the service, an answer that cannot be read, or no answer at all.

import { say } from "../words/index.js";

/** @typedef {import("../core/types.js").Api} Api */
/** @typedef {import("../core/types.js").Problem} Problem */

const LONGEST_WAIT_SECONDS = 5;

/** A request that got no usable answer. `problem` says why, and what to do. */
export class Refusal extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.name = "Refusal";
    this.problem = problem;
  }
}

/**
 * @param {{ fetch?: typeof globalThis.fetch, base?: string }} [options] `base` is where the service
 *   is mounted, relative to the page
 * @returns {Api}
 */
export function createApi({ fetch = globalThis.fetch.bind(globalThis), base = "api/" } = {}) {
  /** @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
  async function ask(path, init) {
    let answer = await attempt(() => fetch(base + path, init));
    const wait = answer.status === 503 ? Number(answer.headers.get("Retry-After") ?? NaN) : NaN;
    if (wait >= 0) {
      await pause(Math.min(wait, LONGEST_WAIT_SECONDS) * 1000, init.signal ?? null);
      answer = await attempt(() => fetch(base + path, init));
    }
    if (!answer.ok) throw new Refusal(await problemOf(answer));
    return answer;
  }

  /** @param {string} path @param {AbortSignal} [signal] */
  const get = async (path, signal) => attempt(async () => (await ask(path, { signal: signal ?? null })).json());

  /** @param {string} path @param {unknown} body @param {AbortSignal} [signal] */
  const post = (path, body, signal) => ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });

  return {
    trace: async (request, signal) => attempt(async () => (await post("trace", request, signal)).json()),
    examples: async (signal) => (await get("examples", signal)).examples,
    example: (id, signal) => get(`examples/${encodeURIComponent(id)}`, signal),
    ask: async (path, body, signal) => attempt(async () => {
      const answer = await post(path, body, signal);
      return /json/.test(answer.headers.get("Content-Type") ?? "") ? answer.json() : answer.text();
    }),
    get,
    primitives: async (signal) => (await get("primitives", signal)).primitives,
  };
}

/**
 * Runs a fetch, or the reading of its answer, and turns a failure into words. An abort stays an abort.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Refusal || isAbort(error)) throw error;
    if (error instanceof SyntaxError) throw new Refusal(without("unreadable"));
    throw new Refusal(without("none"));
  }
}

/** @param {"none" | "unreadable"} which @returns {Problem} */
function without(which) {
  return { title: say(`answer.${which}`), status: 0, detail: say(`answer.${which}.is`), hint: say(`answer.${which}.do`) };
}

/**
 * @param {Response} answer
 * @returns {Promise<Problem>}
 */
async function problemOf(answer) {
  const body = await answer.json().catch(() => null);
  const { title, detail, hint, span = null, limit = null, code, arguments: values, fixes } = body !== null && typeof body === "object" ? body : {};
  return {
    title: typeof title === "string" ? title : say("answer.refused"),
    status: answer.status,
    detail: typeof detail === "string" ? detail : say("answer.refused.is", { status: answer.status }),
    hint: typeof hint === "string" ? hint : answer.status >= 500 ? say("answer.refused.do") : "",
    span: isSpan(span) ? span : null,
    limit: typeof limit === "string" ? limit : null,
    ...(typeof code === "string" ? { code, arguments: values ?? {}, fixes: Array.isArray(fixes) ? fixes.filter(isFix) : [] } : {}),
  };
}

/**
 * @param {any} fix
 * @returns {fix is import("../core/types.js").Fix}
 */
function isFix(fix) {
  return typeof fix?.label === "string" && Array.isArray(fix.edits) && fix.edits.every((/** @type {any} */ edit) => isSpan(edit?.span) && typeof edit.text === "string");
}

/**
 * @param {any} span
 * @returns {span is import("../core/types.js").Span}
 */
function isSpan(span) {
  return [span?.line, span?.column, span?.end_column].every((place) => Number.isInteger(place) && place > 0);
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isAbort(error) {
  return error instanceof Error && error.name === "AbortError";
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal | null} signal
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
