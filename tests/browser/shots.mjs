// Pictures of the main pages for a person to look at: every width and colour, and the printed page.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { COLOURS, launch, load, open, recolour } from "./browser.mjs";

const MAIN = [
  ["home", /^\/(es\/)?$/],
  ["enrolling", /^\/(es\/)?(enrollment|inscripcion)\/$/],
  ["legal", /\/(legal-requirements|requisitos-legales)\/$/],
  ["ratio", /\/(ratio-calculations|calculo-de-proporciones)\/$/],
  ["faq", /^\/(es\/)?(faq|preguntas-frecuentes)\/$/],
  ["404", /\/404\.html$/],
];
const WIDTHS = [320, 768, 1280];

export async function shots({ folder, pages, origin }) {
  await mkdir(folder, { recursive: true });
  const browser = await launch();
  let count = 0;
  for (const { name, address, html } of pages) {
    const [label] = MAIN.find(([, pattern]) => pattern.test(name)) ?? [];
    if (!label) continue;
    const language = html.match(/<html[^>]*\slang="([^"]+)"/)?.[1] ?? "und";
    for (const width of WIDTHS) {
      const tab = await open(browser, { width });
      await load(tab, `${origin}/${address}`, true);
      for (const [colour, media] of Object.entries(COLOURS)) {
        await recolour(tab.page, media);
        await tab.page.screenshot({ path: join(folder, `${label}-${language}-${width}-${colour}.png`), fullPage: true });
        count += 1;
      }
      if (width === 1280) {
        await tab.page.emulateMedia({ ...COLOURS.light, media: "print" });
        await tab.page.pdf({ path: join(folder, `${label}-${language}-print.pdf`), format: "Letter", preferCSSPageSize: true });
        count += 1;
      }
      await tab.context.close();
    }
  }
  await browser.close();
  console.log(`${count} pictures in ${folder}`);
}
