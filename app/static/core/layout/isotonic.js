/**
 * Places nearest to the desired ones (weighted least squares) that keep the order and the distances: pool adjacent
 * violators.
 * @param {ArrayLike<number>} desired
 * @param {ArrayLike<number>} weight  positive
 * @param {ArrayLike<number>} apart  apart[i]: least distance between i - 1 and i (apart[0] is not read)
 * @returns {Float64Array}
 */
export function spread(desired, weight, apart) {
  const count = desired.length;
  const mean = new Float64Array(count);
  const mass = new Float64Array(count);
  const start = new Int32Array(count);
  const offset = new Float64Array(count);
  let pools = 0;
  for (let i = 0; i < count; i++) {
    offset[i] = i === 0 ? 0 : offset[i - 1] + apart[i];
    mean[pools] = desired[i] - offset[i];
    mass[pools] = weight[i];
    start[pools] = i;
    pools++;
    while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
      const sum = mass[pools - 2] + mass[pools - 1];
      mean[pools - 2] = (mean[pools - 2] * mass[pools - 2] + mean[pools - 1] * mass[pools - 1]) / sum;
      mass[pools - 2] = sum;
      pools--;
    }
  }
  const answer = new Float64Array(count);
  for (let pool = 0; pool < pools; pool++) {
    const end = pool + 1 < pools ? start[pool + 1] : count;
    for (let i = start[pool]; i < end; i++) answer[i] = mean[pool] + offset[i];
  }
  return answer;
}

/**
 * The same in two classes: the firm ones are placed first, as if the others were only the room they need; the
 * others then find their places between them. So a straight line stays straight however many neighbours press.
 * @param {ArrayLike<number>} desired
 * @param {ArrayLike<boolean>} firm
 * @param {ArrayLike<number>} weight  of those that are not firm
 * @param {ArrayLike<number>} apart
 * @returns {Float64Array}
 */
export function spreadAround(desired, firm, weight, apart) {
  const count = desired.length;
  /** @type {number[]} */
  const held = [];
  /** @type {number[]} */
  const room = [];
  for (let i = 0, sum = 0; i < count; i++) {
    sum += i === 0 ? 0 : apart[i];
    if (!firm[i]) continue;
    held.push(i);
    room.push(sum);
    sum = 0;
  }
  const heldAt = spread(held.map((i) => desired[i]), held.map(() => 1), room);
  const answer = new Float64Array(count);
  held.forEach((i, k) => {
    answer[i] = heldAt[k];
  });
  for (let k = 0; k <= held.length; k++) {
    const first = k === 0 ? 0 : held[k - 1] + 1;
    const end = k === held.length ? count : held[k];
    if (first === end) continue;
    const indices = Array.from({ length: end - first }, (_, i) => first + i);
    const free = spread(indices.map((i) => desired[i]), indices.map((i) => weight[i]), indices.map((i) => apart[i]));
    let low = k === 0 ? -Infinity : heldAt[k - 1];
    for (const i of indices) {
      low += i === 0 ? 0 : apart[i];
      answer[i] = Math.max(free[i - first], low);
    }
    let high = k === held.length ? Infinity : heldAt[k];
    for (let i = end - 1; i >= first; i--) {
      high -= i + 1 < count ? apart[i + 1] : 0;
      answer[i] = Math.min(answer[i], high);
    }
  }
  return answer;
}
