import { recolour, settle } from "../browser.mjs";

/** More stops than any page has. */
const ENDLESS = 1500;

/**
 * Walks the whole page with the Tab key, opening what is folded on the way with Enter, then looks at each stop
 * again in the other colours: every stop shows its focus, nothing covers it, nothing holds it, everything that
 * can be clicked is reached.
 */
export async function focus(tab, { colours }) {
  await tab.page.evaluate(installFocusTools);
  const faults = [...(await walk(tab)), ...(await tab.page.evaluate(unreached))];
  for (const colour of colours.filter((name) => name !== "light")) {
    await recolour(tab, colour);
    const found = await tab.page.evaluate(revisit, colour === "forced");
    faults.push(...found.map((fault) => ({ ...fault, message: `${fault.message} (colours: ${colour})` })));
  }
  return faults;
}

async function walk(tab) {
  const { page } = tab;
  const press = async (key) => {
    await page.keyboard.press(key);
    await settle(tab);
  };
  const faults = [];
  let last = "";
  for (let count = 0; ; count += 1) {
    await press("Tab");
    const stop = await page.evaluate(() => {
      const { probe } = window;
      const element = document.activeElement;
      if (element === document.body || element === probe.stops[0]) return null;
      const known = probe.stops.includes(element);
      if (!known) probe.stops.push(element);
      return {
        known,
        selector: probe.selector(element),
        snippet: probe.snippet(element),
        faults: known ? [] : probe.focusFaults(element, probe.resting.get(element), false),
        folded: element.localName === "summary" && !element.parentElement.open,
      };
    });
    if (!stop) return faults;
    if (stop.known || count > ENDLESS) {
      return [
        ...faults,
        { rule: "trap", selector: stop.selector, message: `Tab goes from ${last} back to this stop`, snippet: stop.snippet },
      ];
    }
    last = stop.selector;
    faults.push(...stop.faults);
    if (stop.folded) {
      await press("Enter");
      const opened = await page.evaluate(() => document.activeElement.parentElement.open);
      if (!opened) faults.push({ rule: "stays-folded", selector: stop.selector, message: "Enter does not open it", snippet: stop.snippet });
    }
  }
}

/** What the walk should have come by. Runs in the page. */
function unreached() {
  const { probe } = window;
  document.activeElement.blur();
  return [...document.querySelectorAll(probe.INTERACTIVE)]
    .filter((element) => !probe.stops.includes(element) && probe.visible(element))
    .filter((element) => !element.disabled && !element.closest("[inert]") && !(element.type === "radio" && !element.checked))
    .map((element) => probe.fault("unreached", element, "cannot be reached with the Tab key"));
}

/** Gives the focus to every stop of the walk once more. Runs in the page. */
function revisit(forced) {
  const { probe } = window;
  const faults = [];
  for (const element of probe.stops) {
    for (let at = element.parentElement; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    document.activeElement.blur();
    const resting = probe.lookOf(element);
    element.focus();
    if (document.activeElement === element) faults.push(...probe.focusFaults(element, resting, forced));
  }
  document.activeElement.blur();
  return faults;
}

/** Tools for the walk, kept in the page. */
function installFocusTools() {
  const { probe } = window;
  const LOOK = [
    "boxShadow",
    "backgroundColor",
    "color",
    "borderTopColor",
    "borderBottomColor",
    "borderTopWidth",
    "borderBottomWidth",
    "textDecorationLine",
    "textDecorationThickness",
  ];

  /** The properties that may show the focus, apart from the outline. */
  probe.lookOf = (element) => {
    const style = getComputedStyle(element);
    return LOOK.map((name) => style[name]).join("|");
  };

  /** The focus ring of an element; null for none. */
  const ringOf = (element) => {
    const style = getComputedStyle(element);
    const width = parseFloat(style.outlineWidth);
    if (style.outlineStyle === "none" || width < 1) return null;
    const colour = probe.rgba(style.outlineColor);
    const drawnByBrowser = style.outlineStyle === "auto";
    return drawnByBrowser || colour[3] >= 0.5 ? { drawnByBrowser, colour, distance: parseFloat(style.outlineOffset) + width / 2 } : null;
  };

  const inWindow = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;

  /** What is wrong with the way the focused element shows itself. */
  probe.focusFaults = (element, resting, forced) => {
    const box = [...element.getClientRects()].find((rect) => rect.width > 1 && rect.height > 1);
    if (!box || probe.hiddenVisually(element)) return [probe.fault("invisible-stop", element, "a tab stop that cannot be seen")];
    const inset = Math.min(3, box.width / 4, box.height / 4);
    const points = [
      [box.left + box.width / 2, box.top + box.height / 2],
      [box.left + inset, box.top + inset],
      [box.right - inset, box.top + inset],
      [box.left + inset, box.bottom - inset],
      [box.right - inset, box.bottom - inset],
    ].filter(inWindow);
    if (points.length === 0)
      return [probe.fault("off-screen", element, `focused at ${Math.round(box.left)},${Math.round(box.top)}, outside the window`)];
    const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
    if (!hits.some((hit) => hit && (element.contains(hit) || hit.contains(element)))) {
      return [probe.fault("covered", element, `covered by ${probe.selector(hits[0])} when focused`)];
    }

    const ring = ringOf(element);
    if (!ring) {
      // Forced colours take shadows and backgrounds away, so there only an outline counts.
      const changed = !forced && resting !== probe.lookOf(element);
      const inside = [...element.querySelectorAll("*")].some(ringOf);
      return changed || inside ? [] : [probe.fault("no-indicator", element, "looks the same with and without focus")];
    }
    if (ring.drawnByBrowser) return [];
    // One side in four may be faint: a ring often crosses the edge of a band.
    const contrasts = [
      [box.left + box.width / 2, box.top - ring.distance],
      [box.left + box.width / 2, box.bottom + ring.distance],
      [box.left - ring.distance, box.top + box.height / 2],
      [box.right + ring.distance, box.top + box.height / 2],
    ]
      .filter(inWindow)
      .map(([x, y]) => document.elementFromPoint(x, y))
      .map((neighbour) => neighbour && probe.background(neighbour))
      .filter(Boolean)
      .map((colour) => probe.contrast(ring.colour, colour));
    const faint = contrasts.filter((contrast) => contrast < 3);
    if (faint.length <= contrasts.length / 4) return [];
    return [
      probe.fault(
        "faint-indicator",
        element,
        `the focus ring has a contrast of ${Math.min(...faint).toFixed(2)} with what is around it, less than 3`,
      ),
    ];
  };

  /** The stops of the walk so far, and the look of everything that may become one before anything has the focus. */
  probe.stops = [];
  probe.resting = new Map(
    [...document.querySelectorAll(`${probe.INTERACTIVE}, [tabindex]`)].map((element) => [element, probe.lookOf(element)]),
  );
}
