/** What readers lay over a page: WCAG 1.4.12, whole, and text at 200 % (WCAG 1.4.4). */
const READER_STYLES = {
  plain: "",
  "text-spacing":
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }",
  "text-200": "html { font-size: 200% !important }",
};

/** More faults than this in one style have one cause. */
const ENOUGH = 8;

/** No sideways scrolling and no text cut off: as it is, and as readers change it. */
export async function reflow({ page, width }) {
  const faults = [];
  for (const [style, css] of Object.entries(READER_STYLES)) {
    const found = await page.evaluate(misfits, css);
    faults.push(
      ...found
        .slice(0, ENOUGH)
        .map((fault) => ({ ...fault, rule: `${style}-${fault.rule}`, message: `${fault.message} (window ${width} px)` })),
    );
  }
  return faults;
}

/** What does not fit under a reader's style sheet. Runs in the page. */
function misfits(css) {
  const { probe } = window;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  window.scrollTo(0, 0);

  const faults = new Map();
  const add = (rule, element, message) => faults.set(element, faults.get(element) ?? probe.fault(rule, element, message));
  const beyond = ({ left, right }) => right > innerWidth + 0.5 || left < -0.5;
  const scrollBox = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
    return null;
  };
  /** The box around `element` that cuts off text painted at `box`. */
  const cutter = (element, box) => {
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const edge = at.getBoundingClientRect();
      if (hides(overflowX) && (box.right > edge.right + 1 || box.left < edge.left - 1)) return at;
      if (hides(overflowY) && box.bottom > edge.bottom + 1) return at;
      if (position === "fixed") return null;
    }
    return null;
  };

  // The text itself: where it is painted, and whether a box cuts it.
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !probe.visible(element)) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    // Text parked outside the page until it is wanted (a skip link) is above it, not beside it.
    if (box.bottom + scrollY <= 0) continue;
    if (beyond(box) && !scrollBox(element))
      add("sideways", element, `text reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px of ${innerWidth}`);
    const cut = cutter(element, box);
    if (cut) add("cut", cut, `cuts off the text "${node.data.trim().slice(0, 40)}"`);
  }

  // Boxes without text can be too wide as well.
  const excess = document.scrollingElement.scrollWidth - innerWidth;
  if (excess > 0 && faults.size === 0) {
    const wide = [...document.body.querySelectorAll("*")].filter((element) => beyond(element.getBoundingClientRect()));
    const innermost = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
    for (const element of innermost.length > 0 ? innermost : [document.body])
      add("sideways", element, `the page scrolls sideways by ${excess} px`);
  }

  // A scroll box of its own for reading is sideways scrolling too, only smaller. WCAG 1.4.10 lets data tables have one.
  const holdsTable = ({ children }) => children.length === 1 && children[0].localName === "table";
  for (const element of document.querySelectorAll("main *")) {
    const scrolls = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && scrollBox(element) === element;
    if (scrolls && !holdsTable(element)) {
      add("scroll-box", element, `a box that scrolls sideways, ${element.scrollWidth} px in ${element.clientWidth}`);
    }
  }
  document.adoptedStyleSheets.pop();
  return [...faults.values()];
}
