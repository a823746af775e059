// Every operation of the API, called through the types that openapi-typescript writes of it. test_clients.py puts
// this file beside them, has the two checked together, and runs it: it prints what came back, by operation.

import createClient from "openapi-fetch";

/** @typedef {import("./api.d.ts").paths} paths */

const client = /** @type {import("openapi-fetch").Client<paths>} */ (createClient({ baseUrl: process.argv[2] ?? "" }));

const body = { source: "L = (w x - t)^2", inputs: { w: 0.5, x: 2, t: 3 } };
const path = { id: "lecture" };

/** @type {Record<string, { response: Response, data?: unknown, error?: unknown }>} */
const answers = {
  trace: await client.POST("/api/v1/trace", { body: { ...body, grain: "primitive", arrays: "full" } }),
  trace_many: await client.POST("/api/v1/traces", { body: { requests: [body, body] }, parseAs: "text" }),
  check: await client.POST("/api/v1/check", { body: { ...body, curve: "w" } }),
  cost: await client.POST("/api/v1/cost", { body }),
  tangent: await client.POST("/api/v1/tangent", { body: { ...body, direction: { w: 1 } } }),
  routine: await client.POST("/api/v1/routine", { body }),
  calculus: await client.POST("/api/v1/calculus", { body: { ...body, leaves: ["w"] } }),
  nudge: await client.POST("/api/v1/nudge", { body: { ...body, node: "w", h: [0.1, 0.01] } }),
  export: await client.POST("/api/v1/export/{format}", { params: { path: { format: "dot" } }, body, parseAs: "text" }),
  list_examples: await client.GET("/api/v1/examples"),
  get_example: await client.GET("/api/v1/examples/{id}", { params: { path } }),
  trace_example: await client.GET("/api/v1/examples/{id}/trace", { params: { path, query: { grain: "primitive" } } }),
  list_lessons: await client.GET("/api/v1/lessons"),
  get_lesson: await client.GET("/api/v1/lessons/{id}", { params: { path: { id: "lecture-6" } } }),
  list_primitives: await client.GET("/api/v1/primitives"),
  health: await client.GET("/healthz"),
};

// Types that a caller relies on: an answer's fields need no cast, and neither do a refusal's.
const { data, error } = await client.POST("/api/v1/trace", { body });
/** @type {number | string | unknown[] | { shape: number[] } | undefined} */
const adjoint = data?.adjoints["w"];
const refused = await client.POST("/api/v1/trace", { body: { source: "L = v^2" } });
/** @type {string} */
const hint = refused.error?.hint ?? "";
/** @type {number | undefined} */
const column = refused.error?.span?.column;

const statuses = Object.fromEntries(Object.entries(answers).map(([name, { response }]) => [name, response.status]));
console.log(JSON.stringify({ statuses, adjoint, hint, column, problem: error ?? null }));
