// An example on the page: the model it sets, and what to call it once it has been changed.

import { say } from "../../words/index.js";


/** @typedef {import("../types.js").ExampleDetail} ExampleDetail */
/** @typedef {import("../types.js").State} State */

/**
 * The part of the state that showing an example sets: its model, from the first step. The file's last
 * newline is no line of the model.
 * @param {ExampleDetail} example
 * @returns {Partial<State>}
 */
export function modelOf(example) {
  const { inputs, roles, output } = example;
  const source = example.source.trimEnd();
  return { example: { ...example, source }, source, inputs, roles, output, position: 0, unfolded: [], playing: false };
}

/**
 * What to call the model on screen: an example until its text is changed, and nobody's but the author's
 * own once no line of the example is left.
 * @param {Pick<State, "example" | "source">} state
 * @returns {string}
 */
export function titleOf({ example, source }) {
  if (example === null) return say("model.own");
  if (example.source === source) return example.title;
  const lines = new Set(source.split("\n"));
  return example.source.split("\n").some((line) => line !== "" && lines.has(line)) ? say("model.changed", { title: example.title }) : say("model.own");
}
