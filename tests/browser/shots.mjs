// Takes pictures of pages for a person to look at: every width and colour, and the page on paper.
//
//   node shots.mjs DIR [PAGE…] [--to screenshots]     such as: node shots.mjs ../../output /faq/ /es/

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COLOURS, launch, openTab, recolour, resize, visit } from "./browser.mjs";
import { serveSite } from "./server.mjs";
import { readSite } from "./site.mjs";

const WIDTHS = [320, 768, 1280];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: "string", default: "screenshots" } } });
const [dir, ...names] = positionals;
if (!dir) throw new Error("usage: node shots.mjs DIR [PAGE…] [--to FOLDER]");
const site = await readSite(dir);
const hosts = await serveSite(site);
const browser = await launch();
const tab = await openTab(browser);
await mkdir(values.to, { recursive: true });
for (const page of site.pages.filter(({ name }) => (names.length > 0 ? names : ["/"]).includes(name))) {
  const file = (what) => join(values.to, `${page.name.split(/[/.]/).filter(Boolean).join("-") || "home"}-${what}`);
  await visit(tab, hosts.published.home + page.address, WIDTHS[0]);
  await tab.page.evaluate(loadPictures);
  for (const width of WIDTHS) {
    await resize(tab.page, width);
    for (const colour of Object.keys(COLOURS)) {
      await recolour(tab, colour);
      await tab.page.screenshot({ path: file(`${width}-${colour}.png`), fullPage: true });
    }
  }
  await tab.page.emulateMedia({ media: "print", ...COLOURS.light });
  await tab.page.pdf({ path: file("paper.pdf"), format: "Letter", preferCSSPageSize: true });
}
await browser.close();
await hosts.close();

/** Pictures below the window wait until somebody scrolls to them. Runs in the page. */
function loadPictures() {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = "eager";
  return Promise.allSettled(pictures.map((picture) => picture.decode()));
}
