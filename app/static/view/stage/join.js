// Elements for data, by name: those that stand are kept, the missing are made, the rest is taken away.

/**
 * @template {{ id: string }} Datum
 * @template {Element} Made
 * @param {Element} layer
 * @param {Made[]} present  those of the layer
 * @param {string} attribute  holds the name
 * @param {Datum[]} data
 * @param {() => Made} make
 * @param {(made: Made, datum: Datum) => void} dress
 */
export function join(layer, present, attribute, data, make, dress) {
  const standing = new Map(present.map((one) => [one.getAttribute(attribute), one]));
  const wanted = data.map(({ id }) => {
    const found = standing.get(id) ?? layer.appendChild(make());
    standing.delete(id);
    found.setAttribute(attribute, id);
    return found;
  });
  for (const gone of standing.values()) gone.remove();
  // In the order of the data; who is there already is not moved, for that would take the focus away.
  for (let at = wanted.length - 2; at >= 0; at--) {
    const [one, next] = [wanted[at], wanted[at + 1]];
    if (one && next && !(one.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING)) layer.insertBefore(one, next);
  }
  data.forEach((datum, at) => dress(/** @type {Made} */ (wanted[at]), datum));
}
