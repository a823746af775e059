// The smallest replacement that turns one text into another, so that an editor keeps its caret.

/**
 * @param {string} before
 * @param {string} after
 * @returns {{ from: number, to: number, insert: string } | null} null when nothing changed
 */
export function changeBetween(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
