// Checks a built site. Prints every fault and then "N passed, N failed".
//
//   node check.mjs html  DIR     the Nu HTML checker on every HTML, CSS and SVG file
//   node check.mjs links DIR     every address and anchor
//   node check.mjs pages DIR     every page in Chromium: three engines and our own probes (pages.mjs)
//
// For `pages`, each a list with commas:
//   --widths 1280,320                     of the window, in px
//   --modes light,dark,forced,contrast,dark-contrast,no-script
//                                         colours, and scripts switched off
//   --only axe,focus                      what to judge
//   --page /faq/,/es/                     which pages
//
// Exits 0 when nothing is wrong, 1 when something is, 2 when it could not run.

import { parseArgs } from "node:util";
import { html } from "./html.mjs";
import { links } from "./links.mjs";
import { FAMILIES, MODES, WIDTHS, judgePages } from "./pages.mjs";
import { Report } from "./report.mjs";
import { serveSite } from "./server.mjs";
import { readSite } from "./site.mjs";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { widths: { type: "string" }, modes: { type: "string" }, only: { type: "string" }, page: { type: "string" } },
  });
  const [what, dir] = positionals;
  if (!["html", "links", "pages"].includes(what) || !dir) throw new Error("usage: node check.mjs html|links|pages DIR");
  const site = await readSite(dir);
  const list = (name, known) => {
    const words = values[name]?.split(",") ?? known;
    const unknown = words.find((word) => !known.includes(word));
    if (unknown) throw new Error(`--${name} knows ${known.join(", ")}, not ${unknown}`);
    return words;
  };
  const names = list(
    "page",
    site.pages.map(({ name }) => name),
  );
  const matrix = { widths: values.widths?.split(",").map(Number) ?? WIDTHS, modes: list("modes", MODES), families: list("only", FAMILIES) };

  const report = new Report();
  const hosts = await serveSite(site);
  if (what === "html") await html(site, report);
  if (what === "links") await links(site, hosts, report);
  if (what === "pages")
    await judgePages(
      site.pages.filter(({ name }) => names.includes(name)),
      hosts,
      report,
      matrix,
    );
  await hosts.close();
  process.exitCode = report.print();
} catch (error) {
  console.error(error);
  process.exit(2);
}
