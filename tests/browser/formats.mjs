// What `studypages check` prints for programs, against the schemas of those formats.
//
//   node formats.mjs STUDYPAGES

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Draft04 from "ajv-draft-04";
import Draft2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const program = process.argv[2];
if (!program) throw new Error("usage: node formats.mjs STUDYPAGES");
const require = createRequire(import.meta.url);
const here = new URL(".", import.meta.url).pathname;
const sarifSchema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));
const ownSchema = JSON.parse(readFileSync(join(here, "../../docs/findings.schema.json")));

/** A site with a fault of every level, at places, without one, and in a file whose name needs care. */
const site = mkdtempSync(join(tmpdir(), "studypages-formats-"));
mkdirSync(join(site, "content"));
writeFileSync(
  join(site, "site.yaml"),
  "title: Independent Study\norganization: { name: Sierra Vista }\ncontacts: { office: { office: Office, email: a@example.org, phone: 555-555-0142 } }\n",
);
const page = (title, body) => `---\ntitle: ${title}\nsummary: What the page of this small site is about, in one sentence.\nlast_reviewed: 2026-11-01\n---\n\n${body}\n`;
writeFileSync(join(site, "content/index.md"), page("Home", "See [here](nowhere.md), in 3/4/26.\n\n#### Deep\n\n![](a.png)"));
writeFileSync(join(site, "content/año 2, 100 %.md"), page("Año", "Call 555-0142:\n\n• one\n• two"));

let passed = 0;
let failed = 0;
function judge(name, validate, data) {
  if (validate(data)) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`${name} does not match its schema`);
  for (const error of validate.errors.slice(0, 10)) console.log(`  ${error.instancePath} ${error.message}`);
}

try {
  const print = (...options) => spawnSync(program, ["check", "--root", site, "--as-of", "2026-11-25", ...options], { encoding: "utf8" }).stdout;
  // One pattern of the schema is no Unicode pattern.
  const draft04 = new Draft04({ strict: false, unicodeRegExp: false });
  const draft2020 = new Draft2020({ strict: true });
  addFormats(draft04);
  addFormats(draft2020);
  const sarif = JSON.parse(print("--format", "sarif"));
  if (sarif.runs[0].results.length < 5) throw new Error("the site should have faults");
  judge("SARIF", draft04.compile(sarifSchema), sarif);
  const own = draft2020.compile(ownSchema);
  judge("JSON of check", own, JSON.parse(print("--format", "json")));
  writeFileSync(join(site, "content/index.md"), page("Home", "Welcome."));
  rmSync(join(site, "content/año 2, 100 %.md"));
  judge("JSON of check, without findings", own, JSON.parse(print("--format", "json")));
  judge("SARIF without findings", draft04.compile({ ...sarifSchema, id: "again" }), JSON.parse(print("--format", "sarif")));
  const built = execFileSync(program, ["build", "--root", site, "--as-of", "2026-11-25", "--format", "json"], { encoding: "utf8" });
  judge("JSON of build", own, JSON.parse(built));
} finally {
  rmSync(site, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
