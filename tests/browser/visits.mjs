// The visits that a page gets, and what is judged in each.
//
// The matrix. Each page is loaded fresh at 1280 px and at 320 px, with scripts and without:
//
//   width  scripts  address         engines in             probes
//   1280   on       the root        light, dark, forced    console, network, shift, weight, focus, skip, menu, targets, reflow, print
//    320   on       the root        light, dark, forced    console, network, shift, focus, skip, menu, targets, reflow
//   1280   off      the sub-path    light                  console, network, menu
//    320   off      the sub-path    light                  console, network, skip, menu, reflow, print
//
// Every engine (axe-core, IBM, HTML_CodeSniffer) runs in each of those eight cells. Colour modes change
// only style, so they are switched on the loaded page instead of loading it again; without scripts the colours are those
// of the page with scripts, so one mode is enough. Focus is walked with the keyboard in light, and looked
// at again in dark and forced colours.

import { COLOURS, load, open, recolour } from "./browser.mjs";
import { ENGINES, inject, judge } from "./engines.mjs";
import * as probes from "./probes.mjs";

export const FAMILIES = [...Object.keys(ENGINES), "console", "network", "shift", "weight", "reflow", "focus", "skip", "menu", "targets", "print", "links"];

export const VISITS = [
  {
    width: 1280,
    javaScript: true,
    colours: ["light", "dark", "forced"],
    families: ["console", "network", "shift", "weight", "focus", "skip", "menu", "targets", "reflow", "print"],
  },
  { width: 320, javaScript: true, colours: ["light", "dark", "forced"], families: ["console", "network", "shift", "focus", "skip", "menu", "targets", "reflow"] },
  { width: 1280, javaScript: false, colours: ["light"], families: ["console", "network", "menu"] },
  { width: 320, javaScript: false, colours: ["light"], families: ["console", "network", "skip", "menu", "reflow", "print"] },
];

const modeName = (visit, colour) => [visit.width, colour, visit.javaScript ? "" : "no script"].filter(Boolean).join(" ");

/** Makes one visit; `wanted` says which families to judge. Times are added up in `clock`. */
export async function make(visit, { browser, origin, url, name, notFound, wanted, report, clock }) {
  const { width, javaScript } = visit;
  const families = visit.families.filter((family) => wanted.has(family));
  const engines = Object.keys(ENGINES).filter((engine) => wanted.has(engine));
  if (families.length === 0 && engines.length === 0) return;
  const tab = await open(browser, { width, javaScript });
  const timed = async (what, work) => {
    const start = performance.now();
    const outcome = await work();
    clock.set(what, (clock.get(what) ?? 0) + performance.now() - start);
    return outcome;
  };
  const judged = async (family, colour, work) => {
    const faults = await timed(family, work);
    report.add({ page: name, mode: modeName(visit, colour), family, faults });
  };
  const fresh = async () => timed("load", () => load(tab, url, javaScript));
  const has = (family) => families.includes(family);

  try {
    const response = await fresh();
    const expected = notFound ? 404 : 200;
    if (response.status() !== expected) {
      const faults = [{ rule: "status", selector: "", message: `status ${response.status()}, expected ${expected}`, snippet: url }];
      report.add({ page: name, mode: modeName(visit, "light"), family: "network", faults });
      return;
    }
    if (has("shift")) await judged("shift", "light", () => probes.layoutShift(tab));
    if (has("weight")) await judged("weight", "light", () => probes.weight(tab, url));

    // The engines see the page untouched; the probes press keys, so they come after, on a page loaded anew.
    const noise = tab.log.console.length;
    if (engines.length > 0) {
      await timed("inject", () => inject(tab.page, engines, javaScript));
      for (const colour of visit.colours) {
        if (javaScript) await recolour(tab.page, COLOURS[colour]);
        for (const engine of engines) await judged(engine, colour, () => judge(tab.page, engine, report));
      }
      tab.log.console.length = noise; // what the engines said is not the page's
    }
    const afresh = [
      {
        reflow: () => probes.reflow(tab, width),
        print: () => probes.print(tab, javaScript),
        skip: () => probes.skipLink(tab, javaScript),
        menu: () => probes.menus(tab, javaScript),
      },
      {
        focus: () => probes.focus(tab, { dark: COLOURS.dark, "forced colours": COLOURS.forced }),
        targets: () => probes.targets(tab),
      },
    ];
    for (const group of afresh) {
      if (!Object.keys(group).some(has)) continue;
      await tab.page.emulateMedia({ ...COLOURS.light, media: "screen" });
      await fresh();
      for (const [family, work] of Object.entries(group)) if (has(family)) await judged(family, "light", work);
    }
    if (has("console")) await judged("console", "light", () => probes.consoleMessages(tab, url));
    if (has("network")) await judged("network", "light", () => probes.requests(tab, origin, url));
  } finally {
    await tab.context.close();
  }
}
