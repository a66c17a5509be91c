// Builds what the browser gets: static/css/luwes.css, static/js/*.js, the icons of the home screen
// and static/VENDOR.json.
// The output is committed; run `make assets` after a change here.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";
import { png } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const BUDGET = { "css/luwes.css": 40 * 1024, "js/luwes.js": 45 * 1024 }; // bytes, gzipped
const ICONS = {
  "img/icon-192.png": [192],
  "img/icon-512.png": [512],
  "img/icon-mask-512.png": [512, { bleeds: true }],
  "img/icon-touch-180.png": [180, { bleeds: true }],
};

function write(name, text) {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const size = gzipSync(text).length;
  console.log(`${name}: ${text.length} bytes, ${size} gzipped`);
  if (size > (BUDGET[name] ?? Infinity)) throw new Error(`${name} is over its budget`);
}

function styles() {
  // Bootstrap 5.3 is written for @import; its own warnings say nothing about our files.
  return compile(join(here, "scss", "luwes.scss"), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  }).css;
}

async function script(name) {
  const result = await build({
    entryPoints: [join(here, "js", name)],
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome100", "firefox100", "safari15"],
    write: false,
  });
  return result.outputFiles[0].text;
}

/** What of others we ship, and in which of our files; the hash is of the file as shipped. */
function vendor() {
  const { version, license } = JSON.parse(
    readFileSync(join(here, "node_modules", "bootstrap", "package.json"), "utf8"),
  );
  const file = "css/luwes.css";
  const sha256 = createHash("sha256").update(readFileSync(join(out, file))).digest("hex");
  return [{ name: "bootstrap", version, licence: license, part: "CSS, a subset", file, sha256 }];
}

write("css/luwes.css", styles());
write("js/luwes.js", await script("luwes.js"));
write("js/worker.js", await script("worker.js"));
const logo = readFileSync(join(out, "img", "luwes.svg"), "utf8");
for (const [name, how] of Object.entries(ICONS)) write(name, png(logo, ...how));
write("VENDOR.json", `${JSON.stringify(vendor(), null, 2)}\n`);
