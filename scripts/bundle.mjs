// The one build step of the page: its modules, its style sheets and the third-party code they use.
//
//   node scripts/bundle.mjs [OUTPUT]      (OUTPUT defaults to app/static/vendor)
//
// page.js and page.css are all that the first screen waits for; what is imported when it is first used
// becomes a file of its own, and so does the style sheet that it brings along. In the page's modules `../vendor/NAME.js` stands for scripts/vendor/NAME.mjs,
// whose types go to OUTPUT/NAME.d.ts. KaTeX also brings the fonts that today's browsers ask for (woff2).
// The licences of everything bundled go with it, since the bundles hold copies of those packages.

import { realpathSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entries = join(root, "scripts", "vendor");
const modules = join(root, "node_modules");

/**
 * The type declarations of an entry: its own lines, and the types of each package it names.
 * @param {string} source text of the entry
 * @param {string} name for the error message
 */
export function declarations(source, name) {
  const code = source.replace(/^\s*\/\/.*$/gm, "");
  const exported = /export\s*\{[^}]*\}\s*from\s*"([^"]+)";/g;
  if (code.replace(exported, "").trim() !== "") {
    throw new Error(`${name} may hold nothing but 'export { … } from "package";' lines`);
  }
  const packages = new Set([...code.matchAll(exported)].map((match) => match[1]));
  const types = [...packages].map((from) => `export type * from "${from}";`);
  return `${code.trim()}\n${types.join("\n")}\n`;
}

/**
 * KaTeX's style sheet without the font formats that are not copied.
 * @param {string} css
 */
export function onlyWoff2(css) {
  const lean = css.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[^"]*"\)/g, "");
  if (/\.(?:woff|ttf)\)/.test(lean) || !lean.includes(".woff2)")) {
    throw new Error("KaTeX's style sheet names its fonts in a new way: see onlyWoff2 in scripts/bundle.mjs");
  }
  return lean;
}

/**
 * The package folders (under node_modules) that bundled files came from.
 * @param {string[]} files paths relative to the root
 */
export function packagesOf(files) {
  const found = files.flatMap((file) => {
    const parts = file.split(/[\\/]/);
    const at = parts.lastIndexOf("node_modules");
    if (at < 0) return [];
    const length = parts[at + 1].startsWith("@") ? 2 : 1;
    return [parts.slice(at + 1, at + 1 + length).join("/")];
  });
  return [...new Set(found)].sort();
}

/** @param {string} name */
async function licence(name) {
  const folder = join(modules, ...name.split("/"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`the npm package ${name} carries no licence file`);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const text = (await readFile(join(folder, file), "utf8")).trim();
  return `${name} ${version}\n${"-".repeat(name.length + 1 + version.length)}\n\n${text}\n`;
}

/** `../vendor/d3.js` is scripts/vendor/d3.mjs, of which only what is used is bundled. */
const thirdParty = {
  name: "third-party",
  /** @param {import("esbuild").PluginBuild} building */
  setup(building) {
    building.onResolve({ filter: /\/vendor\/[a-z0-9]+\.js$/ }, ({ path }) => ({
      path: join(entries, basename(path).replace(/\.js$/, ".mjs")),
      sideEffects: false,
    }));
    building.onLoad({ filter: /katex\.min\.css$/ }, async ({ path }) => ({
      contents: onlyWoff2(await readFile(path, "utf8")),
      loader: "css",
    }));
  },
};

/** The sheet of each lab, to be fetched with it. @param {string} labs  the folder */
async function labSheets(labs) {
  const files = (await readdir(labs, { recursive: true })).filter((file) => basename(file) === "style.css").sort();
  return files.map((file) => ({ in: join(labs, file), out: `labs-${dirname(file)}` }));
}

/** @param {string} output @param {import("esbuild").BuildOptions} options */
async function bundled(output, options) {
  const { metafile } = await build({
    absWorkingDir: root,
    outdir: output,
    plugins: [thirdParty],
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: true,
    legalComments: "none", // all licences go into one file below
    charset: "utf8",
    metafile: true,
    logLevel: "warning",
    ...options,
  });
  return metafile ?? { inputs: {}, outputs: {} };
}

/** @param {string} output */
async function main(output) {
  const page = join(root, "app", "static");
  const metafile = await bundled(output, {
    chunkNames: "[name]-[hash]",
    splitting: true,
    entryPoints: [
      { in: join(page, "main.js"), out: "page" },
      { in: join(page, "style", "index.css"), out: "page" },
      ...["arrays", "checks", "help", "inspector", "modes", "picker", "lecturer", "large_graph"].map((name) => ({ in: join(page, "style", `${name}.css`), out: name })),
      { in: join(page, "labs", "labs.css"), out: "labs" },
      ...(await labSheets(join(page, "labs"))),
    ],
  });
  // By itself: what both share would otherwise leave page.js for a file of its own.
  const notes = await bundled(output, { entryPoints: [{ in: join(page, "presenter.js"), out: "presenter" }, { in: join(page, "style", "presenter.css"), out: "presenter" }] });
  for (const file of (await readdir(entries)).filter((name) => name.endsWith(".mjs")).sort()) {
    const source = await readFile(join(entries, file), "utf8");
    await writeFile(join(output, file.replace(/\.mjs$/, ".d.ts")), declarations(source, file));
  }
  const licences = await Promise.all(packagesOf(Object.keys({ ...metafile.inputs, ...notes.inputs })).map(licence));
  // The fonts have a licence of their own, which their package names inside the files alone.
  const fonts = "KaTeX's fonts";
  licences.push(`${fonts}\n${"-".repeat(fonts.length)}\n\n${await readFile(join(entries, "katex-fonts.txt"), "utf8")}`);
  await writeFile(join(output, "LICENSES.txt"), licences.join("\n\n"));

  for (const [file, { bytes }] of Object.entries({ ...metafile.outputs, ...notes.outputs })) {
    if (!/\.(?:map|woff2)$/.test(file)) {
      console.log(`${relative(output, resolve(root, file)).split(sep).join("/")} ${Math.round(bytes / 1024)} kB`);
    }
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(resolve(process.argv[2] ?? join(root, "app", "static", "vendor")));
}
