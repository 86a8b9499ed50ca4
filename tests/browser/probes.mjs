// Our own probes: what readers do with a page that no engine tries.
//
// Each takes the open page and returns faults, a list of { rule, selector, message, snippet }.

import { gzipSync } from "node:zlib";
import { recolour } from "./browser.mjs";

/** WCAG 1.4.12, whole. */
const TEXT_SPACING =
  "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";
const TEXT_200 = "html { font-size: 200% !important }";

/** The most that a first visit may transfer: HTML, CSS and JavaScript, compressed. */
const WEIGHT = 60_000;

const plain = (rule, message, snippet = "") => ({ rule, selector: "", message, snippet });

// ---- What the visit itself shows

/** Errors and warnings in the console. The browser's own word on a "not found" page's status is expected. */
export function consoleMessages({ log }, url) {
  const once = new Map(log.console.map((message) => [`${message.type} ${message.text}`, message]));
  return [...once.values()]
    .filter(({ type }) => type === "error" || type === "warning")
    .filter((message) => !(message.url === url && message.text.includes("status of 404")))
    .map(({ type, text, url: where }) => plain(type, text, where));
}

/** Every request must go to the site itself and succeed. */
export function requests({ log }, origin, url) {
  const faults = [];
  const once = (list, key) => [...new Map(list.map((item) => [key(item), item])).values()];
  for (const request of once(log.requests, ({ url: asked }) => asked)) {
    if (/^(data|blob|about):/.test(request.url)) continue;
    if (new URL(request.url).origin !== origin) faults.push(plain("foreign", `asks another host for a ${request.kind}`, request.url));
  }
  for (const response of once(log.responses, (item) => item.url())) {
    if (response.status() >= 400 && response.url() !== url) faults.push(plain("missing", `status ${response.status()}`, response.url()));
  }
  for (const { url: failed, text } of once(log.failures, (item) => item.url)) {
    if (new URL(failed).origin === origin) faults.push(plain("broken", text, failed));
  }
  return faults;
}

/** Nothing may move while the page loads. */
export async function layoutShift({ page }) {
  const shifts = await page.evaluate(
    () =>
      new Promise((done) => {
        const found = [];
        const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        setTimeout(() => {
          observer.disconnect();
          done(
            found.map(({ value, sources }) => ({
              value,
              moved: (sources ?? []).map(({ node }) => (node?.nodeType === 1 ? window.probe.selector(node) : "")).filter(Boolean),
            })),
          );
        }, 50);
      }),
  );
  return shifts
    .filter(({ value }) => value > 0)
    .map(({ value, moved }) => ({ rule: "moved", selector: moved[0] ?? "", message: `layout shift of ${value.toFixed(4)}`, snippet: moved.join(", ") }));
}

/** HTML, CSS and JavaScript of a first visit, compressed as a host would. */
export async function weight({ log }, url) {
  const parts = [];
  for (const response of log.responses) {
    const kind = response.request().resourceType();
    if (!["document", "stylesheet", "script", "fetch", "xhr"].includes(kind)) continue;
    if (response.status() >= 300 && response.url() !== url) continue;
    parts.push({ name: new URL(response.url()).pathname, bytes: gzipSync(await response.body()).length });
  }
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= WEIGHT) return [];
  const list = parts.map(({ name, bytes }) => `${name} ${bytes}`).join(", ");
  return [plain("heavy", `${total} bytes compressed, more than ${WEIGHT}`, list)];
}

// ---- Reflow

/** No sideways scrolling and no text cut off: as it is, with WCAG text spacing, and with text at 200 %. */
export async function reflow({ page }, width) {
  const faults = [];
  for (const [name, css] of [["plain", ""], ["text-spacing", TEXT_SPACING], ["text-200", TEXT_200]]) {
    const found = await page.evaluate(
      ([variant, sheet]) => {
        window.probe.readerStyle(sheet);
        window.scrollTo(0, 0);
        const out = [];
        const wide = document.scrollingElement.scrollWidth - window.innerWidth;
        const scrolls = (element) => {
          for (let at = element; at && at !== document.body; at = at.parentElement) {
            if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
          }
          return null;
        };
        // The text itself: where it is painted, and whether a box cuts it.
        const range = document.createRange();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const seen = new Set();
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const element = node.parentElement;
          if (!node.data.trim() || seen.has(element) || !window.probe.visible(element)) continue;
          seen.add(element);
          range.selectNodeContents(node);
          const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
          const right = Math.max(...boxes.map((box) => box.right));
          const left = Math.min(...boxes.map((box) => box.left));
          const bottom = Math.max(...boxes.map((box) => box.bottom));
          if ((right > window.innerWidth + 0.5 || left < -0.5) && !scrolls(element)) {
            // Text parked outside the page until it is wanted (a skip link) is above it, not beside it.
            if (bottom + window.scrollY > 0) out.push(window.probe.fault(`${variant}-sideways`, element, `text reaches from ${Math.round(left)} to ${Math.round(right)} px of ${window.innerWidth}`));
            continue;
          }
          for (let at = element; at && at !== document.body; at = at.parentElement) {
            const style = getComputedStyle(at);
            const hides = (value) => value === "hidden" || value === "clip";
            const box = at.getBoundingClientRect();
            const cut =
              (hides(style.overflowX) && (right > box.right + 1 || left < box.left - 1)) ||
              (hides(style.overflowY) && bottom > box.bottom + 1);
            if (cut) {
              out.push(window.probe.fault(`${variant}-cut`, at, `cuts off the text "${node.data.trim().slice(0, 40)}"`));
              break;
            }
            if (style.position === "fixed") break;
          }
        }
        if (wide > 0 && out.length === 0) {
          const beyond = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5);
          const inner = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
          for (const element of inner.slice(0, 3)) out.push(window.probe.fault(`${variant}-sideways`, element, `the page scrolls sideways by ${wide} px`));
          if (inner.length === 0) out.push(window.probe.fault(`${variant}-sideways`, document.body, `the page scrolls sideways by ${wide} px`));
        }
        // An own scroll box for reading is sideways scrolling too, only smaller.
        for (const element of document.querySelectorAll("main *")) {
          if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && scrolls(element) === element) {
            out.push(window.probe.fault(`${variant}-scroll-box`, element, `a box that scrolls sideways, ${element.scrollWidth} px in ${element.clientWidth}`));
          }
        }
        window.probe.readerStyle("");
        return out.slice(0, 8);
      },
      [name, css],
    );
    faults.push(...found.map((fault) => ({ ...fault, message: `${fault.message} (viewport ${width} px)` })));
  }
  return faults;
}

// ---- Keyboard

/** Tools for the focus walk, kept in the page. */
function installFocusTools() {
  const probe = window.probe;
  probe.stops = [];

  const LOOK = ["boxShadow", "backgroundColor", "color", "borderTopColor", "borderBottomColor", "borderTopWidth", "borderBottomWidth", "textDecorationLine", "textDecorationThickness"];
  const lookOf = (element) => {
    const style = getComputedStyle(element);
    return LOOK.map((name) => style[name]).join("|");
  };
  const outlineOf = (element) => {
    const style = getComputedStyle(element);
    const width = parseFloat(style.outlineWidth);
    if (style.outlineStyle === "none" || width < 1) return null;
    const colour = probe.rgba(style.outlineColor);
    return style.outlineStyle !== "auto" && colour[3] < 0.5 ? null : { width, colour, offset: parseFloat(style.outlineOffset), auto: style.outlineStyle === "auto" };
  };

  /** What is wrong with the way the focused element shows itself. */
  probe.focusFaults = (element, unfocusedLook, modes) => {
    const faults = [];
    const box = [...element.getClientRects()].find((rect) => rect.width > 1 && rect.height > 1) ?? element.getBoundingClientRect();
    const inView = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const inset = Math.min(3, box.width / 4, box.height / 4);
    const points = [
      [box.left + box.width / 2, box.top + box.height / 2],
      [box.left + inset, box.top + inset],
      [box.right - inset, box.top + inset],
      [box.left + inset, box.bottom - inset],
      [box.right - inset, box.bottom - inset],
    ].filter(([x, y]) => inView(x, y));
    if (box.width <= 1 || box.height <= 1 || probe.hiddenVisually(element)) {
      faults.push(probe.fault("invisible-stop", element, "a tab stop that cannot be seen"));
      return faults;
    }
    if (points.length === 0) {
      faults.push(probe.fault("off-screen", element, `focused at ${Math.round(box.left)},${Math.round(box.top)}, outside the window`));
      return faults;
    }
    const shown = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (hit === element || element.contains(hit) || hit.contains(element));
    });
    if (!shown) {
      const cover = document.elementFromPoint(...points[0]);
      faults.push(probe.fault("covered", element, `covered by ${probe.selector(cover)} when focused`));
      return faults;
    }

    const ring = outlineOf(element);
    if (!ring) {
      const inside = [...element.querySelectorAll("*")].some((child) => outlineOf(child));
      const changed = unfocusedLook !== undefined && unfocusedLook !== lookOf(element);
      // Forced colours take shadows and backgrounds away, so there only an outline counts.
      if (!inside && (modes.forced || !changed)) faults.push(probe.fault("no-indicator", element, "looks the same with and without focus"));
      return faults;
    }
    if (ring.auto) return faults;
    const away = ring.offset + ring.width / 2;
    const around = [
      [box.left + box.width / 2, box.top - away],
      [box.left + box.width / 2, box.bottom + away],
      [box.left - away, box.top + box.height / 2],
      [box.right + away, box.top + box.height / 2],
    ].filter(([x, y]) => inView(x, y));
    const contrasts = around
      .map(([x, y]) => document.elementFromPoint(x, y))
      .map((behind) => behind && probe.background(behind))
      .filter(Boolean)
      .map((colour) => probe.contrast(ring.colour, colour));
    const low = contrasts.filter((contrast) => contrast < 3);
    if (low.length > contrasts.length / 4) {
      faults.push(probe.fault("faint-indicator", element, `the focus ring has a contrast of ${Math.min(...low).toFixed(2)} with what is around it, less than 3`));
    }
    return faults;
  };
  probe.lookOf = lookOf;

  /** The look of everything that may get focus, before anything has it. */
  probe.resting = new Map([...document.querySelectorAll(`${probe.INTERACTIVE}, [tabindex]`)].map((element) => [element, lookOf(element)]));
}

const nextFrame = (page) => page.evaluate(() => new Promise(requestAnimationFrame));

/**
 * Walks the whole page with the Tab key, opening what is folded on the way with Enter, then looks at each stop
 * again in the other colour modes: every stop shows its focus, nothing covers it, nothing holds it,
 * everything that can be clicked is reached.
 */
export async function focus({ page }, colours) {
  const faults = [];
  await page.evaluate(installFocusTools);
  let last = "";
  for (let count = 0; ; count += 1) {
    await page.keyboard.press("Tab");
    await nextFrame(page);
    const stop = await page.evaluate(() => {
      const probe = window.probe;
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return { end: true };
      const known = probe.stops.indexOf(element);
      if (known >= 0) return { again: known, selector: probe.selector(element), snippet: probe.snippet(element) };
      probe.stops.push(element);
      return {
        selector: probe.selector(element),
        snippet: probe.snippet(element),
        faults: probe.focusFaults(element, probe.resting.get(element), {}),
        folded: element.localName === "summary" && !element.parentElement.open,
      };
    });
    if (stop.end || stop.again === 0) break;
    if (stop.again !== undefined || count > 1500) {
      faults.push({ rule: "trap", selector: stop.selector, message: `Tab goes from ${last} back to this stop`, snippet: stop.snippet });
      break;
    }
    last = stop.selector;
    faults.push(...stop.faults);
    if (stop.folded) {
      await page.keyboard.press("Enter");
      await nextFrame(page);
      const opened = await page.evaluate(() => document.activeElement?.parentElement?.open === true);
      if (!opened) faults.push({ rule: "stays-folded", selector: stop.selector, message: "Enter does not open it", snippet: stop.snippet });
    }
  }
  faults.push(
    ...(await page.evaluate(() => {
      const probe = window.probe;
      document.activeElement?.blur();
      const out = [];
      for (const element of document.querySelectorAll(probe.INTERACTIVE)) {
        if (element.localName === "summary" && element.parentElement.querySelector(":scope > summary") !== element) continue;
        if (element.disabled || element.closest("[inert]") || (element.type === "radio" && !element.checked)) continue;
        if (!probe.stops.includes(element) && probe.visible(element)) out.push(probe.fault("unreached", element, "cannot be reached with the Tab key"));
      }
      return out;
    })),
  );

  for (const [name, media] of Object.entries(colours)) {
    await recolour(page, media);
    const found = await page.evaluate((forced) => {
      const probe = window.probe;
      const out = [];
      for (const element of probe.stops) {
        for (let at = element.parentElement; at; at = at.parentElement) if (at.localName === "details") at.open = true;
        document.activeElement?.blur();
        const resting = probe.lookOf(element);
        element.focus();
        if (document.activeElement !== element) continue;
        out.push(...probe.focusFaults(element, resting, { forced }));
      }
      document.activeElement?.blur();
      return out;
    }, media.forcedColors === "active");
    faults.push(...found.map((fault) => ({ ...fault, message: `${fault.message} (in ${name})` })));
  }
  return faults;
}

/** The first Tab shows a link over the menus, Enter follows it, and reading goes on inside <main>. */
export async function skipLink({ page }, javaScript) {
  await page.keyboard.press("Tab");
  if (javaScript) await nextFrame(page);
  const first = await page.evaluate(() => {
    const probe = window.probe;
    const link = document.activeElement;
    const fault = (message) => [probe.fault("not-first", link, message)];
    if (!link || link === document.body) return fault("the first Tab reaches nothing");
    const target = link.localName === "a" && (link.getAttribute("href") ?? "").startsWith("#") && link.hash.length > 1;
    if (!target) return fault("the first tab stop is not a link to a place on this page");
    const box = link.getBoundingClientRect();
    const centre = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = document.elementFromPoint(...centre);
    if (box.width < 24 || box.height < 24 || !(hit === link || link.contains(hit))) return [probe.fault("not-shown", link, "does not show itself when focused")];
    return [];
  });
  if (first.length > 0) return first;
  await page.keyboard.press("Enter");
  if (javaScript) await nextFrame(page);
  const inMain = () =>
    page.evaluate(() => {
      const probe = window.probe;
      const main = document.querySelector("main");
      const at = document.activeElement;
      if (!main) return [probe.fault("no-main", document.body, "there is no <main>")];
      if (at !== main && !main.contains(at)) return [probe.fault("no-focus", at, "after Enter the focus is not in <main>")];
      const top = main.getBoundingClientRect().top;
      if (top >= innerHeight) return [probe.fault("not-scrolled", main, `<main> begins ${Math.round(top)} px down, out of sight`)];
      return [];
    });
  const landed = await inMain();
  if (landed.length > 0) return landed;
  await page.keyboard.press("Tab");
  if (javaScript) await nextFrame(page);
  return page.evaluate(() => {
    const main = document.querySelector("main");
    const at = document.activeElement;
    const onwards = at === document.body || main.contains(at) || main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
    return onwards ? [] : [window.probe.fault("goes-back", at, "the next Tab goes back above <main>")];
  });
}

// ---- Menus

/**
 * Each navigation either shows its links or has a control that a keyboard opens, with scripts and without. Once everything
 * in it is open every link is there to be seen.
 */
export async function menus({ page }, javaScript) {
  const faults = [];
  const count = await page.evaluate(() => {
    window.probe.navigations = [...document.querySelectorAll("nav")];
    return window.probe.navigations.length;
  });
  for (let index = 0; index < count; index += 1) {
    const state = await page.evaluate((at) => {
      const probe = window.probe;
      const nav = probe.navigations[at];
      const links = [...nav.querySelectorAll("a[href]")];
      if (links.length === 0 || links.some(probe.visible)) return { open: true };
      const control = [...nav.querySelectorAll("summary, button")].find(probe.visible);
      if (!control) return { faults: [probe.fault("shut", nav, "shows no link and has nothing to open it with")] };
      control.focus();
      if (document.activeElement !== control) return { faults: [probe.fault("no-focus", control, "the menu's control takes no focus")] };
      return { pressed: true };
    }, index);
    faults.push(...(state.faults ?? []));
    if (!state.pressed) continue;
    for (const wanted of [true, false]) {
      await page.keyboard.press("Enter");
      if (javaScript) await nextFrame(page);
      const found = await page.evaluate(
        ([at, shown]) => {
          const probe = window.probe;
          const nav = probe.navigations[at];
          const any = [...nav.querySelectorAll("a[href]")].some(probe.visible);
          if (any === shown) return [];
          return [probe.fault("keyboard", nav, shown ? "Enter on its control opens nothing" : "a second Enter does not close it")];
        },
        [index, wanted],
      );
      faults.push(...found);
      if (found.length > 0) break;
    }
  }
  faults.push(
    ...(await page.evaluate((scripts) => {
      const probe = window.probe;
      const out = [];
      document.activeElement?.blur();
      for (const nav of probe.navigations) {
        // One branch at a time, because opening one may close another.
        if (scripts) for (const button of nav.querySelectorAll("button[aria-expanded=false]")) button.click();
        for (const link of nav.querySelectorAll("a[href]")) {
          for (const details of nav.querySelectorAll("details")) if (details.contains(link) || !details.querySelector("a")) details.open = true;
          if (!probe.visible(link)) out.push(probe.fault("hidden-link", link, "stays hidden with every menu open"));
          else {
            const box = link.getBoundingClientRect();
            if (box.right > innerWidth + 0.5 || box.left < -0.5) out.push(probe.fault("outside", link, `reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px of ${innerWidth}`));
          }
        }
        for (const details of nav.querySelectorAll("details")) details.open = false;
      }
      if (!scripts) {
        for (const button of document.querySelectorAll("button[aria-expanded], button[aria-controls]")) {
          if (probe.visible(button)) out.push(probe.fault("dead-button", button, "a button that only a script can answer is shown without scripts"));
        }
      }
      return out;
    }, javaScript)),
  );
  return faults;
}

// ---- Targets

/**
 * 24 by 24 px at least (WCAG 2.5.8). A link inside a sentence is exempt. A link that is alone in its paragraph, list item
 * or cell of the text may be lower when a circle of 24 px around it touches no other target; in
 * menus, side columns and footers, and for buttons anywhere, there is no such exception.
 */
export async function targets({ page }) {
  return page.evaluate(() => {
    const probe = window.probe;
    for (const details of document.querySelectorAll("details")) {
      details.removeAttribute("name");
      details.open = true;
    }
    const all = [...document.querySelectorAll(`${probe.INTERACTIVE}, [role=button], [role=link]`)].filter(probe.visible);
    const boxes = new Map(all.map((element) => {
      const label = element.labels?.[0];
      const rects = [element, ...element.querySelectorAll("*")].flatMap((part) => [...part.getClientRects()]).filter((box) => box.width > 0);
      if (label && probe.visible(label)) rects.push(label.getBoundingClientRect());
      // A link whose ::after covers its card is as large as the card.
      if (getComputedStyle(element, "::after").position === "absolute" && getComputedStyle(element, "::after").inset === "0px") {
        const card = element.offsetParent;
        if (card) rects.push(card.getBoundingClientRect());
      }
      return [element, {
        rects,
        left: Math.min(...rects.map((box) => box.left)),
        right: Math.max(...rects.map((box) => box.right)),
        top: Math.min(...rects.map((box) => box.top)),
        bottom: Math.max(...rects.map((box) => box.bottom)),
      }];
    }));
    const small = ({ left, right, top, bottom }) => right - left < 23.95 || bottom - top < 23.95;
    const block = (element) => {
      let at = element.parentElement;
      while (at && getComputedStyle(at).display.startsWith("inline")) at = at.parentElement;
      return at;
    };
    const inSentence = (element) => {
      if (getComputedStyle(element).display !== "inline") return false;
      const home = block(element);
      if (!home) return false;
      const copy = home.cloneNode(true);
      for (const part of copy.querySelectorAll(`${probe.INTERACTIVE}, ul, ol, dl, table, [aria-hidden=true]`)) part.remove();
      return /[\p{L}\p{N}]/u.test(copy.textContent);
    };
    const spaced = (element) => {
      const { left, right, top, bottom } = boxes.get(element);
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      return all.every((other) => {
        if (other === element || other.contains(element) || element.contains(other)) return true;
        const box = boxes.get(other);
        const near = box.rects.some((rect) => Math.hypot(Math.max(rect.left - x, 0, x - rect.right), Math.max(rect.top - y, 0, y - rect.bottom)) < 12);
        return !near && (!small(box) || Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y) >= 24);
      });
    };
    return all
      .filter((element) => small(boxes.get(element)) && !inSentence(element))
      .filter((element) => !(element.localName === "a" && element.closest("main") && !element.closest("nav") && spaced(element)))
      .map((element) => {
        const { left, right, top, bottom } = boxes.get(element);
        return probe.fault("small", element, `${(right - left).toFixed(1)} by ${(bottom - top).toFixed(1)} px, less than 24 by 24`);
      });
  });
}

// ---- Paper

/** Printed, a page has no navigation, shows everything that is folded, and fits the paper. */
export async function print({ page }, javaScript) {
  await page.emulateMedia({ media: "print", colorScheme: "light", forcedColors: "none" });
  // Letter paper, 8.5 in wide, less margins of 2 cm.
  const screen = page.viewportSize();
  await page.setViewportSize({ width: 665, height: 900 });
  const faults = await page.evaluate((scripts) => {
    const probe = window.probe;
    const out = [];
    if (scripts) window.dispatchEvent(new Event("beforeprint"));
    for (const nav of document.querySelectorAll("nav")) {
      if (nav.closest("main") && !nav.querySelector("a[href^='#']")) continue; // a list of pages that is the text, such as a site map
      if (probe.visible(nav)) out.push(probe.fault("navigation", nav, "is printed"));
    }
    for (const details of document.querySelectorAll("details")) {
      if (!details.checkVisibility()) continue;
      for (const part of details.children) {
        if (part.localName !== "summary" && part.textContent.trim() && !part.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) {
          out.push(probe.fault("folded", details, "prints without what it holds"));
          break;
        }
      }
    }
    const first = document.querySelector(probe.INTERACTIVE);
    if (first?.matches("a[href^='#']") && probe.visible(first)) {
      const box = first.getBoundingClientRect();
      if (box.bottom > 0 && box.right > 0) out.push(probe.fault("skip-link", first, "is printed"));
    }
    const wide = document.scrollingElement.scrollWidth - window.innerWidth;
    if (wide > 0) {
      const beyond = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5);
      out.push(probe.fault("too-wide", beyond.at(-1) ?? document.body, `${wide} px wider than the paper`));
    }
    if (scripts) window.dispatchEvent(new Event("afterprint"));
    return out;
  }, javaScript);
  await page.setViewportSize(screen);
  await page.emulateMedia({ media: "screen" });
  return faults;
}
