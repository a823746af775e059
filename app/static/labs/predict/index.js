// Predict, then reveal: what the next step comes to is asked before it is shown. A wrong answer is told what
// it is, and the prediction stays beside the truth. Keys that step reveal as ever: a clicker is never held up.

import { createLog } from "./log.js";
import { readAnswer } from "./model-answers.js";
import { choicesFor } from "./model-choices.js";
import { countsOf, rightInARow, toCsv, toJson } from "./model-score.js";
import { judge } from "./model-slips.js";
import { RUNGS, nameOf, questionAt } from "./model.js";
import { createPanel } from "./panel.js";
import { createSession } from "./session.js";
import { spoken } from "./spoken.js";
import { SIGN, sentences } from "./words.js";

/** @typedef {import("../../core/walk/line.js").Line} Line */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-choices.js").Choice} Choice */
/** @typedef {import("./model-score.js").Entry} Entry */
/** @typedef {import("./model-slips.js").Judgement} Judgement */

/** @type {import("../types.js").Place} */
export const place = "under";

const TRIES = 2;
/** So many right answers in a row are enough for the next rung. */
const ENOUGH = 5;

/** @type {ReturnType<typeof createSession> | undefined} */
let kept;

/** @param {import("../types.js").LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, services, say } = lab;
  const { element: make, inNotation, mark, readNumber, setMath } = kit;
  const session = (kept ??= createSession(kit));
  const words = sentences(lab);
  const log = createLog(lab, words);
  const { asked, field, check, choices, verdict, score, slips, files } = createPanel(lab, log.root, session, {
    answer, save,
    climb: (rung) => choose({ rung }),
    rules: (isRule) => choose({ isRule }),
  });

  /** @type {Question | null} */
  let question = null;
  /** @type {readonly Choice[] | null} */
  let options = null;
  /** @type {Entry["asked"]} */
  let manner = "number";
  /** How the choices are written. @type {State["notation"]} */
  let written = store.get().notation;
  let tries = 0;
  /** The slip of the first miss. @type {string | null} */
  let slipped = null;
  /** Questions that were missed where the walk stands. @type {Set<string>} */
  let missed = new Set();
  /** Whether the verdict is about an answer that is still to be mended, and stays while the walk does. */
  let isPinned = false;

  /** @param {{ rung?: import("./model.js").Rung, isRule?: boolean }} choice */
  function choose(choice) {
    Object.assign(session, choice);
    [missed, isPinned] = [new Set(), false];
    show(store.get());
  }

  function answer() {
    const { trace } = store.get();
    if (question === null || trace === null || field.hidden) return;
    const text = field.value.trim();
    const read = readAnswer(text, readNumber);
    if (read === null) return tell("refused", say(text === "" ? "empty" : "unread", { text }));
    const judged = judge(read, question, trace, session.stale);
    if (!isAgain(judged)) return conclude(judged, text, []);
    field.select();
    const hint = judged.slip === null ? [" ", ...words.hint(store.get(), question)] : [];
    tell("again", ...words.explained(store.get(), question, judged), ...hint, ` ${say("again")}`);
  }

  /** @param {Choice} choice @param {HTMLButtonElement} button */
  function pick({ answer: picked, line, slip }, button) {
    if (question === null || button.getAttribute("aria-disabled") === "true") return;
    /** @type {Judgement} */
    const judged = slip === null ? { verdict: "right", slip: null } : { verdict: "wrong", ...slip };
    if (!isAgain(judged) || (options?.length ?? 0) < 3) return conclude(judged, picked, line);
    mark(button, "aria-disabled", "true");
    tell("again", ...words.explained(store.get(), question, judged), ` ${say("again")}`);
  }

  /** Counts a try; whether another is allowed. @param {Judgement} judged */
  function isAgain({ verdict: outcome, slip }) {
    tries += 1;
    session.used();
    if (outcome !== "right") slipped ??= slip ?? "unknown";
    return outcome === "wrong" && tries < TRIES;
  }

  /** @param {Judgement} judged @param {string} answered @param {Line} line  the formula that was picked */
  function conclude(judged, answered, line) {
    const done = question;
    if (done === null) return;
    const before = session.predictions.get(nameOf(done))?.entry;
    keep(done, { answered, verdict: judged.verdict, slip: before?.slip ?? slipped, tries: tries + (before?.tries ?? 0) }, judged, line);
    const hadFocus = root.contains(document.activeElement);
    const isTakenApart = judged.verdict === "wrong" && done.kind === "adjoint" && done.terms.length > 1 && session.rung === "all";
    if (isTakenApart) {
      missed.add(nameOf(done));
      const found = session.predictions.get(nameOf(done));
      if (found) tell("wrong", ...words.verdict(store.get(), found), ` ${say("apart")}`);
      show(store.get());
    } else store.set({ position: done.to, playing: false });
    if (hadFocus) (field.hidden ? choices.querySelector("button") : field)?.focus();
  }

  /** @param {Question} done @param {Pick<Entry, "answered" | "verdict" | "slip" | "tries">} outcome @param {Judgement} judged @param {Line} line */
  function keep(done, outcome, judged, line) {
    /** @type {Entry} */
    const entry = {
      step: done.to, node: done.node.id, kind: done.kind, edge: done.edge?.id ?? null, entry: done.at,
      asked: manner, truth: done.shape?.join("x") ?? done.truth, ...outcome, rung: session.rung,
    };
    // What was answered last stands last: so many right in a row are counted from the end.
    session.predictions.delete(nameOf(done));
    session.predictions.set(nameOf(done), { entry, question: done, judged, line });
  }

  /** @param {string} kind @param {...(Node | string)} said */
  function tell(kind, ...said) {
    isPinned = true;
    mark(verdict, "data-verdict", kind);
    verdict.replaceChildren(...(SIGN[kind] ? [make("b", {}, `${SIGN[kind]} `)] : []), ...said);
  }

  /** @param {State} state */
  function ask(state) {
    const { trace, position, notation } = state;
    const found = trace === null ? "unasked" : questionAt(trace, position, session.rung, missed);
    const next = typeof found === "string" ? null : found;
    const rules = next !== null && trace !== null && session.isRule ? choicesFor({ ...next, shape: null }, trace, kit) : null;
    const picked = rules ?? (next !== null && trace !== null && next.shape !== null ? choicesFor(next, trace, kit) : null);
    const wanted = rules !== null ? "rule" : next?.shape ? "shape" : "number";
    const isSame = next !== null && question !== null && nameOf(next) === nameOf(question) && Object.is(next.truth, question.truth) && wanted === manner;
    [question, options, manner] = [wanted === "shape" && picked === null ? null : next, picked, wanted];
    field.hidden = check.hidden = question === null || options !== null;
    mark(root, "data-asks", question === null ? "nothing" : manner);
    mark(root, "data-rules", session.isRule);
    if (!isSame) [tries, slipped, field.value] = [0, null, ""];
    if (!isSame || notation !== written) choices.replaceChildren(...(options ?? []).map((choice, index) => option(choice, index, state)));
    written = notation;
    asked.replaceChildren(...(question === null ? [say(`silent.${typeof found === "string" ? found : "unasked"}`)] : words.asked(state, question, manner)));
  }

  /** @param {Choice} choice @param {number} index @param {State} state */
  function option(choice, index, { trace, notation }) {
    const formula = make("span", { "aria-hidden": "true" });
    setMath(formula, trace === null ? choice.latex : inNotation(choice.line, trace, notation));
    const button = make("button", { type: "button", class: "predict-choice", "data-choice": String(index + 1) }, make("span", { class: "unseen" }, spoken(formula)), formula);
    button.addEventListener("click", () => pick(choice, button));
    return button;
  }

  /** What was said of the step that the screen is about. @param {State} state */
  function recallVerdict(state) {
    if (isPinned) return;
    const here = session.inOrder().findLast(({ entry }) => entry.step === state.position);
    mark(verdict, "data-verdict", here?.entry.verdict ?? "");
    verdict.replaceChildren(...(here ? [make("b", {}, `${SIGN[here.entry.verdict]} `), ...words.verdict(state, here)] : []));
  }

  function count() {
    const entries = [...session.predictions.values()].map(({ entry }) => entry);
    const counted = countsOf(entries);
    score.textContent = say("score", { right: counted.right, near: counted.near, wrong: counted.wrong, skipped: counted.skipped });
    const kinds = Object.entries(counted.slips).map(([slip, times]) => `${times} × ${lab.words[`kind.${slip}`] ?? `${say(`kind.${slip.replace(/-sign$/, "")}`)} + ${say("kind.sign")}`}`);
    slips.textContent = kinds.length === 0 ? "" : say("slips", { kinds: kinds.join(say("slips.between")) });
    for (const button of files) mark(button, "disabled", entries.length === 0);
    const higher = RUNGS[RUNGS.indexOf(session.rung) + 1];
    if (higher !== undefined && rightInARow(entries, session.rung) >= ENOUGH) score.append(` ${say("higher", { count: ENOUGH, rung: say(`rung.${higher}`) })}`);
  }

  /** @param {"json" | "csv"} kind */
  function save(kind) {
    const { source, inputs, example, grain } = store.get();
    const rows = session.inOrder().map(({ entry }) => entry);
    const about = { source, inputs, example: example?.id ?? null, grain, rung: session.rung };
    const address = URL.createObjectURL(new Blob([kind === "json" ? toJson(about, rows) : toCsv(about, rows)], { type: kind === "json" ? "application/json" : "text/csv" }));
    make("a", { href: address, download: `predictions.${kind}` }).click();
    URL.revokeObjectURL(address);
  }

  /** A step taken without an answer is counted, once what was asked is passed. @param {State} state @param {State} previous */
  function skip({ trace, position }, previous) {
    if (question === null || trace === null || trace !== previous.trace || position <= previous.position) return;
    const name = nameOf(question);
    const next = questionAt(trace, position, session.rung);
    if (session.predictions.has(name) || (typeof next !== "string" && nameOf(next) === name)) return;
    keep(question, { answered: "", verdict: "skipped", slip: null, tries }, { verdict: "wrong", slip: null }, []);
  }

  /** @param {State} state */
  function show(state) {
    ask(state);
    recallVerdict(state);
    log.show(state, session.inOrder());
    count();
  }

  // A clicker sends these keys wherever the cursor is, and no field of one line has a use for them.
  root.addEventListener("keydown", (event) => {
    const action = { PageDown: "next", PageUp: "previous" }[event.key];
    if (action === undefined || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    services.actions.run(action);
  });

  return {
    show(state, previous) {
      const isMoved = state.position !== previous?.position;
      const isChanged = session.follow(state);
      if (!isMoved && !isChanged && state.notation === previous?.notation) return;
      if (previous !== null && isMoved) {
        skip(state, previous);
        session.used();
      }
      if (isMoved || isChanged) [missed, isPinned] = [new Set(), false];
      show(state);
      if (previous === null && !field.hidden) field.focus();
    },
    close() {
      log.clear();
    },
  };
}
