// A line that is too long is set smaller; only then may it break; only then does it scroll. Lines are
// measured together: asking the browser for one width costs the same as asking for all.

const SMALLEST = 0.55;
const LEGIBLE = 11;
const LOOKS = 3;

/**
 * @param {readonly HTMLElement[]} lines
 * @param {{ breaks?: boolean }} [options]
 */
export function fitLines(lines, { breaks = true } = {}) {
  for (const line of lines) {
    line.style.removeProperty("font-size");
    if (line.getAttribute("style") === "") line.removeAttribute("style");
    line.setAttribute("data-measuring", "");
  }
  const measured = lines.map((line) => ({ line, room: line.clientWidth, wanted: widest(line) }));
  for (const line of lines) line.removeAttribute("data-measuring");
  const smallest = breaks ? SMALLEST : 0;
  let tight = measured.filter(({ room, wanted }) => room > 0 && wanted > room);
  for (const { line, room, wanted } of tight) resize(line, sizeOf(line) * Math.max(smallest, room / wanted));
  // Hinting and italics make widths uneven: a second and a third look settle it.
  for (let look = 0; look < LOOKS && tight.length > 0; look += 1) {
    tight = tight.map(({ line, room }) => ({ line, room, wanted: widest(line) })).filter(({ room, wanted }) => wanted > room);
    for (const { line, room, wanted } of tight) resize(line, (sizeOf(line) * room) / wanted - 0.1);
  }
}

/** @param {HTMLElement} line */
function sizeOf(line) {
  return Number.parseFloat(getComputedStyle(line).fontSize);
}

/** @param {HTMLElement} line @param {number} size */
function resize(line, size) {
  line.style.fontSize = `${Math.max(LEGIBLE, Math.floor(size * 10) / 10)}px`;
}

/** @param {HTMLElement} line */
function widest(line) {
  const edge = line.getBoundingClientRect().left;
  const parts = [...line.querySelectorAll(".katex-base")].map((part) => part.getBoundingClientRect().right - edge);
  return Math.ceil(Math.max(line.scrollWidth > line.clientWidth ? line.scrollWidth : 0, ...parts));
}
