// The browser's side of the preview: shows a save without losing the reader's place, and a panel with what
// is wrong on this page. It is part of the preview only, never of a published page.
(() => {
  const OWN = "/__studypages/";

  // ---- One page into another: what is the same stays, with its scroll, focus and open parts.

  const key = (node) => (node.nodeType === Node.ELEMENT_NODE && (node.id || node.getAttribute("href"))) || "";
  const isOurs = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-studypages");
  const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.nodeType !== Node.ELEMENT_NODE || a.id === b.id);

  const morphAttributes = (from, to) => {
    for (const { name } of [...from.attributes]) {
      // What a reader opened stays open.
      if (!to.hasAttribute(name) && !(from.nodeName === "DETAILS" && name === "open")) from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  };

  const morph = (from, to) => {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
      return;
    }
    if (from.isEqualNode(to)) return;
    morphAttributes(from, to);
    morphChildren(from, to);
  };

  const morphChildren = (from, to) => {
    let at = from.firstChild;
    const skipOurs = () => { while (at && isOurs(at)) at = at.nextSibling; };
    for (const wanted of [...to.childNodes]) {
      skipOurs();
      // The same node further on, unless the one at hand will do.
      let found = at;
      if (!at || !at.isEqualNode(wanted)) {
        const wantedKey = key(wanted);
        for (let later = at; later; later = later.nextSibling) {
          if (isOurs(later)) continue;
          if (later.isEqualNode(wanted) || (wantedKey && later.nodeName === wanted.nodeName && key(later) === wantedKey)) {
            found = later;
            break;
          }
        }
      }
      if (found && found !== at) from.insertBefore(found, at);
      if (found && isAlike(found, wanted)) {
        if (found === at) at = at.nextSibling;
        morph(found, wanted);
      } else {
        from.insertBefore(document.importNode(wanted, true), at);
      }
    }
    while (at) {
      const next = at.nextSibling;
      if (!isOurs(at)) at.remove();
      at = next;
    }
  };

  const sheets = (root) => [...root.querySelectorAll('link[rel="stylesheet"]')];
  const scripts = (root) => [...root.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));
  // Scripts that run in this document; one of them is ours.
  const running = new Set(scripts(document));

  // New style sheets stand beside the old ones until they have arrived, so that nothing flashes.
  const loadSheets = async (page) => {
    const have = new Map(sheets(document).map((link) => [link.getAttribute("href"), link]));
    const fresh = sheets(page).filter((link) => !have.has(link.getAttribute("href")));
    await Promise.all(
      fresh.map((link) => new Promise((arrived) => {
        const copy = document.importNode(link);
        copy.onload = copy.onerror = arrived;
        document.head.append(copy);
      })),
    );
  };

  /** The number of the save that a page shows. */
  const versionOf = (root) => Number(root.querySelector("script[data-studypages]")?.dataset.studypages);
  let shown = versionOf(document);
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const answer = await fetch(location.href.split("#")[0], { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    // A page that runs another script, or that a script has filled, starts anew.
    if (scripts(page).some((script) => !running.has(script)) || document.body.classList.contains("kind-search")) return location.reload();
    await loadSheets(page);
    if (mine !== turn) return;
    shown = versionOf(page);
    morphAttributes(document.documentElement, page.documentElement);
    morph(document.head, page.head);
    morph(document.body, page.body);
    panel.update();
  };

  // ---- News of saves. Browsers allow six streams to one host, so of many tabs one listens for all.

  let newest = 0;
  const tell = ({ version, page, checked }) => {
    if (checked) return void panel.update().catch(() => panel.lost());
    newest = version;
    if (page && panel.follows && page !== location.pathname) location.href = page;
    else if (version !== shown) show().catch(() => panel.lost());
  };
  let listening = false;
  const others = new BroadcastChannel("studypages" + location.port);
  others.onmessage = ({ data }) => {
    if (!data.ask) tell(data);
    else if (listening && newest) others.postMessage({ version: newest });
  };
  const listen = () => new Promise(() => {
    listening = true;
    const stream = new EventSource(OWN + "events");
    const forAll = (news) => { others.postMessage(news); tell(news); };
    stream.addEventListener("hello", ({ data }) => forAll({ version: Number(data) }));
    stream.addEventListener("reload", ({ data }) => forAll(JSON.parse(data)));
    // What a save did to other pages is known a moment after it.
    stream.addEventListener("checked", () => forAll({ checked: true }));
    stream.onerror = () => panel.lost();
  });
  // The lock passes to another tab when the one that listens is closed.
  if (navigator.locks) navigator.locks.request("studypages" + location.port, listen);
  else listen();
  // What was saved while this page was on its way.
  others.postMessage({ ask: true });

  // ---- The panel, in a shadow of its own so that no style of the page touches it.

  const STYLE = `
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; }
    section { background: #1b2126; border-block-start: 3px solid #7fc6ec; bottom: 0; color: #f3f6f8; font: 14px/1.45 system-ui, sans-serif; inset-inline: 0; max-block-size: 60vh; overflow: auto; position: fixed; z-index: 2147483647; }
    section.bad { border-color: #ffa9a0; }
    .bar { align-items: center; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 2px 12px; }
    button, a, label { align-items: center; background: none; border: 0; color: #a9dcf7; cursor: pointer; display: inline-flex; font: inherit; gap: 6px; min-block-size: 32px; min-inline-size: 24px; padding: 0 4px; text-align: start; text-decoration: underline; }
    label { color: inherit; text-decoration: none; }
    .toggle { color: #fff; font-weight: 600; text-decoration: none; }
    :focus-visible { outline: 3px solid #ffb454; outline-offset: -3px; }
    ul { border-block-start: 1px solid #4a5661; list-style: none; margin: 0; padding: 0 12px; }
    li { border-block-end: 1px solid #39444d; padding: 6px 0; }
    li p { margin: 0 0 2px; }
    .error { color: #ffb3ab; font-weight: 600; }
    .warning { color: #f2c465; font-weight: 600; }
    .note { color: #a9dcf7; font-weight: 600; }
    [hidden] { display: none !important; }
    @media (forced-colors: active) { section { border-color: CanvasText; } }
    @media print { :host { display: none; } }`;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Outlines the words of a finding in the page and brings them into view.
  const point = (words) => {
    const text = (words ?? "").replace(/^[#>\-*|\s]+/, "").split(/[[\]()*_`|]/).sort((a, b) => b.length - a.length)[0]?.trim();
    if (!text) return;
    const walk = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.nodeValue.indexOf(text);
      if (at < 0) continue;
      const place = walk.currentNode.parentElement;
      for (let outer = place; outer; outer = outer.parentElement) if (outer.nodeName === "DETAILS") outer.open = true;
      place.scrollIntoView({ block: "center" });
      place.style.outline = "3px solid #b8420f";
      setTimeout(() => { place.style.outline = ""; }, 4000);
      return;
    }
  };

  const panel = (() => {
    const host = element("div", { id: "studypages-panel" });
    host.setAttribute("data-studypages", "");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const toggle = element("button", { className: "toggle", type: "button" });
    const facts = element("span");
    const languages = element("span");
    const follow = element("input", { type: "checkbox", checked: sessionStorage.getItem("studypages-follow") === "yes" });
    const list = element("ul", { id: "list", hidden: true });
    toggle.setAttribute("aria-controls", "list");
    toggle.setAttribute("aria-expanded", "false");
    const status = element("span");
    status.setAttribute("role", "status");
    const section = element("section", {}, element("div", { className: "bar" }, toggle, facts, languages, element("label", {}, follow, "Follow my saves"), status), list);
    section.setAttribute("aria-label", "Studypages preview");
    section.lang = "en";
    section.dir = "ltr";
    shadow.append(section);
    document.body.append(host);
    const setOpen = (open) => {
      list.hidden = !open;
      toggle.setAttribute("aria-expanded", String(open));
      sessionStorage.setItem("studypages-open", open ? "yes" : "no");
    };
    toggle.onclick = () => setOpen(list.hidden);
    follow.onchange = () => sessionStorage.setItem("studypages-follow", follow.checked ? "yes" : "no");

    const finding = (said, canOpen) => {
      const place = said.line ? `${said.file}, line ${said.line}` : said.file;
      const show = element("button", { type: "button", textContent: said.message, onclick: () => point(said.words) });
      const item = element("li", {}, element("p", {}, element("span", { className: said.level, textContent: said.level + " " }), show), element("p", { textContent: said.help }), element("p", { textContent: `${place} · ${said.rule}` }));
      if (canOpen && said.line) {
        const address = `${OWN}open?file=${encodeURIComponent(said.file)}&line=${said.line}&column=${said.column}`;
        item.append(element("button", { type: "button", textContent: "Open in the editor", onclick: () => fetch(address, { method: "POST" }) }));
      }
      return item;
    };

    const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    const update = async () => {
      const answer = await fetch(`${OWN}panel.json?path=${encodeURIComponent(decodeURIComponent(location.pathname))}`);
      const said = await answer.json();
      toggle.textContent = `${said.findings.length ? "▸ " : ""}${count(said.findings.length, "finding")} here`;
      const site = said.site ? `site: ${count(said.site.errors, "error")}, ${count(said.site.warnings, "warning")}` : "site: being checked";
      facts.textContent = [said.state + (said.day ? " " + said.day : ""), said.words && count(said.words, "word"), said.reading, site].filter(Boolean).join(" · ");
      languages.replaceChildren(...said.languages.map(({ tag, name, address, state }) => element("a", { href: address, lang: tag, hreflang: tag, textContent: name, title: state })));
      list.replaceChildren(...said.findings.map((one) => finding(one, said.can_open)));
      if (said.failure) list.prepend(element("li", { className: "error", textContent: said.failure }));
      section.classList.toggle("bad", said.site?.errors > 0 || Boolean(said.failure));
      status.textContent = "";
    };
    setOpen(sessionStorage.getItem("studypages-open") === "yes");
    return {
      update,
      lost: () => { status.textContent = "The preview has stopped; start it again to go on."; },
      get follows() { return follow.checked; },
    };
  })();
  panel.update().catch(() => panel.lost());
})();
