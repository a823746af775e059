// Everything a user can do, in one table. Buttons, shortcuts and the help sheet are made from it.

import { say } from "../words/index.js";
import { isLarge } from "./scene/drawable.js";
import { notationAfter } from "./model/notation.js";
import { moved } from "./walk/player.js";
import { hasArrays } from "./number/quantity.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {"walk" | "look" | "model"} Group */

/** @typedef {"fullscreen" | "fit" | "closer" | "farther" | "share" | "find" | "unfold" | "presenter"} Command */

/** What an effect may know beside the state. @typedef {{ dark: boolean }} Surroundings  `dark`: the system prefers it */

/**
 * One command. `effect` says how the state changes; a `command` is something only the browser can do.
 * `keys` are values of KeyboardEvent.key, the first is the one that is printed.
 * @typedef {object} Action
 * @property {string} id
 * @property {Group} group
 * @property {readonly string[]} keys
 * @property {(state: State) => boolean} enabled
 * @property {(state: State, surroundings: Surroundings) => Partial<State>} effect
 * @property {(state: State) => boolean} [pressed]  for what is either on or off
 * @property {Command} [command]
 */

const always = () => true;
const nothing = () => ({});
const length = (/** @type {State} */ state) => state.trace?.steps.length ?? 0;
const inside = (/** @type {State} */ state) => state.trace !== null && length(state) > 0;

/** @param {State} state @param {number} by @returns {Partial<State>} */
const move = (state, by) => ({ position: moved(state.trace, state.position, by), playing: false, blank: false });

/** @type {readonly Action[]} */
export const ACTIONS = [
  {
    id: "next", group: "walk", keys: ["ArrowRight", "PageDown", " "],
    enabled: (state) => state.lesson !== null || state.position < length(state), effect: (state) => move(state, 1),
  },
  {
    id: "previous", group: "walk", keys: ["ArrowLeft", "PageUp"],
    enabled: (state) => state.lesson !== null || state.position > 0, effect: (state) => move(state, -1),
  },
  {
    id: "first", group: "walk", keys: ["Home"],
    enabled: (state) => state.position > 0, effect: (state) => move(state, -Infinity),
  },
  {
    id: "last", group: "walk", keys: ["End"],
    enabled: (state) => state.position < length(state), effect: (state) => move(state, Infinity),
  },
  {
    id: "play", group: "walk", keys: ["p"],
    enabled: inside, pressed: (state) => state.playing, effect: play,
  },
  {
    id: "jump", group: "walk", keys: ["j"],
    enabled: inside, effect: () => ({ jumpOpen: true, playing: false, blank: false }),
  },
  {
    id: "tour", group: "walk", keys: ["v"],
    enabled: always, pressed: (state) => state.lesson !== null,
    effect: ({ lesson }) => ({ lesson: lesson === null ? { id: "", point: 0, answered: false } : null, playing: false }),
  },
  {
    id: "fullscreen", group: "look", keys: ["f"],
    enabled: always, effect: nothing, command: "fullscreen",
  },
  {
    id: "blank", group: "look", keys: [".", "b"],
    enabled: always, pressed: (state) => state.blank, effect: (state) => ({ blank: !state.blank, playing: false }),
  },
  {
    id: "presenter", group: "look", keys: ["w"],
    enabled: always, effect: nothing, command: "presenter",
  },
  {
    id: "laser", group: "look", keys: ["r"],
    enabled: always, pressed: (state) => state.laser, effect: (state) => ({ laser: !state.laser }),
  },
  {
    id: "large", group: "look", keys: ["l"],
    enabled: always, pressed: (state) => state.large, effect: (state) => ({ large: !state.large }),
  },
  {
    id: "size", group: "look", keys: ["z"],
    enabled: always, effect: ({ size }) => ({ size: size === 0 ? 1 : size === 1 ? 2 : 0 }),
  },
  { id: "theme", group: "look", keys: ["t"], enabled: always, effect: theme },
  {
    id: "closer", group: "look", keys: ["+", "="],
    enabled: inside, effect: nothing, command: "closer",
  },
  {
    id: "farther", group: "look", keys: ["-"],
    enabled: inside, effect: nothing, command: "farther",
  },
  { id: "fit", group: "look", keys: ["0"], enabled: inside, effect: nothing, command: "fit" },
  { id: "find", group: "look", keys: ["/"], enabled: inside, effect: nothing, command: "find" },
  {
    id: "unfold", group: "look", keys: ["d"],
    enabled: (state) => isLarge(state.trace), effect: nothing, command: "unfold",
  },
  {
    id: "fold", group: "look", keys: ["o"],
    enabled: (state) => isLarge(state.trace) && state.unfolded.length > 0, effect: () => ({ unfolded: [] }),
  },
  {
    id: "editor", group: "model", keys: ["e"],
    enabled: always, pressed: (state) => state.editorOpen, effect: editor,
  },
  {
    id: "grain", group: "model", keys: ["g"],
    enabled: always, pressed: (state) => state.grain === "primitive", effect: (state) => ({ grain: state.grain === "primitive" ? "named" : "primitive" }),
  },
  {
    id: "elements", group: "model", keys: ["u"],
    enabled: (state) => state.trace !== null && hasArrays(state.trace), pressed: (state) => state.grain === "element",
    effect: (state) => ({ grain: state.grain === "element" ? "named" : "element" }),
  },
  {
    id: "inspect", group: "look", keys: ["i"],
    enabled: inside, pressed: (state) => state.inspected !== null, effect: inspect,
  },
  {
    id: "modes", group: "model", keys: ["m"],
    enabled: inside, pressed: (state) => state.modesOpen, effect: (state) => ({ modesOpen: !state.modesOpen, inspected: null }),
  },
  {
    id: "labs", group: "model", keys: ["a"],
    enabled: always, pressed: (state) => state.labsOpen || state.lab !== null, effect: (state) => ({ labsOpen: !state.labsOpen, playing: false }),
  },
  {
    id: "predict", group: "model", keys: ["q"],
    enabled: inside, pressed: (state) => state.lab === "predict", effect: (state) => labToggled(state, "predict"),
  },
  {
    id: "handout", group: "model", keys: ["h"],
    enabled: inside, pressed: (state) => state.lab === "handout", effect: (state) => labToggled(state, "handout"),
  },
  {
    id: "check", group: "model", keys: ["c"],
    enabled: inside, pressed: (state) => state.checked, effect: (state) => ({ checked: !state.checked }),
  },
  {
    id: "notation", group: "model", keys: ["n"],
    enabled: always, pressed: (state) => state.notation !== "bar", effect: (state) => ({ notation: notationAfter(state.notation) }),
  },
  {
    id: "share", group: "model", keys: ["s"],
    enabled: inside, effect: nothing, command: "share",
  },
  {
    id: "help", group: "look", keys: ["?"],
    enabled: always, pressed: (state) => state.helpOpen, effect: (state) => ({ helpOpen: !state.helpOpen, playing: false }),
  },
];

/** @param {State} state @returns {Partial<State>} */
function play(state) {
  if (state.playing) return { playing: false };
  return { playing: true, blank: false, position: state.position < length(state) ? state.position : 0 };
}

/** What stands in the editor's place gives way to it first. @param {State} state @returns {Partial<State>} */
function editor({ editorOpen, inspected, modesOpen }) {
  const isCovered = inspected !== null || modesOpen;
  return isCovered ? { inspected: null, modesOpen: false, editorOpen: true } : { editorOpen: !editorOpen };
}

/** One lab is open at a time. @param {State} state @param {string} id @returns {Partial<State>} */
function labToggled({ lab }, id) {
  return { lab: lab === id ? null : id, labsOpen: false, playing: false };
}

/** @param {State} state @returns {Partial<State>} */
function inspect({ inspected, trace, position }) {
  if (inspected !== null || trace === null) return { inspected: null };
  return { inspected: { node: trace.steps[position - 1]?.node ?? trace.output, at: null }, modesOpen: false };
}

/** @param {State} state @param {Surroundings} surroundings @returns {Partial<State>} */
function theme(state, { dark }) {
  const shown = state.theme === "system" ? (dark ? "dark" : "light") : state.theme;
  return { theme: shown === "dark" ? "light" : "dark" };
}

/** @param {string} id @returns {Action} */
export function actionOf(id) {
  const action = ACTIONS.find((candidate) => candidate.id === id);
  if (!action) throw new Error(`there is no action '${id}'`);
  return action;
}

/** What it is called, in the language of the page. @param {Pick<Action, "id">} action */
export function labelOf({ id }) {
  return say(/** @type {import("../words/index.js").Key} */ (`action.${id}`));
}

/**
 * The action of a key press, whatever the case of its letter; null when a modifier asks for something
 * else or no action has that key.
 * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean }} press
 * @returns {Action | null}
 */
export function actionForKey({ key, ctrlKey = false, altKey = false, metaKey = false }) {
  if (ctrlKey || altKey || metaKey) return null;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return ACTIONS.find(({ keys }) => keys.includes(plain)) ?? null;
}

/** @type {Record<string, import("../words/index.js").Key>} */
const NAMED = { PageDown: "key.page-down", PageUp: "key.page-up", Home: "key.home", End: "key.end", " ": "key.space" };
const PRINTED = new Map([["ArrowRight", "→"], ["ArrowLeft", "←"]]);

/** A key as printed on a keyboard of the language. @param {string} key */
export function printed(key) {
  const named = NAMED[key];
  if (named !== undefined) return say(named);
  return PRINTED.get(key) ?? (/^[a-z]$/.test(key) ? key.toUpperCase() : key);
}
