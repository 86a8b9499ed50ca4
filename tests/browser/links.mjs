// Every address that the output names is there: pages, anchors, pictures, style sheets, sitemap entries, as
// seen from the root of a host and from a folder of it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { filesBelow, publicAddress } from "./site.mjs";

/** The addresses and the anchors of an HTML file, read by the browser's own parser. */
async function read(page, html) {
  return page.evaluate((text) => {
    const tree = new DOMParser().parseFromString(text, "text/html");
    const found = [];
    const add = (element, attribute, value, kind) => {
      if (value != null) found.push({ value: value.trim(), kind, snippet: element.outerHTML.slice(0, 200), selector: `${element.localName}[${attribute}]` });
    };
    for (const attribute of ["href", "src", "poster", "action", "data", "cite"]) {
      for (const element of tree.querySelectorAll(`[${attribute}]`)) add(element, attribute, element.getAttribute(attribute), "link");
    }
    for (const element of tree.querySelectorAll("[srcset]")) {
      for (const candidate of element.getAttribute("srcset").split(",")) add(element, "srcset", candidate.trim().split(/\s+/)[0], "link");
    }
    for (const element of tree.querySelectorAll("meta[property^='og:'][content^='http']")) add(element, "content", element.getAttribute("content"), "link");
    for (const element of tree.querySelectorAll("meta[http-equiv=refresh i]")) {
      const target = (element.getAttribute("content") ?? "").match(/url\s*=\s*['"]?([^'"]*)/i);
      add(element, "content", target?.[1] || "about:blank#no-target", "link");
    }
    for (const element of tree.querySelectorAll("script[type='application/ld+json']")) {
      try {
        JSON.parse(element.textContent, (_key, value) => {
          if (typeof value === "string" && /^https?:\/\/\S+$/.test(value)) add(element, "JSON-LD", value, "link");
          return value;
        });
      } catch (error) {
        add(element, "JSON-LD", `about:blank#${error.message}`, "link");
      }
    }
    const references = [];
    for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"]) {
      for (const element of tree.querySelectorAll(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
          if (!tree.getElementById(id)) references.push({ id, selector: `${element.localName}[${attribute}]`, snippet: element.outerHTML.slice(0, 200) });
        }
      }
    }
    return { links: found, references, ids: [...tree.querySelectorAll("[id], a[name]")].map((element) => element.id || element.name) };
  }, html);
}

/**
 * Checks the pages as served under `prefix` and reports one check a page. Addresses on the site's own public
 * host are looked for here too.
 */
export async function links({ page, dir, pages, origin, prefix, report }) {
  const home = origin + prefix;
  const published = await publicAddress(dir);
  const answers = new Map();
  const answer = async (url) => {
    if (!answers.has(url)) {
      const response = await fetch(url, { redirect: "manual" });
      const html = response.headers.get("content-type")?.startsWith("text/html") && response.status === 200 ? await response.text() : null;
      answers.set(url, { status: response.status, to: response.headers.get("location"), ids: html === null ? null : new Set((await read(page, html)).ids) });
    }
    return answers.get(url);
  };
  const problem = async (value, from) => {
    let url;
    try {
      url = new URL(value, from);
    } catch {
      return "is not an address";
    }
    if (value.startsWith("about:blank#")) return `cannot be read: ${value.slice(12)}`;
    if (!/^https?:$/.test(url.protocol)) return null;
    if (published && url.href.startsWith(published)) url = new URL(home + url.href.slice(published.length));
    if (url.origin !== origin) return null;
    const anchor = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    const { status, to, ids } = await answer(url.href);
    if (status >= 300 && status < 400) return `is redirected to ${to}: name the address itself`;
    if (status !== 200) return `leads to status ${status}`;
    if (anchor && anchor !== "top" && ids && !ids.has(anchor)) return `names the anchor "${anchor}", which is not there`;
    return null;
  };

  const mode = `under ${prefix}`;
  for (const { name, address, html } of pages) {
    const { links: found, references, ids } = await read(page, html);
    const faults = [];
    for (const { value, selector, snippet } of found) {
      // A link to a place on a "not found" page itself: the page has no address of its own.
      const own = value.startsWith("#") && value.length > 1;
      const message = own ? (ids.includes(decodeURIComponent(value.slice(1))) || value === "#top" ? null : `names the anchor "${value}", which is not there`) : await problem(value, home + address);
      if (message) faults.push({ rule: message.includes("anchor") ? "anchor" : "broken", selector: `${selector} ${value}`, message, snippet });
    }
    for (const { id, selector, snippet } of references) {
      faults.push({ rule: "reference", selector: `${selector} ${id}`, message: `no element has the id "${id}"`, snippet });
    }
    const twice = ids.filter((id, at) => id && ids.indexOf(id) !== at);
    for (const id of new Set(twice)) faults.push({ rule: "twice", selector: `#${id}`, message: "several elements have this id", snippet: "" });
    report.add({ page: name, mode, family: "links", faults });
  }

  for (const file of await filesBelow(dir)) {
    if (!file.endsWith(".css") && file !== "sitemap.xml") continue;
    const text = await readFile(join(dir, file), "utf8");
    const pattern = file.endsWith(".css") ? /url\(\s*['"]?([^'")]+)/g : /(?:<loc>|href=")([^<"]+)/g;
    const faults = [];
    for (const [, value] of text.replace(/\/\*[^]*?\*\//g, "").matchAll(pattern)) {
      if (value.startsWith("data:") || value.startsWith("#")) continue;
      const message = await problem(value.replaceAll("&amp;", "&"), home + file);
      if (message) faults.push({ rule: "broken", selector: value, message, snippet: file });
    }
    if (file === "sitemap.xml" && published) {
      const listed = new Set([...text.matchAll(/<loc>([^<]+)/g)].map(([, value]) => value.replaceAll("&amp;", "&").replace(published, "")));
      for (const { name, address, notFound, redirect, html } of pages) {
        const hidden = notFound || redirect || /<meta\s+name="?robots"?\s[^>]*noindex/i.test(html);
        const canonical = html.match(/<link rel="canonical" href="([^"]+)"/)?.[1];
        const elsewhere = canonical && canonical !== published + address;
        if (!hidden && !elsewhere && !listed.has(address)) faults.push({ rule: "unlisted", selector: name, message: "is missing from sitemap.xml", snippet: "" });
      }
    }
    report.add({ page: `/${file}`, mode, family: "links", faults });
  }
}
