// Judges a built site in Chromium.
//
//   node tests/browser/run.mjs --site DIR [--only axe,focus,…] [--page /faq/] [--workers N]
//
// STUDYPAGES_SHOTS=DIR also writes pictures of the main pages there. STUDYPAGES_CHROMIUM names another browser.
// Exits 0 when nothing is wrong, 1 when something is, 2 when it could not run.

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { links } from "./links.mjs";
import { Report } from "./report.mjs";
import { serve } from "./server.mjs";
import { shots } from "./shots.mjs";
import { pagesOf, publicAddress } from "./site.mjs";
import { FAMILIES, VISITS, make } from "./visits.mjs";

/** A folder somewhere on a host: what most districts have. */
const SUB_PATH = "/some/sub/path/";

const stop = (message) => {
  console.error(message);
  process.exit(2);
};

function options() {
  let values;
  try {
    ({ values } = parseArgs({
      options: { site: { type: "string" }, only: { type: "string" }, page: { type: "string", multiple: true }, workers: { type: "string" } },
    }));
  } catch (error) {
    stop(error.message);
  }
  if (!values.site) stop(`usage: node run.mjs --site DIR [--only ${FAMILIES.join(",")}] [--page /faq/] [--workers N]`);
  const wanted = new Set(values.only ? values.only.split(",") : FAMILIES);
  for (const family of wanted) if (!FAMILIES.includes(family)) stop(`--only knows ${FAMILIES.join(", ")}, not ${family}`);
  // Never fewer than two: a browser waits for itself often enough that two lanes pay even on one core.
  const workers = values.workers ? Number(values.workers) : Math.min(4, Math.max(2, availableParallelism()));
  return { site: values.site, wanted, only: values.page, workers };
}

const { site, wanted, only, workers } = options();
const everything = await pagesOf(site).catch((error) => stop(`cannot read ${site}: ${error.message}`));
if (everything.length === 0) stop(`${site} holds no HTML page`);
const pages = everything.filter(({ name, redirect }) => !redirect && (!only || only.includes(name)));
if (pages.length === 0) stop(`no page is called ${only.join(" or ")}; there are ${everything.map(({ name }) => name).join(" ")}`);

// "Not found" pages are served from any depth, so their links begin at the site's public path: it is served too.
const published = await publicAddress(site);
const publicPath = published ? new URL(published).pathname : "/";
const { origin, close } = await serve({ dir: site, prefixes: ["/", SUB_PATH, publicPath] });

const report = new Report();
const clock = new Map();
const started = performance.now();
console.log(`${pages.length} pages of ${site}, ${workers} workers`);

const queue = pages.flatMap((page) =>
  VISITS.map((visit) => {
    const prefix = visit.javaScript ? "/" : SUB_PATH;
    return () => (browser) => make(visit, { browser, origin, url: origin + prefix + page.address, name: page.name, notFound: page.notFound, wanted, report, clock });
  }),
);
const total = queue.length;
let done = 0;

async function work() {
  let browser = await launch();
  try {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const visit = job();
      try {
        await visit(browser);
      } catch (error) {
        // A browser that died gets one successor; a fault of ours shows itself twice.
        if (browser.isConnected()) throw error;
        browser = await launch();
        await visit(browser);
      }
      done += 1;
      if (done % 40 === 0) console.log(`  ${done} of ${total} visits, ${Math.round((performance.now() - started) / 1000)} s`);
    }
  } finally {
    await browser.close();
  }
}

try {
  if (wanted.has("links") && !only) {
    const browser = await launch();
    const page = await browser.newPage();
    const start = performance.now();
    for (const prefix of ["/", SUB_PATH]) await links({ page, dir: site, pages: everything, origin, prefix, report });
    clock.set("links", performance.now() - start);
    await browser.close();
  }
  await Promise.all(Array.from({ length: workers }, work));
  if (process.env.STUDYPAGES_SHOTS) {
    const start = performance.now();
    await shots({ folder: process.env.STUDYPAGES_SHOTS, pages, origin });
    clock.set("pictures", performance.now() - start);
  }
} catch (error) {
  stop(error.stack);
} finally {
  await close();
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(0);
const parts = [...clock].sort((a, b) => b[1] - a[1]).map(([what, time]) => `${what} ${seconds(time)}`);
console.log(`${seconds(performance.now() - started)} s; worker seconds: ${parts.join(", ")}`);
process.exitCode = report.print();
