// What shows while a page arrives: what it says, what it asks for, what it weighs, what moves.

import { gzipSync } from "node:zlib";

/** The most that a first visit may transfer: HTML, CSS and JavaScript, compressed. */
const HEAVIEST = 60_000;

const fault = (rule, message, snippet) => ({ rule, selector: "", message, snippet });
const onePerAddress = (list, address) => [...new Map(list.map((item) => [address(item), item])).values()];

/** Errors and warnings in the console. That a "not found" page is not found goes without saying. */
export function consoleMessages({ log, url }) {
  return log.console
    .filter(({ type }) => type === "error" || type === "warning")
    .filter((message) => !(message.url === url && message.text.includes("status of 404")))
    .map(({ type, text, url: where }) => fault(type, text, where));
}

/** The page and all it asks for come from the site itself. */
export function requests({ log, url, status }, { notFound }) {
  const faults = [];
  const expected = notFound ? 404 : 200;
  if (status !== expected) faults.push(fault("status", `status ${status}, expected ${expected}`, url));
  for (const request of onePerAddress(log.requests, (item) => item.url)) {
    const { protocol, origin } = new URL(request.url);
    if (/^https?:$/.test(protocol) && origin !== new URL(url).origin)
      faults.push(fault("foreign", `asks another host for a ${request.kind}`, request.url));
  }
  for (const response of onePerAddress(log.responses, (item) => item.url())) {
    if (response.status() >= 400 && response.url() !== url) faults.push(fault("missing", `status ${response.status()}`, response.url()));
  }
  return faults;
}

/** Nothing may move while the page loads. */
export async function layoutShift({ page }) {
  const shifts = await page.evaluate(
    () =>
      new Promise((done) => {
        const found = [];
        const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        setTimeout(() => {
          observer.disconnect();
          const moved = ({ sources }) => sources.map(({ node }) => node).filter((node) => node?.nodeType === Node.ELEMENT_NODE);
          done(found.map((shift) => ({ value: shift.value, moved: moved(shift).map(window.probe.selector) })));
        }, 50);
      }),
  );
  return shifts.map(({ value, moved }) => ({
    rule: "moved",
    selector: moved[0] ?? "",
    message: `layout shift of ${value.toFixed(4)}`,
    snippet: moved.join(", "),
  }));
}

/** HTML, CSS and JavaScript of a first visit, compressed as a host would. */
export async function weight({ log }) {
  const parts = [];
  for (const response of onePerAddress(log.responses, (item) => item.url())) {
    const counts = ["document", "stylesheet", "script", "fetch", "xhr"].includes(response.request().resourceType());
    if (counts) parts.push({ path: new URL(response.url()).pathname, bytes: gzipSync(await response.body()).length });
  }
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= HEAVIEST) return [];
  return [
    fault("heavy", `${total} bytes compressed, more than ${HEAVIEST}`, parts.map(({ path, bytes }) => `${path} ${bytes}`).join(", ")),
  ];
}
