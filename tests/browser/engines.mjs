// Three engines by other people judge each page: axe-core, IBM Equal Access, HTML_CodeSniffer.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const source = (file) => readFile(require.resolve(file), "utf8");

/**
 * Findings that are not faults. Each says why; each is as narrow as it can be.
 *   engine, rule   exactly
 *   snippet        what the element's source must match
 *   selector       what the selector must match
 *   level          only findings of this level ("FAIL" or "POTENTIAL", IBM alone)
 *   because        the reason
 */
export const ALLOWED = [
  {
    engine: "ibm",
    rule: "element_attribute_deprecated",
    snippet: /^<meta [^>]*http-equiv="(Content-Security-Policy|refresh)"/i,
    because: "http-equiv is current HTML for a Content-Security-Policy; the rule calls every http-equiv deprecated",
  },
  {
    engine: "ibm",
    rule: "style_color_misuse",
    level: "POTENTIAL",
    because: "raised for any style sheet that has a colour; whether colour alone carries meaning is for a person to see",
  },
  {
    engine: "ibm",
    rule: "style_highcontrast_visible",
    level: "POTENTIAL",
    because: "raised for any style sheet with backgrounds; the forced colours mode of this suite shows the page in high contrast",
  },
  {
    engine: "ibm",
    rule: "element_tabbable_visible",
    level: "POTENTIAL",
    because: "asks a person whether something hidden shows itself on focus; the focus walk looks at every stop",
  },
  {
    engine: "ibm",
    rule: "element_tabbable_unobscured",
    level: "POTENTIAL",
    because: "asks a person whether something covers what has focus; the focus walk looks at every stop",
  },
  {
    engine: "ibm",
    rule: "style_focus_visible",
    level: "POTENTIAL",
    because: "asks a person whether focus shows; the focus walk measures it at every stop",
  },
  {
    engine: "ibm",
    rule: "text_sensory_misuse",
    level: "POTENTIAL",
    because: 'raised by single words ("right", "large", "small") whatever they mean; whether a text leans on shape or place is for a person to read',
  },
];

const allowed = (finding) =>
  ALLOWED.find(
    ({ engine, rule, snippet, selector, level }) =>
      engine === finding.engine &&
      rule === finding.rule &&
      (!level || level === finding.level) &&
      (!snippet || snippet.test(finding.snippet)) &&
      (!selector || selector.test(finding.selector)),
  );

export const ENGINES = {
  axe: {
    file: "axe-core/axe.min.js",
    async run(page) {
      return page.evaluate(async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
        const result = await window.axe.run(document, {
          runOnly: { type: "tag", values: tags },
          rules: { "target-size": { enabled: true } },
          resultTypes: ["violations", "incomplete"],
          elementRef: true,
        });
        const list = (rules) =>
          rules.flatMap((rule) =>
            rule.nodes.map((node) => ({
              rule: rule.id,
              selector: node.element ? window.probe.selector(node.element) : node.target.join(" "),
              message: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ") || rule.help,
              snippet: node.html,
            })),
          );
        return { faults: list(result.violations), undecided: list(result.incomplete) };
      });
    },
  },

  ibm: {
    file: "accessibility-checker-engine/ace.js",
    async run(page) {
      const faults = await page.evaluate(async () => {
        window.ibmChecker ??= new window.ace.Checker();
        const report = await window.ibmChecker.check(document, ["WCAG_2_2", "IBM_Accessibility"]);
        return report.results
          .filter(({ value: [kind, outcome] }) => (kind === "VIOLATION" && outcome !== "PASS" && outcome !== "MANUAL") || (kind === "RECOMMENDATION" && outcome === "FAIL"))
          .map((result) => {
            const element = document.evaluate(result.path.dom, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
            return {
              rule: result.ruleId,
              level: result.value[1],
              selector: element ? window.probe.selector(element) : result.path.dom,
              message: result.message,
              snippet: result.snippet,
            };
          });
      });
      return { faults, undecided: [] };
    },
  },

  htmlcs: {
    file: "html_codesniffer/build/HTMLCS.js",
    async run(page) {
      const faults = await page.evaluate(
        () =>
          new Promise((done, failed) => {
            window.HTMLCS.process(
              "WCAG2AA",
              document,
              () => {
                const errors = window.HTMLCS.getMessages().filter(({ type }) => type === window.HTMLCS.ERROR);
                done(
                  errors.map(({ code, msg, element }) => ({
                    rule: code.replace("WCAG2AA.", ""),
                    selector: window.probe.selector(element),
                    message: msg,
                    snippet: window.probe.snippet(element),
                  })),
                );
              },
              failed,
            );
          }),
      );
      return { faults, undecided: [] };
    },
  },
};

/** Puts the engines into the page, through the debugger: the page's own policy lets no script in. */
export async function inject(page, names, javaScript) {
  if (!javaScript) {
    // Where scripts are switched off timers never fire, but promises still settle; the engines only use
    // timers to yield.
    await page.evaluate(() => {
      window.setTimeout = (work, _delay, ...rest) => { Promise.resolve().then(() => work(...rest)); return 1; };
      window.setInterval = () => 1;
      window.requestAnimationFrame = (work) => window.setTimeout(() => work(performance.now()));
    });
  }
  for (const name of names) await page.evaluate(await source(ENGINES[name].file));
}

/** Runs one engine; findings on the allow-list become notes. */
export async function judge(page, name, report) {
  const { faults, undecided } = await ENGINES[name].run(page);
  for (const finding of undecided) report.note(`${name} leaves to a person: ${finding.rule}`, `${finding.selector} ${finding.message}`);
  return faults.filter((fault) => {
    const reason = allowed({ engine: name, ...fault });
    if (reason) report.note(`allowed: ${name}/${fault.rule}: ${reason.because}`, `${fault.selector} ${fault.message}`);
    return !reason;
  });
}
