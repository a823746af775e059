import assert from "node:assert/strict";
import { test } from "node:test";

import { listing, liveLatex, placeAt } from "../../../app/static/core/walk/listing.js";
import { fan, lecture } from "../lecture.js";

test("each kind of step lights one line, and that line exists", () => {
  assert.equal(placeAt(lecture, 0), null);
  const lit = lecture.steps.map((_, index) => placeAt(lecture, index + 1)?.line);
  assert.deepEqual([lit[0], lit[5], lit[6], lit[15]], ["value", "seed", "adjoint", "adjoint"]);
  for (const line of lit) assert.ok(listing().some(({ id }) => id === line));
});

test("going forward the set is Pa, going back it is Ch, with the child of this term marked", () => {
  const forward = placeAt(lecture, 1);
  assert.ok(forward);
  assert.deepEqual(liveLatex(forward), ["i = 5, \\quad v_{5} = z", "\\mathrm{Pa}(v_{5}) = \\{w,\\, x,\\, b\\}"]);
  const back = placeAt(lecture, 14);
  assert.ok(back);
  assert.deepEqual(liveLatex(back)[1], "\\mathrm{Ch}(v_{1}) = \\{\\htmlClass{lit}{z},\\, R\\}");
});

test("the seed has no set, and a long set is shortened but keeps the marked child", () => {
  const seed = placeAt(lecture, 6);
  assert.ok(seed);
  assert.equal(liveLatex(seed).length, 1);
  const many = fan(12);
  const term = many.steps.find((step) => step.kind === "term" && step.edge === "w->a8");
  const place = placeAt(many, (term?.index ?? 0) + 1);
  assert.ok(place);
  assert.match(liveLatex(place)[1] ?? "", /a1,\\, a2,\\, \\ldots,\\, \\htmlClass\{lit\}\{a8\},\\, \\ldots,\\, a12/);
});
