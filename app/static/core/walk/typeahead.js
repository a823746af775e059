// Keys that are pressed while a part of the page is being fetched wait for it, in their order. They were
// meant for that part: where it never stands, they go nowhere.

/**
 * @template Key
 * @param {(key: Key) => void} deliver  hands a key to whoever has the focus by then
 * @param {(end: () => void) => void} patience  calls back when a part has been waited for long enough
 */
export function createTypeahead(deliver, patience) {
  /** @type {Set<Promise<unknown>>} */
  const awaited = new Set();
  /** @type {Key[]} */
  let kept = [];

  /** @param {Promise<unknown>} part @param {boolean} stands */
  function settle(part, stands) {
    if (!awaited.delete(part)) return;
    if (!stands) kept = [];
    // A key that is delivered may ask for another part: the keys after it wait for that one.
    while (awaited.size === 0) {
      const [next, ...rest] = kept;
      if (next === undefined) return;
      kept = rest;
      deliver(next);
    }
  }

  return {
    /** Whether keys are to be kept now. */
    waits: () => awaited.size > 0,
    /** @param {Key} key */
    keep(key) {
      kept.push(key);
    },
    /** @param {Promise<unknown>} part  that will take keys once it stands */
    await(part) {
      awaited.add(part);
      part.then(() => settle(part, true), () => settle(part, false));
      patience(() => settle(part, false));
    },
  };
}
