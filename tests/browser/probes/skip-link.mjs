import { settle } from "../browser.mjs";

/** The first Tab shows a link over the menus, and Enter on it moves the focus into <main>. */
export async function skipLink(tab) {
  const { page } = tab;
  const press = async (key) => {
    await page.keyboard.press(key);
    await settle(tab);
  };
  await press("Tab");
  const faults = await page.evaluate(() => {
    const { probe } = window;
    const link = document.activeElement;
    if (!link.matches("a[href^='#']")) return [probe.fault("not-first", link, "the first tab stop is not a link to a place on this page")];
    const box = link.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return link.contains(hit) ? [] : [probe.fault("not-shown", link, "does not show itself when focused")];
  });
  if (faults.length > 0) return faults;
  await press("Enter");
  return page.evaluate(() => {
    const at = document.activeElement;
    return at.closest("main") ? [] : [window.probe.fault("no-focus", at, "after Enter the focus is not in <main>")];
  });
}
