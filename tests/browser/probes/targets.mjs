/**
 * Buttons, fields and the links of menus, side columns and footers are at least 24 by 24 px. This is more than WCAG
 * 2.5.8 asks, which lets small targets stand apart instead; links in the text are left to axe-core, which
 * measures that. A link inside a sentence is exempt.
 */
export async function targets({ page }) {
  return page.evaluate(() => {
    const { probe } = window;
    for (const details of document.querySelectorAll("details")) {
      details.removeAttribute("name");
      details.open = true;
    }
    const size = (element) => {
      const label = element.labels?.[0];
      const parts = [element, ...element.querySelectorAll("*"), ...(label && probe.visible(label) ? [label] : [])];
      const boxes = parts.flatMap((part) => [...part.getClientRects()]).filter((box) => box.width > 0);
      const span = (from, to) => Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
      return { width: span("left", "right"), height: span("top", "bottom") };
    };
    const inSentence = (element) => {
      if (getComputedStyle(element).display !== "inline") return false;
      let block = element.parentElement;
      while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      const words = block.cloneNode(true);
      for (const part of words.querySelectorAll(`${probe.INTERACTIVE}, ul, ol, dl, table, [aria-hidden=true]`)) part.remove();
      return /[\p{L}\p{N}]/u.test(words.textContent);
    };
    return [...document.querySelectorAll(probe.INTERACTIVE)]
      .filter((element) => probe.visible(element) && !inSentence(element))
      .filter((element) => element.localName !== "a" || !element.closest("main") || element.closest("nav"))
      .map((element) => ({ element, ...size(element) }))
      .filter(({ width, height }) => width < 23.95 || height < 23.95)
      .map(({ element, width, height }) =>
        probe.fault("small", element, `${width.toFixed(1)} by ${height.toFixed(1)} px, less than 24 by 24`),
      );
  });
}
