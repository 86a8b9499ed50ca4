// What a built site consists of, and where it says it lives.

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Where a site is served that does not say itself which folder of its host it lives in. */
const SOME_FOLDER = "/some/sub/path/";

/**
 * Reads the site in `dir`:
 *   files         every file, as paths with "/" relative to `dir`
 *   pages         its HTML files, see below
 *   address       its public address, from the "Sitemap:" line of robots.txt; null when it does not say
 *   publicPath    the path of that address
 *   folder        a path that is not the root of a host: `publicPath`, or one made up
 *
 * Each page:
 *   file          its path
 *   html          its text
 *   name          what reports call it: "/enrollment/"
 *   address       its path below the site's home, as a browser asks for it; "not found" pages are asked for by an
 *                 address that does not exist, two folders deep, because that is how readers meet them
 *   notFound      whether it is a "not found" page: the only ones whose links begin at `publicPath`
 *   redirect      whether it only sends its reader on; these are read by the link and HTML checks alone
 */
export async function readSite(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const pages = [];
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(dir, file), "utf8");
    const notFound = /(^|\/)404\.html$/.test(file);
    const address = notFound ? file.replace("404.html", "no-such-folder/no-such-page/") : file.replace(/(^|\/)index\.html$/, "$1");
    pages.push({
      file,
      html,
      name: notFound ? `/${file}` : `/${address}`,
      address: encodeURI(address),
      notFound,
      redirect: /<meta\s+http-equiv="?refresh/i.test(html),
    });
  }
  if (pages.length === 0) throw new Error(`${dir} holds no HTML page`);

  const robots = await readFile(join(dir, "robots.txt"), "utf8").catch(() => "");
  const address = robots.match(/^Sitemap:\s*(\S+?)[^/\s]*$/m)?.[1] ?? null;
  const publicPath = address ? new URL(address).pathname : "/";
  return { dir, files, pages, address, publicPath, folder: publicPath === "/" ? SOME_FOLDER : publicPath };
}
