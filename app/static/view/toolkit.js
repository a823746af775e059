// What the parts that are fetched later are handed by the page. They import no module of its first
// screen themselves: the build would take such a module out of the page's one file.

import { ACTIONS, labelOf, printed } from "../core/actions.js";
import { brief, briefTerm, equals, factors } from "../core/number/compact.js";
import { written } from "../core/text/array_text.js";
import { modelOf } from "../core/model/examples.js";
import { layout } from "../core/layout/index.js";
import { liveLatex, placeAt } from "../core/walk/listing.js";
import { captionAt, narrationAt } from "../core/walk/captions.js";
import { formulaAt } from "../core/walk/formula.js";
import { adjointOf, formulaOf, numbersOf, signedTerm, signedTermOf, summed, termOf } from "../core/walk/line.js";
import { edgeOf, nodeOf, termsOf } from "../core/model/lookup.js";
import { inNotation, saidIn } from "../core/model/notation.js";
import { formatNumber, latexNumber, readNumber, sliderRange, snapped } from "../core/number/numbers.js";
import { partsOf, stepAt } from "../core/walk/player.js";
import { attributeOf, isArray, shapeOf, shapeText } from "../core/number/quantity.js";
import { requestKey, requestOf } from "../core/link/request.js";
import { snapshot } from "../core/walk/snapshot.js";
import { createStore } from "../core/state.js";
import { recall, remember } from "../io/memory.js";
import { fill, formatFigure, language, say, tenTo } from "../words/index.js";
import { arrayViews } from "./arrays/load.js";
import { mark } from "./dom/attributes.js";
import { element, svgElement } from "./dom/element.js";
import { fitLines } from "./dom/fit_text.js";
import { icon } from "./dom/icons.js";
import { setMath } from "./dom/mathematics.js";
import { styleSheet } from "./dom/style_sheet.js";
import { keysWaitFor } from "./start/typeahead.js";

export const kit = {
  ACTIONS, adjointOf, arrayViews, attributeOf, brief, briefTerm, captionAt, createStore, edgeOf, element, equals, factors, fill, fitLines, formatFigure, formatNumber, formulaAt, formulaOf, icon, inNotation, isArray, keysWaitFor,
  labelOf, language, latexNumber, layout, liveLatex, mark, modelOf, narrationAt, nodeOf, numbersOf, partsOf, placeAt, printed, readNumber, recall, remember, requestKey, requestOf, saidIn, say, setMath, shapeOf, shapeText, signedTerm, signedTermOf, sliderRange, snapped, snapshot,
  stepAt, styleSheet, summed, svgElement, tenTo, termOf, termsOf, written,
};

/** @typedef {typeof kit} Kit */
