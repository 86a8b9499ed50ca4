// What a built site consists of: its pages, in the order they are visited, and where it says it lives.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Every file below `dir`, as paths with "/" relative to it. */
export async function filesBelow(dir, below = "") {
  const files = [];
  const entries = await readdir(join(dir, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) files.push(...(await filesBelow(dir, path)));
    else files.push(path);
  }
  return files;
}

/**
 * The HTML files of the site:
 *   file       path in the output
 *   name       what reports call it: "/enrollment/"
 *   address    path below the site's root, as a browser asks for it; "not found" pages are asked for by an
 *              address that does not exist, two folders deep, because that is how readers meet them
 *   notFound   whether it is a 404 page
 *   redirect   whether it only sends its reader on (these are read by the link and HTML checks alone)
 */
export async function pagesOf(dir) {
  const pages = [];
  for (const file of await filesBelow(dir)) {
    if (!file.endsWith(".html")) continue;
    const html = await readFile(join(dir, file), "utf8");
    const notFound = /(^|\/)404\.html$/.test(file);
    const address = notFound ? file.replace("404.html", "no-such-folder/no-such-page/") : file.replace(/(^|\/)index\.html$/, "$1");
    pages.push({
      file,
      html,
      address: encodeURI(address),
      name: notFound ? `/${file}` : `/${address}`,
      notFound,
      redirect: /<meta\s+http-equiv="?refresh/i.test(html),
    });
  }
  return pages;
}

/** The site's public address, from the "Sitemap:" line of robots.txt; null when the site does not say. */
export async function publicAddress(dir) {
  const robots = await readFile(join(dir, "robots.txt"), "utf8").catch(() => "");
  const line = robots.match(/^Sitemap:\s*(\S+?)[^/\s]*$/m);
  return line ? line[1] : null;
}
