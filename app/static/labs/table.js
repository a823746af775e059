// Every lab, in the order of the menu. A lab is a folder and a row.

/** @type {readonly import("./types.js").Row[]} */
export const LABS = [
  { id: "calculus", load: () => import("./calculus/index.js"), words: { en: () => import("./calculus/en.json"), fr: () => import("./calculus/fr.json") } },
  { id: "nudge", load: () => import("./nudge/index.js"), words: { en: () => import("./nudge/en.json"), fr: () => import("./nudge/fr.json") } },
  { id: "holding", load: () => import("./holding/index.js"), words: { en: () => import("./holding/en.json"), fr: () => import("./holding/fr.json") } },
  { id: "order", load: () => import("./order/index.js"), words: { en: () => import("./order/en.json"), fr: () => import("./order/fr.json") } },
  { id: "sweep", load: () => import("./sweep/index.js"), words: { en: () => import("./sweep/en.json"), fr: () => import("./sweep/fr.json") } },
  { id: "network", load: () => import("./network/index.js"), words: { en: () => import("./network/en.json"), fr: () => import("./network/fr.json") } },
  { id: "gauge", load: () => import("./gauge/index.js"), words: { en: () => import("./gauge/en.json"), fr: () => import("./gauge/fr.json") } },
  { id: "broken", load: () => import("./broken/index.js"), words: { en: () => import("./broken/en.json"), fr: () => import("./broken/fr.json") } },
  { id: "descent", load: () => import("./descent/index.js"), words: { en: () => import("./descent/en.json"), fr: () => import("./descent/fr.json") } },
  { id: "whatif", load: () => import("./whatif/index.js"), words: { en: () => import("./whatif/en.json"), fr: () => import("./whatif/fr.json") } },
  { id: "handout", load: () => import("./handout/index.js"), words: { en: () => import("./handout/en.json"), fr: () => import("./handout/fr.json") } },
  { id: "predict", load: () => import("./predict/index.js"), words: { en: () => import("./predict/en.json"), fr: () => import("./predict/fr.json") } },
];
