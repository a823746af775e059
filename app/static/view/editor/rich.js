// The rich editor: CodeMirror in a shadow root. Loaded by editor.js when the model is first touched.

import { say } from "../../words/index.js";
import {
  EditorState, EditorView, acceptCompletion, completionKeymap, defaultKeymap, drawSelection, history, historyKeymap,
  keymap, lineNumbers, Prec, Transaction,
} from "../../vendor/codemirror.js";
import { changeBetween } from "../../core/number/change.js";
import { commandAtEnd } from "../../core/text/symbols.js";
import { completion } from "./completion.js";
import { marks, setActiveLine, setProblem } from "./marks.js";
import { theme } from "./theme.js";

/** @typedef {import("../../core/types.js").Primitive} Primitive */

/**
 * @typedef {object} RichEditor
 * @property {HTMLElement} root
 * @property {(text: string) => void} setText
 * @property {(place: { from: number, to: number } | null) => void} setProblem
 * @property {(line: number | null) => void} setActiveLine
 * @property {(line: number) => number} bottomOf  where a line ends, from the editor's upper edge
 * @property {() => void} focus
 */

/**
 * @param {object} options
 * @param {string} options.text
 * @param {{ from: number, to: number }} options.selection
 * @param {() => readonly Primitive[]} options.primitives
 * @param {(text: string) => void} options.onText
 * @param {() => void} options.onLeave  Escape
 * @param {(bottom: number) => void} options.onCaret  where the caret's lower end is, after each move
 * @returns {RichEditor}
 */
export function createRichEditor({ text, selection, primitives, onText, onLeave, onCaret }) {
  const root = document.createElement("div");
  root.className = "rich";
  const shadow = root.attachShadow({ mode: "open", delegatesFocus: true });
  const inside = document.createElement("div");
  inside.className = "inside";
  shadow.append(inside);
  /** Escape first closes a list that is open; one that is only being looked for does not hold it up. */
  function leaveUnlessChoosing() {
    if (shadow.querySelector(".cm-tooltip-autocomplete")) return false;
    onLeave();
    return true;
  }

  const view = new EditorView({
    root: shadow,
    parent: inside,
    state: EditorState.create({
      doc: text,
      selection: { anchor: selection.from, head: selection.to },
      extensions: [
        lineNumbers(), history(), drawSelection(), EditorView.lineWrapping, completion(primitives), marks, theme,
        EditorView.contentAttributes.of({ "aria-label": say("editor.field"), spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorView.inputHandler.of(replaceCommand),
        EditorView.domEventHandlers({ beforeinput: replaceSelected }),
        // Tab accepts a completion that is open and is otherwise left to the browser: nobody is trapped here.
        Prec.highest(keymap.of([{ key: "Tab", run: acceptCompletion }, { key: "Escape", run: leaveUnlessChoosing }, ...completionKeymap])),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of(({ docChanged, selectionSet, transactions, state, view: here }) => {
          if (docChanged || selectionSet) here.requestMeasure({ read: caretBottom, write: onCaret });
          const isOwn = transactions.some((transaction) => transaction.annotation(Transaction.remote));
          if (docChanged && !isOwn) onText(state.doc.toString());
        }),
      ],
    }),
  });
  // Seen from outside, a key comes from the host and not from a text field: it must not reach the page.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    root,
    setText(wanted) {
      const change = changeBetween(view.state.doc.toString(), wanted);
      if (change) view.dispatch({ changes: change, annotations: Transaction.remote.of(true) });
    },
    setProblem: (place) => view.dispatch({ effects: setProblem.of(place) }),
    setActiveLine: (line) => view.dispatch({ effects: setActiveLine.of(line) }),
    bottomOf: (line) => view.lineBlockAt(view.state.doc.line(Math.min(line, view.state.doc.lines)).from).bottom,
    focus: () => view.focus(),
  };
}

/**
 * `\lambda` followed by anything that is no letter becomes λ, without asking.
 * @param {EditorView} view
 * @param {number} from
 * @param {number} to
 * @param {string} typed
 */
function replaceCommand(view, from, to, typed) {
  if (from !== to || /^[A-Za-z0-9\\]/.test(typed)) return false;
  const line = view.state.doc.lineAt(from);
  const found = commandAtEnd(line.text.slice(0, from - line.from));
  if (!found) return false;
  const insert = found.symbol + typed;
  const start = line.from + found.from;
  view.dispatch({ changes: { from: start, to, insert }, selection: { anchor: start + insert.length }, userEvent: "input.type" });
  return true;
}

/**
 * Typing over a selection. Left to itself Chromium keeps the old text's colours as inline styles, which
 * the content security policy blocks and reports; so the text is replaced here.
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replaceSelected(event, view) {
  if (event.inputType !== "insertText" || event.data === null || view.composing || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** @param {EditorView} view */
function caretBottom(view) {
  return view.coordsAtPos(view.state.selection.main.head)?.bottom ?? 0;
}
