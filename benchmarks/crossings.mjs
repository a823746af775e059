/**
 * Crossings and area of our layout and of Graphviz dot on the published examples at both grains and on random
 * programs, counted on the drawn curves of both, in the same way. `node benchmarks/crossings.mjs [--json]`
 */
import { instance } from "@viz-js/viz";
import { layout } from "../app/static/core/layout/index.js";
import { crossings, sample } from "../tests/core/layout/geometry.js";
import { SOURCES, graphOf, randomGraph } from "../tests/core/layout/graphs.js";

const viz = await instance();

/** @typedef {import("../tests/core/layout/graphs.js").GraphInput} GraphInput */

/** @param {GraphInput} graph */
function ours(graph) {
  const start = performance.now();
  const { edges, width, height } = layout(graph);
  const time = performance.now() - start;
  return { crossings: crossings(graph.edges.map(({ id }) => sample(edges[id].path, 16))), area: width * height, time };
}

/** @param {GraphInput} graph */
function dots(graph) {
  const start = performance.now();
  /** @type {any} */
  const drawing = {
    graphAttributes: { rankdir: "LR", nodesep: 24 / 72, ranksep: 56 / 72 },
    nodeAttributes: { shape: "box", fixedsize: true, label: "" },
    nodes: graph.nodes.map(({ id, width, height }) => ({ name: id, attributes: { width: width / 72, height: height / 72 } })),
    edges: graph.edges.map(({ parent, child, label }) => ({
      tail: parent, head: child,
      attributes: label ? { label: "m".repeat(Math.max(1, Math.round(label.width / 11))), fontsize: 14, arrowhead: "none" } : { arrowhead: "none" },
    })),
  };
  const { objects = [], edges = [], bb } = /** @type {any} */ (viz.renderJSON(drawing, { engine: "dot" }));
  const time = performance.now() - start;
  if (objects.length !== graph.nodes.length) throw new Error("dot lost a node");
  const [, , width, height] = bb.split(",").map(Number);
  const lines = edges.map((/** @type {{pos: string}} */ { pos }) => {
    const points = pos.split(" ").filter((part) => !/^[es],/.test(part)).map((part) => part.split(",").map(Number));
    const [first, ...rest] = points;
    let path = `M${first.join(",")}`;
    for (let i = 0; i + 2 < rest.length; i += 3) path += `C${rest.slice(i, i + 3).map((p) => p.join(",")).join(" ")}`;
    return sample(path, 16);
  });
  return { crossings: crossings(lines), area: width * height, time };
}

/** @type {[string, [string, GraphInput][]][]} */
const groups = [
  ["published, named", Object.entries(SOURCES).map(([name, source]) => [name, graphOf(source, "named")])],
  ["published, primitive", Object.entries(SOURCES).map(([name, source]) => [name, graphOf(source, "primitive")])],
  ...[20, 40, 100].map((count) => /** @type {[string, [string, GraphInput][]]} */ ([
    `random ${count}`, Array.from({ length: 20 }, (_, k) => [`seed ${k + 1}`, randomGraph(count, k + 1)]),
  ])),
];

const measured = groups.map(([title, graphs]) => {
  const results = graphs.map(([name, graph]) => ({ name, own: ours(graph), dot: dots(graph) }));
  const sum = (/** @type {"own" | "dot"} */ who, /** @type {"crossings" | "time"} */ what) =>
    results.reduce((total, result) => total + result[who][what], 0);
  const areas = results.map(({ own, dot }) => own.area / dot.area).sort((a, b) => a - b);
  return {
    title, graphs: results.length,
    ours: sum("own", "crossings"), dot: sum("dot", "crossings"),
    fewer: results.filter(({ own, dot }) => own.crossings < dot.crossings).length,
    more: results.filter(({ own, dot }) => own.crossings > dot.crossings).length,
    area: areas[areas.length >> 1],
    oursMs: sum("own", "time"), dotMs: sum("dot", "time"),
    apart: results.filter(({ own, dot }) => own.crossings !== dot.crossings)
      .map(({ name, own, dot }) => `${name}: ours ${own.crossings}, dot ${dot.crossings}`),
  };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(measured));
} else {
  console.log("| graphs | crossings, ours | dot | fewer in | more in | area, ours / dot (median) | ms, ours | dot |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const { title, graphs, ours, dot, fewer, more, area, oursMs, dotMs } of measured) {
    console.log(`| ${title} (${graphs}) | ${ours} | ${dot} | ${fewer} | ${more} | ${area.toFixed(2)} | ` +
      `${oursMs.toFixed(0)} | ${dotMs.toFixed(0)} |`);
  }
  console.log();
  for (const { title, apart } of measured.filter(({ title }) => title.startsWith("published"))) {
    for (const line of apart) console.log(`${title}: ${line}`);
  }
}
