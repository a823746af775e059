/** @import {Direction, Point} from "./types.js" */
import { SAME } from "./rows.js";

/**
 * A pen that draws a line of straight pieces and S-shaped curves along the flow; pieces at one level become one.
 * @param {number} along
 * @param {number} across
 * @param {Direction} direction
 */
export function createPen(along, across, direction) {
  /** @type {Point[]} */
  const points = [point(along, across)];
  const parts = [`M${text(points[0])}`];
  let at = along;
  let straightFrom = along;
  let level = across;
  return { straight, curve, finish };

  /**
   * Go straight on.
   * @param {number} to
   */
  function straight(to) {
    at = Math.max(at, to);
  }

  /**
   * Go straight on to one place, and change to another level by the next.
   * @param {number} start
   * @param {number} end
   * @param {number} to
   */
  function curve(start, end, to) {
    if (Math.abs(to - level) < SAME) {
      straight(end);
      return;
    }
    straight(start);
    flush();
    const half = (at + end) / 2;
    add(point(half, level), point(half, to), point(end, to));
    at = end;
    straightFrom = end;
    level = to;
  }

  /** @returns {{points: Point[], path: string}} */
  function finish() {
    flush();
    return { points, path: parts.join("") };
  }

  function flush() {
    if (at <= straightFrom) return;
    const third = (at - straightFrom) / 3;
    add(point(straightFrom + third, level), point(at - third, level), point(at, level));
    straightFrom = at;
  }

  /**
   * @param {Point} first
   * @param {Point} second
   * @param {Point} end
   */
  function add(first, second, end) {
    parts.push(`C${text(first)} ${text(second)} ${text(end)}`);
    points.push(end);
  }

  /**
   * @param {number} a
   * @param {number} b
   * @returns {Point}
   */
  function point(a, b) {
    return direction === "right" ? { x: a, y: b } : { x: b, y: a };
  }
}

/** @param {Point} point */
function text({ x, y }) {
  return `${round(x)},${round(y)}`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
