// Proves that every check can fail. Each file of faults/ has one fault on purpose and says in its first comment which
// rules must find it, one a line: "expect axe/image-alt", or "expect axe/image-alt in 320" for only those modes that have
// "320" in their name. The whole suite judges the folder and must report just that: every expected rule in every mode in
// which it is tried, and nothing else. index.html has no fault.
//
//   node selftest.mjs

import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { html } from "./html.mjs";
import { links } from "./links.mjs";
import { judgePages } from "./pages.mjs";
import { Report } from "./report.mjs";
import { serveSite } from "./server.mjs";
import { readSite } from "./site.mjs";

const dir = await mkdtemp(join(tmpdir(), "studypages-faults-"));
try {
  await cp(fileURLToPath(new URL("faults", import.meta.url)), dir, { recursive: true });
  await completeSite();
  const site = await readSite(dir);
  const hosts = await serveSite(site);
  const report = new Report();
  await html(site, report);
  await links(site, hosts, report);
  await judgePages(site.pages, hosts, report);
  await hosts.close();

  let failed = 0;
  for (const file of site.files) {
    const name = site.pages.find((page) => page.file === file)?.name ?? `/${file}`;
    const expected = expectations(await readFile(join(dir, file), "utf8"), name, report);
    const found = report
      .faults()
      .filter(({ page }) => page === name)
      .flatMap(({ rule, modes }) => [...modes].map((mode) => `${rule} in ${mode}`));
    const missing = expected.filter((line) => !found.includes(line)).map((line) => `FAIL ${file} is not found by ${line}`);
    const surplus = found.filter((line) => !expected.includes(line)).map((line) => `FAIL ${file} is found by ${line}`);
    for (const line of new Set([...missing, ...surplus])) console.log(line);
    if (missing.length + surplus.length > 0) failed += 1;
  }
  console.log(`${site.files.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** Writes what is better made than kept: a script that cannot be compressed, and a sitemap of all pages but one. */
async function completeSite() {
  await writeFile(join(dir, "heavy.js"), `// ${randomBytes(75_000).toString("base64")}\n`);
  const { pages, address } = await readSite(dir);
  const listed = pages.filter((page) => !page.notFound && page.file !== "unlisted.html");
  const locations = listed.map((page) => `<url><loc>${address}${page.address}</loc></url>`);
  await writeFile(join(dir, "sitemap.xml"), `<!-- expect links/unlisted -->\n<urlset>${locations.join("\n")}</urlset>\n`);
}

/** What a file says must find it, as a list of "rule in mode". */
function expectations(text, name, report) {
  return [...text.matchAll(/\bexpect ((\w+)\/\S+)(?: in (.+))?/g)].flatMap(([, rule, family, part = ""]) => {
    const modes = report.modes(name, family).filter((mode) => mode.includes(part));
    return (modes.length > 0 ? modes : ["no mode"]).map((mode) => `${rule} in ${mode}`);
  });
}
