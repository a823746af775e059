// What the parts that are fetched later are handed by the page. They import no module of its first
// screen themselves: the build would take such a module out of the page's one file.

import { ACTIONS, printed } from "../core/actions.js";
import { brief, briefTerm, equals, factors } from "../core/brief.js";
import { written } from "../core/entries.js";
import { modelOf } from "../core/examples.js";
import { inNotation } from "../core/notation.js";
import { formatNumber, readNumber, sliderRange, snapped } from "../core/numbers.js";
import { attributeOf, isArray, shapeOf, shapeText } from "../core/quantity.js";
import { requestKey, requestOf } from "../core/request.js";
import { snapshot } from "../core/snapshot.js";
import { arrayViews } from "./arrays.js";
import { mark } from "./attributes.js";
import { element } from "./element.js";
import { setMath } from "./mathematics.js";
import { styleSheet } from "./sheet.js";

export const kit = {
  ACTIONS, arrayViews, attributeOf, brief, briefTerm, element, equals, factors, formatNumber, inNotation, isArray, mark, modelOf, printed, readNumber,
  requestKey, requestOf, setMath, shapeOf, shapeText, sliderRange, snapped, snapshot, styleSheet, written,
};

/** @typedef {typeof kit} Kit */
