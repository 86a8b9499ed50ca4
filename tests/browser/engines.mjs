// Three engines by other people judge each page: axe-core, IBM Equal Access, HTML_CodeSniffer.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Findings that are not faults, as narrow as they can be: `level` is IBM's, `snippet` is what the element's source matches. */
const ALLOWED = [
  {
    rule: "ibm/element_attribute_deprecated",
    snippet: /^<meta [^>]*http-equiv="Content-Security-Policy"/i,
    because: "http-equiv is current HTML for a Content-Security-Policy; the rule calls every http-equiv deprecated",
  },
  {
    rule: "ibm/element_attribute_deprecated",
    snippet: /^<ol start="\d+"( class="wide")?>/,
    because: "start is current HTML for a list that begins with another number; the rule calls every start deprecated",
  },
  {
    rule: "ibm/style_color_misuse",
    level: "POTENTIAL",
    because: "raised for any style sheet that has a colour; whether colour alone carries meaning is for a person to see",
  },
  {
    rule: "ibm/style_highcontrast_visible",
    level: "POTENTIAL",
    because: "raised for any style sheet with backgrounds; every page is judged in forced colours too",
  },
  {
    rule: "ibm/element_tabbable_visible",
    level: "POTENTIAL",
    because: "asks a person whether something hidden shows itself on focus; the focus walk looks at every stop",
  },
  {
    rule: "ibm/element_tabbable_unobscured",
    level: "POTENTIAL",
    because: "asks a person whether something covers what has focus; the focus walk looks at every stop",
  },
  {
    rule: "ibm/style_focus_visible",
    level: "POTENTIAL",
    because: "asks a person whether focus shows; the focus walk measures it at every stop",
  },
  {
    rule: "ibm/text_sensory_misuse",
    level: "POTENTIAL",
    because:
      'raised by single words ("right", "large", "small") whatever they mean; whether a text leans on shape or place is for a person to read',
  },
  {
    rule: "ibm/blockquote_cite_exists",
    level: "POTENTIAL",
    because: "raised by any quotation; the cite attribute shows nobody where it comes from, and whether words are quoted is for a person to read",
  },
  {
    rule: "ibm/text_quoted_correctly",
    level: "POTENTIAL",
    because: "raised by any three words between straight quotes; whether they quote somebody is for a person to read",
  },
  {
    rule: "ibm/element_tabbable_role_valid",
    snippet: /^<div [^>]*aria-label="[^"]+" role="group" tabindex="0" class="table"/,
    because: "without scripts a table's box is a stop even where the table has room; who scrolls it by keyboard needs that where it has none",
  },
  {
    rule: "ibm/text_whitespace_valid",
    level: "POTENTIAL",
    because: 'raised by three single letters in a row ("A o B"), which Spanish has between its words',
  },
];

/** By family: the file to put into the page, and how it is asked there, given the name of the colour mode. */
const ENGINES = {
  axe: {
    file: "axe-core/axe.min.js",
    ask: async (colour) => {
      const { violations, incomplete } = await window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: {
          "target-size": { enabled: true },
          // It reads -webkit-text-fill-color, which Chromium does not force: text that is white on black to
          // everybody has the author's colour to axe. The other two engines measure forced colours.
          "color-contrast": { enabled: colour !== "forced" },
        },
        resultTypes: ["violations", "incomplete"],
        elementRef: true,
      });
      const findings = (rules, undecided) =>
        rules.flatMap(({ id, help, nodes }) =>
          nodes.map(({ element, target, any, all, none, html }) => ({
            rule: id,
            selector: element ? window.probe.selector(element) : target.join(" "),
            message: [...any, ...all, ...none].map(({ message }) => message).join("; ") || help,
            snippet: html,
            undecided,
          })),
        );
      return [...findings(violations, false), ...findings(incomplete, true)];
    },
  },

  ibm: {
    file: "accessibility-checker-engine/ace.js",
    ask: async () => {
      window.ibmChecker ??= new window.ace.Checker();
      const { results } = await window.ibmChecker.check(document, ["WCAG_2_2", "IBM_Accessibility"]);
      const matters = ([kind, outcome]) =>
        (kind === "VIOLATION" && outcome !== "PASS" && outcome !== "MANUAL") || (kind === "RECOMMENDATION" && outcome === "FAIL");
      return results
        .filter(({ value }) => matters(value))
        .map(({ ruleId, value: [, level], path, message, snippet }) => {
          const element = document.evaluate(path.dom, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
          return { rule: ruleId, level, selector: element ? window.probe.selector(element) : path.dom, message, snippet };
        });
    },
  },

  htmlcs: {
    file: "html_codesniffer/build/HTMLCS.js",
    ask: async () => {
      await new Promise((done, failed) => window.HTMLCS.process("WCAG2AA", document, done, failed));
      return window.HTMLCS.getMessages()
        .filter(({ type }) => type === window.HTMLCS.ERROR)
        .map(({ code, msg, element }) => ({
          rule: code.replace("WCAG2AA.", ""),
          selector: window.probe.selector(element),
          message: msg,
          snippet: window.probe.snippet(element),
        }));
    },
  },
};

export const ENGINE_NAMES = Object.keys(ENGINES);

/** Puts engines into the page, through the debugger: the page's own policy lets no script in. */
export async function inject({ page, javaScript }, names) {
  if (!javaScript) {
    // Where scripts are switched off timers never fire, but promises still settle; the engines use timers
    // only to yield.
    await page.evaluate(() => {
      window.setTimeout = (work, _delay, ...rest) => {
        Promise.resolve().then(() => work(...rest));
        return 1;
      };
      window.setInterval = () => 1;
      window.requestAnimationFrame = (work) => window.setTimeout(() => work(performance.now()));
    });
  }
  const { resolve } = createRequire(import.meta.url);
  for (const name of names) await page.evaluate(await readFile(resolve(ENGINES[name].file), "utf8"));
}

/** Asks one engine. What it leaves undecided and what is allowed becomes a note. */
export async function judge({ page }, name, colour, report) {
  const findings = await page.evaluate(ENGINES[name].ask, colour);
  return findings.filter((finding) => {
    const { selector, message } = finding;
    const rule = `${name}/${finding.rule}`;
    const allowed = ALLOWED.find(
      (entry) => entry.rule === rule && (entry.level ?? finding.level) === finding.level && (entry.snippet ?? /^/).test(finding.snippet),
    );
    if (finding.undecided) report.note(`left to a person: ${rule}`, `${selector} ${message}`);
    else if (allowed) report.note(`allowed: ${rule}: ${allowed.because}`, `${selector} ${message}`);
    return !finding.undecided && !allowed;
  });
}
