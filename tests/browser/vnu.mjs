// The Nu HTML checker over every HTML, CSS and SVG file of a folder. Errors and warnings alike fail.
//
//   node tests/browser/vnu.mjs DIR

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Report } from "./report.mjs";
import { filesBelow } from "./site.mjs";

/** Messages that are not faults, each with the reason. `extract` is the source the message points at. */
const ALLOWED = [];

const JAR = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

/** Runs the checker and adds one check a file to the report. */
export async function vnu(dir, report) {
  const root = resolve(dir);
  const files = (await filesBelow(root)).filter((file) => /\.(html|css|svg)$/.test(file));
  const words = ["-Xss16m", "-jar", JAR, "--stdout", "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"];
  const java = spawn("java", [...words, ...files.map((file) => join(root, file))], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  java.stdout.setEncoding("utf8").on("data", (piece) => { text += piece; });
  const code = await new Promise((done, failed) => { java.once("error", failed); java.once("close", done); });
  let messages;
  try {
    ({ messages } = JSON.parse(text));
  } catch {
    throw new Error(`the Nu HTML checker ended with ${code} and said: ${text.slice(0, 2000)}`);
  }
  const faults = new Map(files.map((file) => [file, []]));
  for (const { url, type, subType, message, extract, firstLine, lastLine, lastColumn } of messages) {
    const level = type === "info" ? subType ?? "info" : type;
    if (level === "info") continue;
    const reason = ALLOWED.find((entry) => entry.message.test(message) && (!entry.extract || entry.extract.test(extract ?? "")));
    if (reason) { report.note(`allowed: vnu: ${reason.because}`, message); continue; }
    const file = url ? relative(root, fileURLToPath(url)).replaceAll("\\", "/") : files[0];
    const fault = { rule: level, selector: `${firstLine ?? lastLine ?? "?"}:${lastColumn ?? "?"}`, message, snippet: extract };
    (faults.get(file) ?? faults.get(files[0])).push(fault);
  }
  for (const [file, found] of faults) report.add({ page: `/${file}`, mode: "source", family: "vnu", faults: found });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const dir = process.argv[2];
  if (!dir) {
    console.error("usage: node vnu.mjs DIR");
    process.exit(2);
  }
  const report = new Report();
  await vnu(dir, report);
  process.exitCode = report.print();
}
