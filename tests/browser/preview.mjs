// Uses the live preview as an editor does: saves files and watches the page change in place.
//
//   node preview.mjs STUDYPAGES     the binary; prints "N passed, N failed"

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inject, judge } from "./engines.mjs";
import { launch, openTab } from "./browser.mjs";
import { Report } from "./report.mjs";

const binary = resolve(process.argv[2] ?? "../../target/release/studypages");
const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "studypages-preview-"));
const file = (path) => join(folder, path);
for (const part of ["content", "site.yaml"]) await cp(join(root, part), file(part), { recursive: true });
await cp(join(root, "themes/cde"), file("themes/cde"), { recursive: true });

const server = spawn(binary, ["serve", "--port", "0", "--root", folder], { stdio: ["ignore", "ignore", "pipe"] });
const home = await new Promise((found, failed) => {
  server.stderr.setEncoding("utf8").on("data", (text) => found(text.match(/http:\S+/)?.[0]));
  server.on("exit", () => failed(new Error("the preview ended")));
});
const browser = await launch();
const tab = await openTab(browser);
const { page } = tab;
const original = new Map();
const edit = async (path, change) => {
  const text = await readFile(file(path), "utf8");
  if (!original.has(path)) original.set(path, text);
  const changed = change(text);
  assert.notEqual(changed, text, `the edit of ${path} changes nothing`);
  await writeFile(file(path), changed);
};
const restore = async () => {
  for (const [path, text] of original) await writeFile(file(path), text);
  original.clear();
};
/** Marks the document, so that a reload would show. */
const mark = () => page.evaluate(() => { document.documentElement.dataset.mark = ""; globalThis.kept = "kept"; });
const isKept = () => page.evaluate(() => globalThis.kept === "kept");
const shows = (words) => page.waitForFunction((words) => document.body.innerText.includes(words), words, { timeout: 10_000 });
const panel = (selector) => page.locator(`#studypages-panel ${selector}`);

const steps = {
  async "a save of the text changes the page in place: scroll, focus and open questions stay"() {
    await page.goto(`${home}faq/`);
    await page.locator("details.question").nth(14).locator("summary").click();
    const link = page.locator(".menu a, .brand-link").first();
    await page.evaluate(() => scrollTo(0, 700));
    const top = await page.evaluate(() => scrollY);
    await link.focus({ preventScroll: true }).catch(() => link.focus());
    await page.evaluate((top) => scrollTo(0, top), top);
    await mark();
    await edit("content/faq.md", (text) => text.replace("## Signing up", "## Signing up today"));
    await page.waitForFunction(() => document.querySelector("main").textContent.includes("Signing up today"));
    assert.ok(await isKept(), "the page was loaded anew");
    assert.equal(await page.evaluate(() => scrollY), top);
    assert.ok(await link.evaluate((link) => link === document.activeElement), "the focus was lost");
    assert.ok(await page.locator("details.question").nth(14).evaluate((details) => details.open), "the question was folded");
  },
  async "a new title is in the page, the window and the navigation"() {
    await page.goto(`${home}contact/`);
    await mark();
    await edit("content/enrollment.md", (text) => text.replace(/^nav_title: .*$/m, "nav_title: Joining us"));
    await page.waitForFunction(() => document.querySelector(".menu").textContent.includes("Joining us"));
    await edit("content/contact.md", (text) => text.replace(/^title: .*$/m, "title: Reach us"));
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Reach us" && document.title.startsWith("Reach us"));
    assert.ok(await isKept());
  },
  async "a new style is there without a reload"() {
    await page.goto(`${home}contact/`);
    await mark();
    await edit("themes/cde/assets/site.css", (text) => `${text}\nh1 { letter-spacing: 3px; }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "3px");
    assert.ok(await isKept());
    assert.equal(await page.locator('link[rel="stylesheet"][href*="site."]').count(), 1);
  },
  async "a template, site.yaml and the words of the theme"() {
    await page.goto(`${home}contact/`);
    await mark();
    await edit("themes/cde/templates/parts.html", (text) => text.replace("{{ t.back_to_top }}", "{{ t.back_to_top }} (really)"));
    await shows("(really)");
    await edit("site.yaml", (text) => text.replace("Sierra Vista Unified", "Vista Sierra Unified"));
    await shows("Vista Sierra Unified");
    await edit("themes/cde/strings/en.yaml", (text) => text.replace("home: Home", "home: Start"));
    await page.waitForFunction(() => document.querySelector(".breadcrumb").textContent.includes("Start"));
    assert.ok(await isKept());
  },
  async "a picture that arrives after the page that shows it"() {
    await page.goto(`${home}contact/`);
    await edit("content/contact.md", (text) => `${text}\n![A line](line.svg)\n`);
    await page.waitForFunction(() => document.querySelector("main img"));
    await writeFile(file("content/line.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="4"><path d="M0 2h40" stroke="#000"/></svg>');
    await page.waitForFunction(() => document.querySelector("main img")?.naturalWidth === 40);
    await rm(file("content/line.svg"));
  },
  async "a page that is renamed, deleted and made again"() {
    await page.goto(`${home}glossary/`);
    await rename(file("content/glossary.md"), file("content/words.md"));
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Page not found");
    await rename(file("content/words.md"), file("content/glossary.md"));
    await page.waitForFunction(() => document.querySelector("h1").textContent.includes("Glossary"));
  },
  async "site.yaml breaks, the page says where, and heals by itself"() {
    await page.goto(`${home}contact/`);
    await edit("site.yaml", (text) => text.replace("organization:", "organisation:"));
    await shows("This page cannot be shown yet");
    await shows("Did you mean “organization”?");
    await restore();
    await page.waitForFunction(() => document.querySelector("h1").textContent.startsWith("Contact us"));
  },
  async "the panel names what is wrong, and leads to the words"() {
    await page.goto(`${home}contact/`);
    await edit("content/contact.md", (text) => `${text}\nSee [the rules](rules.md) for more.\n`);
    const finding = panel("li button", { hasText: "leads nowhere" }).first();
    await page.waitForFunction(() => document.querySelector("#studypages-panel").shadowRoot.textContent.includes("leads nowhere"));
    await panel(".toggle").focus();
    await page.keyboard.press("Enter");
    await panel("li").filter({ hasText: "leads nowhere" }).locator("button").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => [...document.querySelectorAll("main *")].some((place) => place.style.outline));
    assert.ok(finding);
  },
  async "the panel passes the engines, open and folded"() {
    await page.goto(`${home}contact/`);
    await panel(".toggle").waitFor();
    await inject(tab, ["axe"]);
    const report = new Report();
    assert.deepEqual(await judge(tab, "axe", "light", report), []);
    if ((await panel(".toggle").getAttribute("aria-expanded")) === "false") await panel(".toggle").click();
    assert.deepEqual(await judge(tab, "axe", "light", report), []);
  },
  async "many tabs share one stream, and all of them change"() {
    const pages = await Promise.all(Array.from({ length: 8 }, () => page.context().newPage()));
    await Promise.all(pages.map((other) => other.goto(`${home}contact/`)));
    await edit("content/contact.md", (text) => text.replace("Call, write or visit.", "Come and see us."));
    await Promise.all(pages.map((other) => other.waitForFunction(() => document.body.innerText.includes("Come and see us."))));
    await Promise.all(pages.map((other) => other.close()));
  },
  async "a tab that follows goes to the page just saved"() {
    await page.goto(`${home}contact/`);
    await panel("input").check();
    await edit("content/glossary.md", (text) => `${text}\nOne more word.\n`);
    await page.waitForURL(`${home}glossary/`);
    await panel("input").uncheck();
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    const errors = tab.log.console.filter(({ type, text }) => type === "error" && !/status of (404|500)/.test(text));
    assert.deepEqual(errors, [], "the console has errors");
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack ?? error}`);
  }
  tab.log.console.length = 0;
  await restore();
  await page.waitForTimeout(150);
}
await browser.close();
server.kill();
await rm(folder, { recursive: true, force: true });
console.log(`${Object.keys(steps).length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
