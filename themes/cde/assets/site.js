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

  // A table too wide for the window is a stop for the keyboard, with the name of its caption or heading.
  const headings = [...document.querySelectorAll(".text :is(h2, h3, h4, h5, h6)[id]")];
  const named = (box, number) => {
    const caption = box.querySelector("caption");
    if (caption) caption.id ||= `sp-table-${number}`;
    return caption ?? headings.findLast((heading) => heading.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  };
  const tables = [...document.querySelectorAll(".table")];
  const watch = new ResizeObserver((changes) => {
    for (const { target: box } of changes) {
      const scrolls = box.scrollWidth > box.clientWidth;
      const attributes = { tabindex: 0, role: "group", "aria-labelledby": named(box, tables.indexOf(box))?.id };
      for (const [name, value] of Object.entries(attributes)) {
        if (scrolls && value !== undefined) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    }
  });
  for (const box of tables) watch.observe(box);

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
