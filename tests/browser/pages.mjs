// Judges the pages in Chromium, as readers meet them.
//
// The matrix: every page in windows of 1280 and 320 px (`widths`), each in six `modes`: light, dark and forced colours,
// light and dark with more contrast, and without scripts. The three engines run in every cell, but where there is only
// more contrast axe-core alone, once. What our own probes try does not depend on colours, so they run once a width with
// scripts and once without; the focus walk alone looks at its stops in every colour. All that is judged has asked for
// reduced motion, and one probe looks whether anything still moves.
// With scripts the site stands at the root of a host, without them in a folder of one.

import { availableParallelism } from "node:os";
import { launch, load, openTab, recolour, resize, visit } from "./browser.mjs";
import { ENGINE_NAMES, inject, judge } from "./engines.mjs";
import { consoleMessages, layoutShift, requests, weight } from "./probes/arrival.mjs";
import { focus } from "./probes/focus.mjs";
import { menus } from "./probes/menus.mjs";
import { motion } from "./probes/motion.mjs";
import { print } from "./probes/print.mjs";
import { reflow } from "./probes/reflow.mjs";
import { skipLink } from "./probes/skip-link.mjs";
import { targets } from "./probes/targets.mjs";

export const WIDTHS = [1280, 320];
export const MODES = ["light", "dark", "forced", "contrast", "dark-contrast", "no-script"];

/**
 * In the order in which they are tried. `scripts`: needs them; `once`: the width makes no difference;
 * `reload`: what went before has left its marks on the page.
 */
const PROBES = [
  { family: "shift", run: layoutShift, scripts: true },
  { family: "weight", run: weight, scripts: true, once: true },
  { family: "motion", run: motion, once: true },
  { family: "reflow", run: reflow },
  { family: "print", run: print, once: true },
  { family: "skip", run: skipLink },
  { family: "menu", run: menus },
  { family: "focus", run: focus, scripts: true, reload: true },
  { family: "targets", run: targets, scripts: true },
  { family: "console", run: consoleMessages },
  { family: "network", run: requests },
];

export const FAMILIES = [...ENGINE_NAMES, ...PROBES.map(({ family }) => family)];

/** Judges `pages` and reports one check for each page, family and cell of the matrix. */
export async function judgePages(pages, hosts, report, { widths = WIDTHS, modes = MODES, families = FAMILIES } = {}) {
  const colours = modes.filter((mode) => mode !== "no-script");
  const engines = ENGINE_NAMES.filter((name) => families.includes(name));
  const probes = PROBES.filter(({ family }) => families.includes(family));
  const jobs = [];
  for (const page of pages.filter(({ redirect }) => !redirect)) {
    for (const javaScript of [true, false]) {
      const inColours = javaScript ? colours : modes.filter((mode) => mode === "no-script");
      if (inColours.length === 0) continue;
      const host = page.notFound ? hosts.published : javaScript ? hosts.root : hosts.inFolder;
      const job = { page, url: host.home + page.address, javaScript, widths, colours: inColours, report };
      if (engines.length > 0) jobs.push({ ...job, run: askEngines, engines });
      if (probes.length > 0) for (const width of widths) jobs.push({ ...job, run: tryProbes, probes, width });
    }
  }

  const total = jobs.length;
  const work = async () => {
    const browser = await launch();
    const [withScripts, without] = [await openTab(browser), await openTab(browser, { javaScript: false })];
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      await job.run(job.javaScript ? withScripts : without, job);
      if (process.stderr.isTTY) process.stderr.write(`\r${total - jobs.length} of ${total} visits `);
    }
    await browser.close();
  };
  // A browser waits for itself often enough that two pay even on one core.
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work));
  if (process.stderr.isTTY) process.stderr.write("\n");
}

/**
 * The engines see the page as it comes, but with its folded text open, because they skip what is hidden. Widths and colours
 * change only style, so they are switched on the loaded page.
 */
async function askEngines(tab, { page, url, widths, colours, engines, report }) {
  await visit(tab, url, widths[0]);
  await tab.page.evaluate(() => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
  });
  await inject(tab, engines);
  for (const width of widths) {
    await resize(tab.page, width);
    for (const colour of colours) {
      if (tab.javaScript) await recolour(tab, colour);
      const moreContrast = colour.endsWith("contrast");
      for (const family of engines) {
        if (moreContrast && (family !== "axe" || width !== widths[0])) continue;
        report.add({ page: page.name, mode: `${width} ${colour}`, family, faults: await judge(tab, family, colour, report) });
      }
    }
  }
}

/** Our own probes use the page: press its keys, change its window. */
async function tryProbes(tab, { page, url, width, widths, colours, probes, report }) {
  await visit(tab, url, width);
  for (const { family, run, scripts, once, reload } of probes) {
    if ((scripts && !tab.javaScript) || (once && width !== widths[0])) continue;
    if (reload) await load(tab);
    const faults = await run(tab, { colours, notFound: page.notFound });
    report.add({ page: page.name, mode: `${width} ${tab.javaScript ? "scripts" : "no-script"}`, family, faults });
  }
}
