// Every address that the output names is there: pages, anchors, pictures, style sheets, sitemap entries; at the root of
// a host and in a folder of one alike.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./browser.mjs";

/**
 * Checks the site as served by `hosts`. Public addresses of the site itself are looked for there too; other sites are
 * left alone. "Not found" pages are only checked where the site is meant to live: their addresses begin there.
 */
export async function links(site, hosts, report) {
  const texts = await readTexts(site);
  const anchors = new Map(texts.filter(({ ids }) => ids).map(({ address, ids }) => [address, new Set(ids)]));
  for (const host of [hosts.root, hosts.inFolder]) {
    const statuses = new Map();
    for (const { name, address, found, faults: known, notFound } of texts) {
      if (notFound && host !== hosts.published) continue;
      const faults = [...known];
      for (const { value, selector, snippet } of found) {
        const fault = await follow(value, host.home + address, { site, host, statuses, anchors });
        if (fault) faults.push({ ...fault, selector: `${selector} ${value}`, snippet });
      }
      report.add({ page: name, mode: host === hosts.root ? "root" : "folder", family: "links", faults });
    }
  }
}

/** What is wrong with the address `value` where it stands in the file at `from`; null for nothing. */
async function follow(value, from, { site, host, statuses, anchors }) {
  if (!URL.canParse(value, from)) return { rule: "broken", message: "is not an address" };
  let url = new URL(value, from);
  if (site.address && url.href.startsWith(site.address)) url = new URL(host.home + url.href.slice(site.address.length));
  if (url.origin !== host.origin) return null;
  const anchor = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  if (url.href !== from) {
    if (!statuses.has(url.href)) statuses.set(url.href, await fetch(url, { method: "HEAD", redirect: "manual" }));
    const { status, headers } = statuses.get(url.href);
    if (status >= 300 && status < 400)
      return { rule: "broken", message: `is redirected to ${headers.get("location")}: name the address itself` };
    if (status !== 200) return { rule: "broken", message: `leads to status ${status}` };
  }
  const ids = anchors.get(url.href.slice(host.home.length));
  if (anchor && anchor !== "top" && ids && !ids.has(anchor)) return { rule: "anchor", message: "names an anchor that is not there" };
  return null;
}

/**
 * The files that name addresses, each with `found`, the addresses in it, `faults`, what is wrong with the file itself,
 * and, for a page, `ids`, its anchors.
 */
async function readTexts(site) {
  const texts = [];
  const browser = await launch();
  const parser = await browser.newPage();
  for (const page of site.pages) texts.push({ ...page, ...(await parser.evaluate(readPage, page.html)) });
  await browser.close();
  for (const file of site.files) {
    const pattern = file.endsWith(".css") ? /url\(\s*['"]?([^'")]+)/g : file === "sitemap.xml" ? /(?:<loc>|href=")([^<"]+)/g : null;
    if (!pattern) continue;
    const text = (await readFile(join(site.dir, file), "utf8")).replace(/\/\*[^]*?\*\//g, "");
    const found = [...text.matchAll(pattern)].map(([, value]) => ({ value: value.replaceAll("&amp;", "&"), selector: "", snippet: "" }));
    texts.push({ name: `/${file}`, address: file, found, faults: file === "sitemap.xml" ? unlisted(site, found) : [] });
  }
  return texts;
}

/** The pages that the sitemap leaves out, and should not. */
function unlisted({ pages, address: home }, found) {
  const listed = new Set(found.map(({ value }) => value));
  return pages
    .filter(({ notFound, redirect, html, address }) => {
      const hidden = notFound || redirect || /<meta\s+name="?robots"?\s[^>]*noindex/i.test(html);
      const canonical = html.match(/<link rel="canonical" href="([^"]+)"/)?.[1] ?? home + address;
      return !hidden && canonical === home + address && !listed.has(canonical);
    })
    .map(({ name }) => ({ rule: "unlisted", selector: name, message: "is missing from sitemap.xml", snippet: "" }));
}

/** The addresses and the anchors of an HTML file, read by the browser's own parser. Runs in the browser. */
function readPage(html) {
  const tree = new DOMParser().parseFromString(html, "text/html");
  const found = [];
  const faults = [];
  const snippet = (element) => element.outerHTML.slice(0, 200);
  const add = (element, attribute, value) =>
    found.push({ value: value.trim(), selector: `${element.localName}[${attribute}]`, snippet: snippet(element) });
  const each = (attribute, selector, take) => {
    for (const element of tree.querySelectorAll(selector)) take(element, element.getAttribute(attribute));
  };

  for (const attribute of ["href", "src", "poster", "action", "data", "cite"]) {
    each(attribute, `[${attribute}]`, (element, value) => add(element, attribute, value));
  }
  each("srcset", "[srcset]", (element, list) => {
    for (const candidate of list.split(",")) add(element, "srcset", candidate.trim().split(/\s+/)[0]);
  });
  each("content", "meta[property^='og:'][content^='http']", (element, value) => add(element, "content", value));
  each("content", "meta[http-equiv=refresh i]", (element, value) =>
    add(element, "content", value.replace(/^.*?url\s*=\s*['"]?|['"]$/gi, "")),
  );
  for (const element of tree.querySelectorAll("script[type='application/ld+json']")) {
    try {
      JSON.parse(element.textContent, (_key, value) => {
        if (typeof value === "string" && /^https?:\/\/\S+$/.test(value)) add(element, "JSON-LD", value);
      });
    } catch (error) {
      faults.push({ rule: "json", selector: "script[type='application/ld+json']", message: error.message, snippet: snippet(element) });
    }
  }

  const ids = [...tree.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
    faults.push({ rule: "twice", selector: `#${id}`, message: "several elements have this id", snippet: "" });
  }
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"]) {
    each(attribute, `[${attribute}]`, (element, value) => {
      for (const id of value.split(/\s+/).filter((word) => word && !ids.includes(word))) {
        faults.push({
          rule: "reference",
          selector: `${element.localName}[${attribute}] ${id}`,
          message: `no element has the id "${id}"`,
          snippet: snippet(element),
        });
      }
    });
  }
  return { found, faults, ids };
}
