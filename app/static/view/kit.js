// What the parts that are fetched later are handed by the page. They import no module of its first
// screen themselves: the build would take such a module out of the page's one file.

import { ACTIONS, labelOf, printed } from "../core/actions.js";
import { brief, briefTerm, equals, factors } from "../core/brief.js";
import { written } from "../core/entries.js";
import { modelOf } from "../core/examples.js";
import { layout } from "../core/layout.js";
import { liveLatex, placeAt } from "../core/listing.js";
import { captionAt, narrationAt } from "../core/captions.js";
import { formulaAt } from "../core/formula.js";
import { edgeOf, nodeOf, termsOf } from "../core/lookup.js";
import { inNotation } from "../core/notation.js";
import { formatNumber, readNumber, sliderRange, snapped } from "../core/numbers.js";
import { partsOf, stepAt } from "../core/player.js";
import { attributeOf, isArray, shapeOf, shapeText } from "../core/quantity.js";
import { requestKey, requestOf } from "../core/request.js";
import { snapshot } from "../core/snapshot.js";
import { createStore } from "../core/state.js";
import { recall, remember } from "../io/memory.js";
import { fill, language, say } from "../words/index.js";
import { arrayViews } from "./arrays.js";
import { mark } from "./attributes.js";
import { element, svgElement } from "./element.js";
import { fitLines } from "./fit.js";
import { icon } from "./icons.js";
import { setMath } from "./mathematics.js";
import { styleSheet } from "./sheet.js";

export const kit = {
  ACTIONS, arrayViews, attributeOf, brief, briefTerm, captionAt, createStore, edgeOf, element, equals, factors, fill, fitLines, formatNumber, formulaAt, icon, inNotation, isArray,
  labelOf, language, layout, liveLatex, mark, modelOf, narrationAt, nodeOf, partsOf, placeAt, printed, readNumber, recall, remember, requestKey, requestOf, say, setMath, shapeOf, shapeText, sliderRange, snapped, snapshot,
  stepAt, styleSheet, svgElement, termsOf, written,
};

/** @typedef {typeof kit} Kit */
