// A small server for the tests: a folder, on the loopback address, under one or more prefixes.
//
//   node tests/browser/server.mjs DIR [--prefix /some/sub/path/] [--port 8080]

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

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
 * Serves `dir` under each of `prefixes`. An address that does not exist gets the nearest 404.html above it,
 * with status 404. An address of a folder without its last "/" is redirected, as hosts do.
 */
export async function serve({ dir, prefixes = ["/"], port = 0 }) {
  const root = resolve(dir);
  const longestFirst = [...new Set(prefixes)].sort((a, b) => b.length - a.length);

  const answer = async (request, response) => {
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, "http://loopback").pathname);
    } catch {
      return send(400, "text/plain", "bad address\n");
    }
    const prefix = longestFirst.find((candidate) => path.startsWith(candidate));
    if (prefix === undefined) return send(404, "text/plain; charset=utf-8", "outside the served paths\n");

    const relative = path.slice(prefix.length);
    let file = join(root, relative);
    if (file !== root && !file.startsWith(root + sep)) return send(403, "text/plain", "outside the folder\n");
    let found = await stat(file).catch(() => null);
    if (found?.isDirectory()) {
      if (!path.endsWith("/")) return send(301, "text/plain", "", { Location: encodeURI(`${path}/`) });
      file = join(file, "index.html");
      found = await stat(file).catch(() => null);
    }
    if (found?.isFile() && !(path.endsWith("/") && !file.endsWith("index.html"))) {
      return send(200, TYPES[extname(file)] ?? "application/octet-stream", await readFile(file));
    }
    const folders = relative.split("/").slice(0, -1);
    for (;;) {
      const page = await readFile(join(root, ...folders, "404.html")).catch(() => null);
      if (page) return send(404, TYPES[".html"], page);
      if (folders.pop() === undefined) return send(404, "text/plain; charset=utf-8", "not found\n");
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(`${error}\n`);
    });
  });
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const options = { prefixes: [], port: 0 };
  const words = process.argv.slice(2);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--prefix") options.prefixes.push(words.shift());
    else if (word === "--port") options.port = Number(words.shift());
    else options.dir = word;
  }
  if (!options.dir) {
    console.error("usage: node server.mjs DIR [--prefix /some/sub/path/] [--port 8080]");
    process.exit(2);
  }
  if (options.prefixes.length === 0) options.prefixes.push("/");
  const { origin } = await serve(options);
  for (const prefix of options.prefixes) console.log(`${options.dir} at ${origin}${prefix}`);
}
