// The Nu HTML checker reads every HTML, CSS and SVG file. Errors and warnings alike are faults.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Read from a file, a page has no origin, so to the checker even the site's own style sheet is not 'self'. What the policy
 * really forbids shows in Chromium's console.
 */
const POLICY = /violates Content Security Policy/;

const JAR = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

export async function html({ dir, files, pages }, report) {
  const top = resolve(dir);
  const read = files.filter((file) => /\.(html|css|svg)$/.test(file));
  const options = ["--stdout", "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"];
  const { messages } = JSON.parse(await output("java", ["-Xss16m", "-jar", JAR, ...options, ...read.map((file) => join(top, file))]));
  const faults = new Map(read.map((file) => [file, []]));
  for (const { url, type, subType, message, extract, firstLine, lastLine, lastColumn } of messages) {
    if (!url) throw new Error(`the Nu HTML checker says: ${message}`);
    if ((type === "info" && subType !== "warning") || POLICY.test(message)) continue;
    const file = relative(top, fileURLToPath(url)).split(sep).join("/");
    faults.get(file).push({ rule: subType ?? type, selector: `${firstLine ?? lastLine}:${lastColumn}`, message, snippet: extract });
  }
  for (const [file, found] of faults) {
    const page = pages.find((candidate) => candidate.file === file)?.name ?? `/${file}`;
    report.add({ page, mode: "source", family: "html", faults: found });
  }
}

/** What a program writes to its standard output. */
async function output(program, words) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece) => {
    text += piece;
  });
  const code = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  if (code !== 0) throw new Error(`${program} ended with status ${code}: ${text}`);
  return text;
}
