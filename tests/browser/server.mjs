// A small web server for a built site, on the loopback address.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".xml": "application/xml; charset=utf-8",
};

/**
 * Serves the site by two hosts: at the root of the one, in a folder of the other. Two, because on a host that had both
 * an address that wrongly begins with "/" would be found. `published` is the one of them that has the site where its
 * "not found" pages believe it to be.
 */
export async function serveSite({ dir, folder, publicPath }) {
  const root = await serve(dir, "/");
  const inFolder = await serve(dir, folder);
  const close = () => Promise.all([root.close(), inFolder.close()]);
  return { root, inFolder, published: publicPath === "/" ? root : inFolder, close };
}

/**
 * Serves `dir` under the path `prefix`. An address that does not exist gets the nearest 404.html above it,
 * with status 404. An address of a folder without its last "/" is redirected, as hosts do.
 */
async function serve(dir, prefix) {
  const top = resolve(dir);

  const answer = async (request, response) => {
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const path = decodeURIComponent(new URL(request.url, "http://loopback").pathname);
    if (!path.startsWith(prefix)) return send(404, TYPES[".txt"], `only ${prefix} is served here\n`);
    const relative = path.slice(prefix.length);
    let file = join(top, relative);
    if (file !== top && !file.startsWith(top + sep)) return send(403, TYPES[".txt"], "outside the site\n");
    if ((await stat(file).catch(() => null))?.isDirectory()) {
      if (!path.endsWith("/")) return send(301, TYPES[".txt"], "", { Location: encodeURI(`${path}/`) });
      file = join(file, "index.html");
    } else if (path.endsWith("/")) {
      file = "";
    }
    const body = file && (await readFile(file).catch(() => null));
    if (body) return send(200, TYPES[extname(file)] ?? "application/octet-stream", body);
    const folders = relative.split("/").slice(0, -1);
    for (;;) {
      const page = await readFile(join(top, ...folders, "404.html")).catch(() => null);
      if (page) return send(404, TYPES[".html"], page);
      if (folders.pop() === undefined) return send(404, TYPES[".txt"], "not found\n");
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500, { "Content-Type": TYPES[".txt"] });
      response.end(`${error}\n`);
    });
  });
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", done);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    prefix,
    home: origin + prefix,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
