// Starts Chromium and opens pages in the modes that readers use.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser to use: STUDYPAGES_CHROMIUM, or the first of the usual places. */
export function executable() {
  const named = process.env.STUDYPAGES_CHROMIUM;
  const found = named ? existsSync(named) && named : CANDIDATES.find((path) => existsSync(path));
  if (!found) throw new Error(`no Chromium ${named ? `at ${named}` : "found"}: install the package "chromium", or set STUDYPAGES_CHROMIUM to its path`);
  return found;
}

export function launch() {
  return chromium.launch({
    executablePath: executable(),
    // Containers and CI run as root, where Chromium's sandbox cannot start; it opens only our own pages.
    // The rest keeps it from talking to anyone: the suite counts every request.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

/** The colour modes, as media features. */
export const COLOURS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
};

/**
 * A fresh context (nothing cached, nothing visited) with one page that keeps a record of what happens:
 * `log.console`, `log.requests`, `log.responses`, `log.failures`.
 */
export async function open(browser, { width, javaScript = true, colour = "light" }) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 640 : 800 },
    javaScriptEnabled: javaScript,
    reducedMotion: "reduce",
    ...COLOURS[colour],
  });
  const page = await context.newPage();
  const log = { console: [], requests: [], responses: [], failures: [] };
  page.on("console", (message) => {
    log.console.push({ type: message.type(), text: message.text(), url: message.location()?.url ?? "" });
  });
  page.on("pageerror", (error) => log.console.push({ type: "error", text: String(error), url: "" }));
  page.on("request", (request) => log.requests.push({ url: request.url(), kind: request.resourceType() }));
  page.on("response", (response) => log.responses.push(response));
  page.on("requestfailed", (request) => log.failures.push({ url: request.url(), text: request.failure()?.errorText ?? "" }));
  return { context, page, log };
}

/** Switches the colours of a loaded page. The new ones are there two frames later. */
export async function recolour(page, media) {
  await page.emulateMedia(media);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Loads an address and waits until nothing moves any more. */
export async function load({ page }, url, javaScript) {
  const response = await page.goto(url, { waitUntil: "load" });
  if (javaScript) {
    await page.evaluate(async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    });
  }
  await page.evaluate(installHelpers);
  return response;
}

/**
 * Small tools inside the page that all probes use, as `window.probe`. It reaches the page through the
 * debugger, so the page's Content-Security-Policy stays in force for the page itself.
 */
function installHelpers() {
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const probe = {
    INTERACTIVE,

    /** A short selector that leads back to the element. */
    selector(element) {
      if (!element || element === document.documentElement) return "html";
      const steps = [];
      for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
        if (at === document.body) { steps.unshift("body"); break; }
        if (at.id && document.querySelectorAll(`#${CSS.escape(at.id)}`).length === 1) { steps.unshift(`#${CSS.escape(at.id)}`); break; }
        let step = at.localName;
        if (at.classList.length > 0) step += `.${[...at.classList].slice(0, 2).map((name) => CSS.escape(name)).join(".")}`;
        const alike = at.parentElement ? [...at.parentElement.children].filter((child) => child.localName === at.localName) : [];
        if (alike.length > 1) step += `:nth-of-type(${alike.indexOf(at) + 1})`;
        steps.unshift(step);
      }
      return steps.length > 4 ? [steps[0], "…", ...steps.slice(-3)].join(" > ") : steps.join(" > ");
    },

    snippet(element) {
      return element?.outerHTML?.slice(0, 400) ?? "";
    },

    fault(rule, element, message) {
      return { rule, selector: probe.selector(element), message, snippet: probe.snippet(element) };
    },

    /** Whether a sighted reader can see the element somewhere on the page. */
    visible(element) {
      if (!element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })) return false;
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && !probe.hiddenVisually(element);
    },

    /** Text kept for screen readers alone: clipped to nothing, itself or an ancestor. */
    hiddenVisually(element) {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (/inset\((50|100)%/.test(style.clipPath)) return true;
        if (style.position === "absolute" && /rect\(0px,? 0px,? 0px,? 0px\)|rect\(1px,? 1px,? 1px,? 1px\)/.test(style.clip)) return true;
        const box = at.getBoundingClientRect();
        if (style.overflow !== "visible" && box.width <= 1 && box.height <= 1) return true;
      }
      return false;
    },

    /** Any CSS colour as [r, g, b, alpha]. */
    rgba(colour) {
      probe.canvas ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
      probe.canvas.clearRect(0, 0, 1, 1);
      probe.canvas.fillStyle = "#000";
      probe.canvas.fillStyle = colour;
      probe.canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = probe.canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    },

    /** The colour behind an element's content, or null where a picture makes it unknowable. */
    background(element) {
      let above = [0, 0, 0, 0];
      for (let at = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.backgroundImage !== "none") return null;
        const [red, green, blue, alpha] = probe.rgba(style.backgroundColor);
        const share = (1 - above[3]) * alpha;
        above = [above[0] + red * share, above[1] + green * share, above[2] + blue * share, above[3] + share];
        if (above[3] > 0.99) return above;
      }
      const [red, green, blue] = probe.rgba("Canvas");
      const share = 1 - above[3];
      return [above[0] + red * share, above[1] + green * share, above[2] + blue * share, 1];
    },

    contrast(one, other) {
      const luminance = (colour) => {
        const [red, green, blue] = colour.map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    },

    /** Replaces the reader's own style sheet: what a reader (or a test) lays over the page. */
    readerStyle(css) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((old) => old !== probe.sheet), sheet];
      probe.sheet = sheet;
    },
  };
  window.probe = probe;
}
