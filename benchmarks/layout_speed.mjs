/**
 * How long the layout takes, and how far the other nodes move when one is added.
 * `node benchmarks/layout_speed.mjs [--json]`
 */
import { layout } from "../app/static/core/layout/index.js";
import { randomGraph } from "../tests/core/layout/graphs.js";
import { disturb, shareMoved } from "../tests/core/layout/edits.js";

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @param {number} count */
function chain(count) {
  const nodes = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, width: 64, height: 44 }));
  const edges = nodes.slice(1).map(({ id }, i) => ({ id: `${i}`, parent: `n${i}`, child: id, label: { width: 30, height: 18 } }));
  return { nodes, edges };
}

/** @param {number} count */
function fan(count) {
  const { nodes } = chain(count + 1);
  const edges = nodes.slice(1).map(({ id }) => ({ id, parent: id, child: "n0", label: { width: 30, height: 18 } }));
  return { nodes, edges };
}

/** @param {number} count  a chain every link of which also uses one input, and feeds one sum */
function recurrent(count) {
  const { nodes, edges } = chain(count);
  nodes.push(...["w", "sum"].map((id) => ({ id, width: 64, height: 44 })));
  for (let i = 1; i < count; i++) {
    edges.push({ id: `w${i}`, parent: "w", child: `n${i}`, label: { width: 30, height: 18 } });
    edges.push({ id: `s${i}`, parent: `n${i}`, child: "sum", label: { width: 30, height: 18 } });
  }
  return { nodes, edges };
}

const times = /** @type {const} */ ([
  ["program of 9", randomGraph(9, 1)],
  ["program of 40", randomGraph(40, 1)],
  ["program of 100", randomGraph(100, 1)],
  ["program of 200", randomGraph(200, 1)],
  ["program of 1,000", randomGraph(1000, 1)],
  ["program of 10,000, no labels", randomGraph(10_000, 1, { labels: false })],
  ["program of 10,000", randomGraph(10_000, 1)],
  ["far-reaching program of 10,000", randomGraph(10_000, 1, { near: 10_000, labels: false })],
  ["chain of 2,000", chain(2000)],
  ["chain of 20,000", chain(20_000)],
  ["fan-in of 2,000", fan(2000)],
  ["recurrence of 2,000", recurrent(2000)],
]).map(([name, graph]) => {
  const runs = graph.nodes.length > 5000 ? 3 : 7;
  layout(graph);
  const time = (/** @type {() => void} */ work) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const fresh = median(Array.from({ length: runs }, () => time(() => layout(graph))));
  const previous = layout(graph).nodes;
  const again = median(Array.from({ length: runs }, () => time(() => layout({ ...graph, previous }))));
  return { name, nodes: graph.nodes.length, edges: graph.edges.length, fresh, again };
});

const moved = /** @type {const} */ (["end", "middle", "input"]).map((place) => {
  const kept = [];
  const lost = [];
  for (let seed = 1; seed <= 60; seed++) {
    const before = randomGraph(40, seed);
    const after = disturb(before, seed, place);
    const first = layout(before);
    kept.push(shareMoved(first, layout({ ...after, previous: first.nodes })));
    lost.push(shareMoved(first, layout(after)));
  }
  const mean = kept.reduce((sum, share) => sum + share, 0) / kept.length;
  return { place, median: median(kept), mean, most: Math.max(...kept), without: median(lost) };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ times, moved }));
} else {
  console.log("| graph | nodes | edges | median ms | with the last picture |\n| --- | ---: | ---: | ---: | ---: |");
  for (const { name, nodes, edges, fresh, again } of times) {
    console.log(`| ${name} | ${nodes} | ${edges} | ${fresh.toFixed(1)} | ${again.toFixed(1)} |`);
  }
  console.log("\n| after adding one node to 40 | median share of others moved | mean | most | same, without the last picture |\n| --- | ---: | ---: | ---: | ---: |");
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
  for (const { place, median, mean, most, without } of moved) {
    console.log(`| ${place} | ${[median, mean, most, without].map(percent).join(" | ")} |`);
  }
}
