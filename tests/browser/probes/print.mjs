import { COLOURS, resize } from "../browser.mjs";

/** Letter paper, 8.5 in wide, less margins of 2 cm. */
const PAPER = 665;

/** Printed, a page has no navigation, shows everything that is folded, and fits the paper. */
export async function print(tab) {
  await tab.page.emulateMedia({ media: "print" });
  await resize(tab.page, PAPER);
  const faults = await tab.page.evaluate(onPaper, tab.javaScript);
  await resize(tab.page, tab.width);
  await tab.page.emulateMedia({ media: "screen", ...COLOURS.light });
  return faults;
}

/** Runs in the page. */
function onPaper(javaScript) {
  const { probe } = window;
  const faults = [];
  if (javaScript) window.dispatchEvent(new Event("beforeprint"));
  for (const nav of document.querySelectorAll("nav")) {
    // A list of other pages in <main> is the text, such as a site map.
    const text = nav.closest("main") && !nav.querySelector("a[href^='#']");
    if (!text && probe.visible(nav)) faults.push(probe.fault("navigation", nav, "is printed"));
  }
  const skipLink = document.querySelector("a[href^='#']");
  if (skipLink && !skipLink.closest("main, nav, footer") && probe.visible(skipLink) && skipLink.getBoundingClientRect().bottom > 0) {
    faults.push(probe.fault("skip-link", skipLink, "is printed"));
  }
  for (const details of document.querySelectorAll("details")) {
    const lost = [...details.children].some(
      (part) => part.localName !== "summary" && part.textContent.trim() && !part.checkVisibility({ visibilityProperty: true }),
    );
    if (lost && details.checkVisibility()) faults.push(probe.fault("folded", details, "prints without what it holds"));
  }
  const excess = document.scrollingElement.scrollWidth - innerWidth;
  if (excess > 0) {
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5);
    faults.push(probe.fault("too-wide", wide.at(-1) ?? document.body, `${excess} px wider than the paper`));
  }
  if (javaScript) window.dispatchEvent(new Event("afterprint"));
  return faults;
}
