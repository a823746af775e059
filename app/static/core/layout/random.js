/**
 * A seeded source of numbers in [0, 1): the same layout for the same graph, always.
 * (Linear congruential generator, constants of Numerical Recipes.)
 * @param {number} seed
 * @returns {() => number}
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
