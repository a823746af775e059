// The rich editor's looks. They live in its shadow root as a constructed style sheet, which a strict
// content security policy allows; colours and sizes are the page's own tokens, which reach inside.

import { EditorView } from "../../vendor/codemirror.js";

export const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "inherit", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "var(--code-line)", overflow: "auto" },
  ".cm-content": { padding: "var(--code-pad) 0", caretColor: "var(--ink)", minHeight: "var(--code-line)" },
  ".cm-line": { padding: "0 var(--code-pad) 0 0.25em", overflowWrap: "anywhere" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--ink-soft)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.1em", padding: "0 0.5em 0 0", fontSize: "inherit" },
  ".cm-cursor": { borderLeft: "2px solid var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-node-line": { backgroundColor: "var(--code-active)", boxShadow: "inset 2px 0 0 var(--code-active-edge)" },
  ".cm-problem": {
    textDecoration: "underline wavy var(--error) 1.5px", textUnderlineOffset: "0.22em",
    textDecorationSkipInk: "none", backgroundColor: "var(--error-wash)", borderRadius: "2px",
  },
  ".cm-problem-line": { backgroundColor: "var(--error-wash)", boxShadow: "inset 0 -2px 0 var(--error)" },
  ".word-comment": { color: "var(--word-comment)", fontStyle: "italic" },
  ".word-keyword": { color: "var(--word-keyword)" },
  ".word-function": { color: "var(--word-function)" },
  ".word-number": { color: "var(--word-number)" },
  ".word-operator": { color: "var(--word-operator)" },
  ".cm-tooltip": {
    color: "var(--ink)", backgroundColor: "var(--sheet)", border: "1px solid var(--rule)",
    borderRadius: "var(--radius)", boxShadow: "var(--shadow)", overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "15em", maxWidth: "min(26em, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex", gap: "1em", justifyContent: "space-between", padding: "0.3em 0.7em", lineHeight: "1.35",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--code-selection)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": {
    marginLeft: "0", fontStyle: "normal", fontFamily: "var(--sans)", color: "var(--ink-soft)",
    overflow: "hidden", textOverflow: "ellipsis",
  },
});
