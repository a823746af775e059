import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

import { declarations, onlyWoff2, packagesOf } from "../../scripts/bundle.mjs";

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

test("the first screen waits for one module and one style sheet; parts used later are files of their own", async () => {
  const page = await readFile(new URL("page.js", vendor), "utf8");
  const later = [...page.matchAll(/import\("\.\/([^"]+)"\)/g)].map((match) => match[1]);
  assert.deepEqual(later.map((file) => file.replace(/-\w+\.js$/, "")).sort(), ["arrays", "checks", "frame", "gestures", "help", "inspector", "large_graph", "lecturer", "modes", "picker", "rich"]);
  assert.match(await readFile(new URL(later.find((file) => file.startsWith("rich")) ?? "", vendor), "utf8"), /cm-content/);
  assert.doesNotMatch(page, /cm-content/);
  assert.match(page, /katex-html/);
  // What a later part shares with the page leaves page.js for a file that the page must then fetch as well: the
  // words are such a file, since every part has some.
  const shared = [...page.matchAll(/from\s*"\.\/([^"]+)"/g)].map((match) => match[1]);
  assert.ok(shared.length <= 3, `the page waits for ${shared.join(", ")}`);
});

test("a part used later brings its own style sheet", async () => {
  for (const name of ["arrays", "checks", "help", "inspector", "large_graph", "lecturer", "modes", "picker"]) {
    const file = (await readdir(vendor)).find((one) => one.startsWith(`${name}-`) && one.endsWith(".js"));
    assert.match(await readFile(new URL(file ?? "", vendor), "utf8"), new RegExp(`\\./${name}\\.css`), name);
    assert.ok((await readFile(new URL(`${name}.css`, vendor), "utf8")).length > 0, name);
  }
});

test("the page uses everything that an entry lists", async () => {
  const page = new URL("../../app/static/", import.meta.url);
  const files = (await readdir(page, { recursive: true })).filter((file) => file.endsWith(".js") && !file.startsWith("vendor"));
  const text = (await Promise.all(files.map((file) => readFile(new URL(file.replaceAll("\\", "/"), page), "utf8")))).join("\n");
  for (const file of (await readdir(entries)).filter((name) => name.endsWith(".mjs") && name !== "katex.mjs")) {
    const imports = [...text.matchAll(new RegExp(`import \\{([^}]*)\\} from "[./]*vendor/${file.slice(0, -4)}\\.js"`, "g"))];
    const used = new Set(imports.flatMap((match) => match[1].split(",").map((name) => name.trim())));
    const source = (await readFile(new URL(file, entries), "utf8")).replace(/^\s*\/\/.*$/gm, "");
    const listed = [...source.matchAll(/\{([^}]*)\}/g)].flatMap((match) => match[1].split(",")).map((name) => name.trim());
    assert.deepEqual(listed.filter((name) => name !== "" && !used.has(name)), [], file);
  }
});

test("the fonts that the style sheet names are there, and the licences of what is bundled", async () => {
  const css = await readFile(new URL("page.css", vendor), "utf8");
  const named = [...css.matchAll(/url\("?\.\/fonts\/([^")]+)"?\)/g)].map((match) => match[1]);
  assert.ok(named.length > 10);
  assert.deepEqual([...new Set(named)].sort(), (await readdir(new URL("fonts/", vendor))).sort());
  const licences = await readFile(new URL("LICENSES.txt", vendor), "utf8");
  for (const name of ["d3-zoom", "katex", "@codemirror/view"]) assert.ok(licences.includes(`${name} `), name);
  const families = new Set(named.map((file) => file.replace(/-.*$/, "")));
  for (const family of families) assert.match(licences, new RegExp(`Reserved Font Names[^.]*\\b${family}\\b`), family);
  assert.match(licences, /SIL OPEN FONT LICENSE Version 1\.1/);
});
