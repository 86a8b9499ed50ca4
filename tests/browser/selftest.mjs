// Proves that each check can fail. Every page of faults/ has one known fault: the whole suite is run on it and must report exactly the
// rules below, in exactly their modes. index.html has none, and the suite must stay silent there.
//
//   node tests/browser/selftest.mjs [page…]

import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { links } from "./links.mjs";
import { Report } from "./report.mjs";
import { serve } from "./server.mjs";
import { pagesOf } from "./site.mjs";
import { FAMILIES, VISITS, make } from "./visits.mjs";
import { vnu } from "./vnu.mjs";

const SUB_PATH = "/some/sub/path/";
const EXPECTED = {};

const only = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), "studypages-faults-"));
try {
  await cp(join(dirname(fileURLToPath(import.meta.url)), "faults"), dir, { recursive: true });
  await writeFile(join(dir, "heavy.js"), `// ${randomBytes(75_000).toString("base64")}\n`);
  const { origin, close } = await serve({ dir, prefixes: ["/", SUB_PATH] });
  const report = new Report();
  const everything = await pagesOf(dir);
  const pages = everything.filter(({ file }) => only.length === 0 || only.includes(file.replace(".html", "")));
  const wanted = new Set(FAMILIES);
  const clock = new Map();
  const queue = pages.flatMap(({ name, address }) =>
    VISITS.map((visit) => (browser) => make(visit, { browser, origin, url: `${origin}${visit.javaScript ? "/" : SUB_PATH}${address}`, name, notFound: false, wanted, report, clock })),
  );
  const work = async () => {
    const browser = await launch();
    for (let visit = queue.shift(); visit; visit = queue.shift()) await visit(browser);
    await browser.close();
  };
  await Promise.all([work(), work()]);
  const browser = await launch();
  for (const prefix of ["/", SUB_PATH]) await links({ page: await browser.newPage(), dir, pages, origin, prefix, report });
  await browser.close();
  await vnu(dir, report);
  await close();
  report.print();
  console.log(clock);
} finally {
  await rm(dir, { recursive: true, force: true });
}
