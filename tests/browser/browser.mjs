// Starts Chromium and opens pages in the modes that readers use.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { installHelpers } from "./in-page.mjs";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser that STUDYPAGES_CHROMIUM names, or the first of the usual places; undefined for none. */
export const findChromium = () => [process.env.STUDYPAGES_CHROMIUM || USUAL_PLACES].flat().find((path) => existsSync(path));

export function launch() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium found: install the package chromium, or set STUDYPAGES_CHROMIUM to the path of one");
  return chromium.launch({
    executablePath,
    // Chromium's sandbox cannot start for root, which is who runs CI; nothing but our own pages is opened.
    chromiumSandbox: false,
    args: ["--disable-gpu", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
}

/** The colour modes, as media features. */
export const COLOURS = {
  light: { colorScheme: "light", forcedColors: "none", contrast: "no-preference" },
  dark: { colorScheme: "dark", forcedColors: "none", contrast: "no-preference" },
  forced: { colorScheme: "dark", forcedColors: "active", contrast: "no-preference" },
  contrast: { colorScheme: "light", forcedColors: "none", contrast: "more" },
  "dark-contrast": { colorScheme: "dark", forcedColors: "none", contrast: "more" },
};

/** Gives the page a window of this width. */
export const resize = (page, width) => page.setViewportSize({ width, height: width < 600 ? 640 : 800 });

/** Opens a tab with a browser profile of its own. */
export async function openTab(browser, { javaScript = true } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: javaScript, reducedMotion: "reduce" });
  const page = await context.newPage();
  return { page, javaScript, log: record(page) };
}

/** Goes to an address in light colours, and forgets what the tab has seen before. */
export async function visit(tab, url, width) {
  await tab.page.emulateMedia({ media: "screen", ...COLOURS.light });
  await resize(tab.page, width);
  for (const list of Object.values(tab.log)) list.length = 0;
  Object.assign(tab, { url, width });
  await load(tab);
}

/** Loads the address of the tab, again or for the first time, and waits until nothing moves any more. */
export async function load(tab) {
  const response = await tab.page.goto(tab.url, { waitUntil: "load" });
  tab.status = response.status();
  if (tab.javaScript) await tab.page.evaluate(() => document.fonts.ready.then(() => {}));
  await settle(tab);
  await settle(tab);
  await tab.page.evaluate(installHelpers);
}

/** Waits for the next frame. Without scripts there is nothing to wait for. */
export async function settle({ page, javaScript }) {
  if (javaScript) await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** Switches the colours of a loaded page. They are there two frames later. */
export async function recolour(tab, colour) {
  await tab.page.emulateMedia(COLOURS[colour]);
  await settle(tab);
  await settle(tab);
}

/** Keeps a record of what the page says and asks for. */
function record(page) {
  const log = { console: [], requests: [], responses: [] };
  page.on("console", (message) => log.console.push({ type: message.type(), text: message.text(), url: message.location().url }));
  page.on("pageerror", (error) => log.console.push({ type: "error", text: String(error), url: "" }));
  page.on("request", (request) => log.requests.push({ url: request.url(), kind: request.resourceType() }));
  page.on("response", (response) => log.responses.push(response));
  return log;
}
