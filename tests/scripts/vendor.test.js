import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

import { declarations, onlyWoff2, packagesOf } from "../../scripts/vendor.mjs";

const entries = new URL("../../scripts/vendor/", import.meta.url);
const vendor = new URL("../../app/static/vendor/", import.meta.url);

test("an entry's declarations are its own lines and the types of its packages", () => {
  const source = '// D3\nexport { a, b } from "one";\nexport {\n  c,\n} from "@two/x";\n';
  assert.equal(
    declarations(source, "d3.mjs"),
    'export { a, b } from "one";\nexport {\n  c,\n} from "@two/x";\nexport type * from "one";\nexport type * from "@two/x";\n',
  );
});

test("an entry with code of its own is refused, since its declarations would be wrong", () => {
  assert.throws(() => declarations('export { a } from "one";\nexport const b = 1;\n', "d3.mjs"), /d3\.mjs may hold/);
});

test("the style sheet keeps woff2 alone", () => {
  const css = 'src:url(fonts/A.woff2) format("woff2"),url(fonts/A.woff) format("woff"),url(fonts/A.ttf) format("truetype")}';
  assert.equal(onlyWoff2(css), 'src:url(fonts/A.woff2) format("woff2")}');
  assert.throws(() => onlyWoff2('src:url(fonts/A.woff) format("woff")}'), /new way/);
});

test("the packages of bundled files are found, scoped and nested ones too", () => {
  assert.deepEqual(
    packagesOf(["scripts/vendor/d3.mjs", "node_modules/d3-zoom/a.js", "node_modules/a/node_modules/@b/c/d.js", "node_modules\\e\\f.js"]),
    ["@b/c", "d3-zoom", "e"],
  );
});

test("every bundle exports what its entry lists, and nothing else", async () => {
  const files = (await readdir(entries)).filter((file) => file.endsWith(".mjs"));
  assert.ok(files.length >= 3);
  for (const file of files) {
    const source = (await readFile(new URL(file, entries), "utf8")).replace(/^\s*\/\/.*$/gm, "");
    const listed = [...source.matchAll(/\{([^}]*)\}/g)].flatMap((match) => match[1].split(",")).map((name) => name.trim());
    const bundle = await import(new URL(file.replace(/\.mjs$/, ".js"), vendor).href);
    assert.deepEqual(Object.keys(bundle).sort(), listed.filter((name) => name !== "").sort(), file);
  }
});

test("the fonts that the style sheet names are there, and the licences of what is bundled", async () => {
  const css = await readFile(new URL("katex.css", vendor), "utf8");
  const named = [...css.matchAll(/url\(fonts\/([^)]+)\)/g)].map((match) => match[1]);
  assert.deepEqual([...new Set(named)].sort(), (await readdir(new URL("fonts/", vendor))).sort());
  const licences = await readFile(new URL("LICENSES.txt", vendor), "utf8");
  for (const name of ["d3-zoom", "katex", "@codemirror/view"]) assert.ok(licences.includes(`${name} `), name);
});
