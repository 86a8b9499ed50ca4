// Pages work without this. It opens folded text that an address points into and folded text that is about
// to be printed, names tables that scroll, and closes menus on Escape or when attention moves on.
(() => {
  const openTarget = () => {
    let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const landed = target;
    for (; target; target = target.parentElement) if (target.matches(".question")) target.open = true;
    if (landed?.closest(".question")) landed.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".text details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  // A table too wide for its box is a stop for the keyboard, named by its caption or heading; the others are none.
  const headings = [...document.querySelectorAll("h1, .text :is(h2, h3, h4, h5, h6)")];
  const boxes = [...document.querySelectorAll(".table")];
  const watch = new ResizeObserver((changes) => {
    for (const { target: box } of changes) {
      const before = (heading) => heading.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
      const name = box.querySelector("caption") ?? headings.findLast(before);
      name.id ||= `sp-table-${boxes.indexOf(box)}`;
      const scrolls = box.scrollWidth > box.clientWidth;
      box.removeAttribute("aria-label");
      for (const [key, value] of [["tabindex", "0"], ["role", "group"], ["aria-labelledby", name.id]]) {
        if (scrolls) box.setAttribute(key, value);
        else box.removeAttribute(key);
      }
    }
  });
  for (const box of boxes) watch.observe(box);

  const closeMenus = (except) => {
    const others = [...document.querySelectorAll(".submenu[open], .fold[open]")].filter((menu) => !menu.contains(except));
    for (const menu of others) menu.open = false;
    return others.length > 0;
  };
  addEventListener("click", (event) => closeMenus(event.target));
  addEventListener("focusin", ({ target }) => {
    // Not while a pointer is down: the page would move under it, and the click go elsewhere.
    if (!target.matches(":focus-visible")) return;
    // A long menu that closes above can take along what has the focus, out of the window.
    if (closeMenus(target)) target.scrollIntoView({ block: "nearest" });
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest(".submenu[open], .fold[open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });
})();
