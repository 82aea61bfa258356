#!/usr/bin/env node
"use strict";
// Starts main.cjs with V8's code cache where this very V8 wrote it: that saves a tenth of a bare start (see docs/speed.md).
const { readFileSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");
const { dirname, join } = require("node:path");

const filename = join(__dirname, "main.cjs");
const cacheFile = join(__dirname, `main.${process.version}.${process.arch}.cache`);
const read = (file) => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

// The bundle is plain ASCII (scripts/bundle.ts sees to it), and read as such.
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "latin1")}\n})`;
const writing = process.argv[2] === "--write-code-cache";
const script = new Script(source, {
  filename,
  cachedData: writing ? undefined : read(cacheFile),
  importModuleDynamically: require("node:vm").constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const started = { exports: {} };
const run = () => {
  script.runInThisContext()(started.exports, require, started, filename, dirname(filename));
  started.exports.start();
};
if (writing) {
  process.argv.splice(2, 1);
  run();
  process.on("exit", () => writeFileSync(cacheFile, script.createCachedData()));
} else {
  run();
}
