// Judges the stress site, which has too many pages for every cell of the matrix: a few pages in all of them, one of each
// other kind in light colours, and every page, most of them alike, in the narrow window.
//
//   node stress.mjs DIR

import { judgePages } from "./pages.mjs";
import { Report } from "./report.mjs";
import { serveSite } from "./server.mjs";
import { readSite } from "./site.mjs";

/** All that draws a color: every kind of text, every component, in both directions. */
const EVERYWHERE = ["/text/", "/ar/text/", "/components/"];

/** What differs in its layout: templates, languages, translations that are missing. */
const IN_LIGHT = [
  "/",
  "/404.html",
  "/ar/",
  "/ar/components/",
  "/ar/faq/",
  "/ar/schools/cedar-flat/",
  "/ar/search/",
  "/es/components/",
  "/faq/",
  "/pictures/",
  "/schools/",
  "/schools/cedar-flat/",
  "/site-map/",
  "/tables/",
];

try {
  const [dir] = process.argv.slice(2);
  if (!dir) throw new Error("usage: node stress.mjs DIR");
  const site = await readSite(dir);
  const named = (names) =>
    names.map((name) => {
      const page = site.pages.find((candidate) => candidate.name === name);
      if (!page) throw new Error(`${dir} has no page ${name}`);
      return page;
    });
  const report = new Report();
  const hosts = await serveSite(site);
  await judgePages(named(EVERYWHERE), hosts, report);
  await judgePages(named(IN_LIGHT), hosts, report, { modes: ["light"] });
  const rest = site.pages.filter(({ name }) => !EVERYWHERE.includes(name) && !IN_LIGHT.includes(name));
  await judgePages(rest, hosts, report, { widths: [320], modes: ["light"], families: ["reflow", "console", "network"] });
  await hosts.close();
  process.exitCode = report.print();
} catch (error) {
  console.error(error);
  process.exit(2);
}
