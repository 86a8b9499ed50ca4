/** Readers who ask for less motion get none: nothing slides, fades or scrolls by itself (WCAG 2.3.3). */
export async function motion({ page }) {
  return page.evaluate(() => {
    const { probe } = window;
    const lasting = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
    const faults = [];
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        const moves = lasting(style.transitionDuration) || (style.animationName !== "none" && lasting(style.animationDuration));
        if (moves) faults.push(probe.fault("moves", element, `${part ?? "it"} moves although its reader asked for less motion`));
        if (!part && style.scrollBehavior === "smooth") faults.push(probe.fault("scrolls", element, "scrolls smoothly all the same"));
      }
    }
    return faults;
  });
}
