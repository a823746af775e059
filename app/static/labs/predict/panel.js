// The lab's strip: the question and what answers it, the verdict, the ladder, the score.

import { RUNGS } from "./model.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Rung} Rung */
/** @typedef {"json" | "csv"} File */

/**
 * @param {Pick<LabContext, "kit" | "root" | "say">} lab
 * @param {HTMLElement} log
 * @param {{ rung: Rung, isRule: boolean }} chosen
 * @param {{ answer: () => void, climb: (rung: Rung) => void, rules: (isRule: boolean) => void, save: (file: File) => void }} on
 */
export function createPanel({ kit, root, say }, log, chosen, on) {
  const { element: make } = kit;
  const asked = make("span", { class: "predict-asked", id: "predict-asked" });
  const field = make("input", { class: "predict-field", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "40", "aria-labelledby": "predict-asked" });
  const check = make("button", { type: "submit", class: "predict-button" }, say("check"));
  const choices = make("div", { class: "predict-choices", role: "group", "aria-labelledby": "predict-asked" });
  const form = make("form", { class: "predict-form" }, asked, field, check, choices);
  const verdict = make("p", { class: "predict-verdict", role: "status", "data-verdict": "" });
  const rungs = RUNGS.map((one) => {
    const input = make("input", { type: "radio", name: "predict-rung", value: one, "data-rung": one });
    input.checked = one === chosen.rung;
    input.addEventListener("change", () => on.climb(one));
    return make("label", { title: say(`rung.${one}.hint`) }, input, say(`rung.${one}`));
  });
  const rule = make("input", { type: "checkbox", "data-rule-mode": "" });
  rule.checked = chosen.isRule;
  rule.addEventListener("change", () => on.rules(rule.checked));
  const files = /** @type {const} */ (["json", "csv"]).map((file) => {
    const button = make("button", { type: "button", class: "predict-button", "data-export": file, "aria-label": say(`save.${file}`), title: say(`save.${file}`) }, say(file));
    button.addEventListener("click", () => on.save(file));
    return button;
  });
  const score = make("p", { class: "predict-score", "data-score": "" });
  const slips = make("p", { class: "predict-slips", "data-slips": "" });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    on.answer();
  });
  root.classList.add("predict");
  root.append(
    make("div", { class: "predict-main" }, form, verdict, make("div", { class: "predict-foot" }, make("fieldset", { class: "predict-rungs" }, make("legend", { class: "unseen" }, say("ladder")), ...rungs), make("label", {}, rule, say("rules")), make("span", { class: "predict-files" }, ...files))),
    make("section", { class: "predict-kept", "aria-label": say("kept"), tabindex: "0" }, score, slips, log),
  );
  return { asked, field, check, choices, verdict, score, slips, files };
}
