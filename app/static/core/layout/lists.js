/** @import {Lists} from "./types.js" */

/**
 * Many small lists in two flat arrays: the items 0..keys.length-1 grouped by key, each group in item order.
 * A negative key leaves the item out.
 * @param {Int32Array} keys
 * @param {number} count  number of lists
 * @returns {Lists}
 */
export function group(keys, count) {
  const start = new Int32Array(count + 1);
  for (const key of keys) if (key >= 0) start[key + 1]++;
  for (let k = 0; k < count; k++) start[k + 1] += start[k];
  const item = new Int32Array(start[count]);
  const next = start.slice(0, count);
  for (let i = 0; i < keys.length; i++) if (keys[i] >= 0) item[next[keys[i]]++] = i;
  return { start, item };
}
