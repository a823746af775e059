/**
 * The shapes that the steps of the layout hand to one another. "Along" is the axis the graph flows on
 * (x when the direction is "right"), "across" the other one; only the last step knows x and y.
 *
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number}} Point
 * @typedef {{id: string, width: number, height: number, side?: number}} NodeInput
 *   side: how much of it, around its middle, edges may meet, across the flow; three fifths unless given
 * @typedef {{id: string, parent: string, child: string, label?: Size | null}} EdgeInput
 * @typedef {"right" | "down"} Direction
 * @typedef {{rank?: number, node?: number, label?: number}} Gap
 *   rank: least distance between two columns; node: between two nodes of a column; label: round a label.
 * @typedef {Map<string, Point> | Record<string, Point>} Positions
 * @typedef {{nodes: readonly NodeInput[], edges: readonly EdgeInput[], direction?: Direction,
 *   previous?: Positions | null, gap?: Gap}} LayoutInput
 *
 * @typedef {{x: number, y: number, width: number, height: number, rank: number, order: number}} NodePlace
 *   x, y: the centre. rank: the column. order: the place in it, from 0.
 * @typedef {{points: Point[], path: string, label: (Point & Size) | null}} EdgePlace
 *   points: the ends of the curve's pieces, in order; path: the same curve for SVG; label: a box by its centre.
 * @typedef {{nodes: Record<string, NodePlace>, edges: Record<string, EdgePlace>, width: number, height: number,
 *   crossings: number}} LayoutResult
 *
 * @typedef {object} Graph  the input by number: nodes 0..n-1 and edges 0..m-1 in the order given
 * @property {number} n
 * @property {number} m
 * @property {Float64Array} along  size of each node along the flow
 * @property {Float64Array} across  size of each node across the flow
 * @property {Float64Array} side  the part of it, around the middle, where edges may meet it
 * @property {Int32Array} source  each edge's parent
 * @property {Int32Array} target  each edge's child
 * @property {Int32Array} twin  how many earlier edges join the same pair
 * @property {Float64Array} labelAlong  0 where an edge has no label
 * @property {Float64Array} labelAcross
 * @property {Lists} outgoing  edges by parent
 * @property {Lists} incoming  edges by child
 * @property {Int32Array} sequence  the nodes, parents before children
 *
 * @typedef {{start: Int32Array, item: Int32Array}} Lists
 *   list k is item[start[k]] .. item[start[k + 1] - 1]
 *
 * @typedef {object} Layered  the graph with a bend wherever a long edge passes a column
 * @property {Graph} graph
 * @property {number} count  vertices: the n nodes, then the bends
 * @property {number} ranks  number of columns
 * @property {Int32Array} rank  column of each vertex
 * @property {Float64Array} size  room of each vertex across the flow
 * @property {Int32Array} firstBend  of each edge, -1 when it has none; the bends of an edge are consecutive
 * @property {Int32Array} lane  of each edge: its lane outside the drawing, -1 for an ordinary edge
 * @property {number} lanes  number of lanes
 * @property {Int32Array} from  upper vertex of each segment; segment e < m ends edge e, segment m + k leads to bend k
 * @property {Int32Array} to
 * @property {Lists} up  segments by lower vertex
 * @property {Lists} down  segments by upper vertex
 *
 * @typedef {{first: number, second: number, distance: number}} Demand
 *   two vertices of one column, the first before the second, that must stand at least so far apart
 *
 * @typedef {number[][]} Layers  the vertices of each column, in order
 */
export {};
