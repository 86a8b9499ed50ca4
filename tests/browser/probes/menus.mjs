import { settle } from "../browser.mjs";

/**
 * Each navigation either shows its links or has a control that a keyboard opens and closes, with scripts and without. Once
 * everything in it is open, every link is there to be seen.
 */
export async function menus(tab) {
  const { page, javaScript } = tab;
  const faults = [];
  const count = await page.evaluate(() => {
    window.probe.navigations = [...document.querySelectorAll("nav")];
    window.probe.showsLink = (nav) => [...nav.querySelectorAll("a[href]")].some(window.probe.visible);
    return window.probe.navigations.length;
  });
  for (let index = 0; index < count; index += 1) {
    const state = await page.evaluate((at) => {
      const { probe } = window;
      const nav = probe.navigations[at];
      if (!nav.querySelector("a[href]") || probe.showsLink(nav)) return "open";
      const control = [...nav.querySelectorAll("summary, button")].find(probe.visible);
      control?.focus();
      return control ? "folded" : probe.fault("shut", nav, "shows no link and has nothing to open it with");
    }, index);
    if (state === "open") continue;
    if (state !== "folded") {
      faults.push(state);
      continue;
    }
    for (const open of [true, false]) {
      await page.keyboard.press("Enter");
      await settle(tab);
      const fault = await page.evaluate(
        ([at, expected]) => {
          const { probe } = window;
          const nav = probe.navigations[at];
          if (probe.showsLink(nav) === expected) return null;
          return probe.fault("keyboard", nav, expected ? "Enter on its control opens nothing" : "a second Enter does not close it");
        },
        [index, open],
      );
      if (fault) {
        faults.push(fault);
        break;
      }
    }
  }
  return [...faults, ...(await page.evaluate(everythingOpen, javaScript))];
}

/** Opens all there is and looks at each link. Runs in the page. */
function everythingOpen(javaScript) {
  const { probe } = window;
  const faults = [];
  for (const nav of probe.navigations) {
    if (javaScript) for (const button of nav.querySelectorAll("button[aria-expanded=false]")) button.click();
    for (const link of nav.querySelectorAll("a[href]")) {
      // One branch at a time, because opening one may close another.
      for (const details of nav.querySelectorAll("details")) details.open ||= details.contains(link) || !details.querySelector("a");
      const box = link.getBoundingClientRect();
      if (!probe.visible(link)) faults.push(probe.fault("hidden-link", link, "stays hidden with every menu open"));
      else if (box.right > innerWidth + 0.5 || box.left < -0.5) {
        faults.push(probe.fault("outside", link, `reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px of ${innerWidth}`));
      }
    }
  }
  if (!javaScript) {
    for (const button of document.querySelectorAll("button[aria-expanded], button[aria-controls]")) {
      if (probe.visible(button))
        faults.push(probe.fault("dead-button", button, "a button that only a script can answer is shown without scripts"));
    }
  }
  return faults;
}
