// The address bar: read once when the page opens and whenever a link is pasted into it, written as the
// screen changes.

import { say } from "../../words/index.js";
import { modelOf } from "../../core/model/examples.js";
import { decode, encode } from "../../core/link/permalink.js";
import { requestKey, requestOf } from "../../core/link/request.js";
import { copyText } from "../../io/clipboard.js";
import { Refusal } from "../../io/api.js";

/** @typedef {import("../../core/types.js").ExampleDetail} ExampleDetail */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../../core/link/permalink.js").Link} Link */

/** What the page was delivered with. @typedef {{ example: ExampleDetail, trace: Trace }} Start */

// Browsers refuse more than about a hundred changes of the address in half a minute. A short run of
// steps is written at once, a long one from time to time, and its end always.
const AT_ONCE = 40;
const PER_SECOND = 2;
/** A very long address takes the browser milliseconds, so it is written when the steps rest. */
const LONG = 4_000;

/**
 * Shows what the address asks for, or the first example; then keeps the address up to date.
 * @param {Store} store
 * @param {Pick<Services, "api" | "session">} services
 * @param {Start | null} [start] spares the first screen its requests
 */
export async function boot(store, services, start = null) {
  await follow(store, services, location.hash, start);
  keepWritten(store);
  window.addEventListener("hashchange", () => {
    if (!isAnchor(location.hash) && location.hash.slice(1) !== fragmentOf(store.get())) void follow(store, services, location.hash, null);
  });
}

/** @param {Store} store @param {Pick<Services, "api" | "session">} services @param {string} hash @param {Start | null} start */
async function follow(store, services, hash, start) {
  const decoded = decode(isAnchor(hash) ? "" : hash);
  if (!decoded.ok) store.set({ message: decoded.message });
  if (decoded.ok && decoded.link !== null) await openLink(decoded.link, store, services, start);
  else await openStart(store, services, start);
}

/** @param {Link} link @param {Store} store @param {Pick<Services, "api" | "session">} services @param {Start | null} start */
async function openLink({ example: id, ...link }, store, { api, session }, start) {
  const first = start && modelOf(start.example);
  const example = first?.example?.id === id ? first?.example ?? null : null;
  const isStart = start !== null && requestKey(requestOf(link)) === requestKey({ ...requestOf(link), ...first, grain: start.trace.grain });
  await session.open({ unfolded: [], lab: null, lesson: null, ...link, example, playing: false, ...(isStart ? { trace: start.trace } : {}) });
  if (id === null || example !== null) return;
  // Only the narration comes from the example; a link to one that is gone is still a whole link.
  const detail = await api.example(id).catch(() => null);
  if (detail && store.get().source === link.source) store.set({ example: modelOf(detail).example ?? null });
}

/** @param {Store} store @param {Pick<Services, "api" | "session">} services @param {Start | null} start */
async function openStart(store, { api, session }, start) {
  if (start) return session.open({ ...modelOf(start.example), trace: start.trace });
  try {
    const [first] = await api.examples();
    if (first) await session.open({ ...modelOf(await api.example(first.id)), grain: "named", notation: "bar" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    store.set({ problem: error.problem });
  }
}

/** @param {Store} store */
function keepWritten(store) {
  let left = AT_ONCE;
  let counted = performance.now();
  let timer = 0;

  function write() {
    timer = 0;
    const fragment = fragmentOf(store.get());
    if (location.hash.slice(1) !== fragment) history.replaceState(history.state, "", `#${fragment}`);
  }

  function writeSoon() {
    if (timer !== 0) return;
    const now = performance.now();
    left = Math.min(AT_ONCE, left + ((now - counted) / 1000) * PER_SECOND) - 1;
    counted = now;
    if (left >= 0 && store.get().source.length < LONG) write();
    else timer = window.setTimeout(write, 1000 / PER_SECOND);
  }

  store.subscribe((state, previous) => {
    if (fragmentOf(state) !== fragmentOf(previous)) writeSoon();
  });
  window.addEventListener("pagehide", () => {
    if (timer !== 0) write();
  });
  if (store.get().trace !== null) write();
}

/** @param {State} state */
function fragmentOf({ source, inputs, roles, output, grain, position, notation, unfolded, example, lab, lesson }) {
  return encode({ source, inputs, roles, output, grain, position, notation, unfolded, example: example?.id ?? null, lab, lesson });
}

/** A link within the page, to one of its parts, is no permalink. @param {string} hash */
function isAnchor(hash) {
  return /^#[a-z][\w-]*$/.test(hash) && document.getElementById(hash.slice(1)) !== null;
}

/**
 * Copies a link to this very screen and says so.
 * @param {Store} store
 * @returns {Promise<void>}
 */
export async function copyLink(store) {
  const link = new URL(location.href);
  link.hash = fragmentOf(store.get());
  const isCopied = await copyText(link.href);
  store.set({ message: say(isCopied ? "link.copied" : "link.uncopied") });
}
