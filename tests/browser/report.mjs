// Collects what the checks find and prints it: one line for each fault, then the count.

const short = (text, length) => {
  const line = String(text ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

export class Report {
  #checks = [];
  #notes = new Map();

  /** Notes the outcome of one check: one family on one page in one mode. Each fault is { rule, selector, message, snippet }. */
  add({ page, mode, family, faults }) {
    this.#checks.push({ page, mode, family, faults });
  }

  /** Something a person may want to know that fails nothing: a finding that is allowed or undecided. */
  note(text, example) {
    const known = this.#notes.get(text) ?? { count: 0, example };
    known.count += 1;
    this.#notes.set(text, known);
  }

  /** The modes in which a page was checked by a family. */
  modes(page, family) {
    return this.#checks.filter((check) => check.page === page && check.family === family).map(({ mode }) => mode);
  }

  /** Every fault once, with the modes that have it: { page, rule, selector, message, snippet, modes }. */
  faults() {
    const faults = new Map();
    for (const check of this.#checks) {
      for (const fault of check.faults) {
        const rule = `${check.family}/${fault.rule}`;
        const key = [check.page, rule, fault.selector || fault.message].join("\n");
        if (!faults.has(key)) faults.set(key, { ...fault, page: check.page, rule, modes: new Set() });
        faults.get(key).modes.add(check.mode);
      }
    }
    return [...faults].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, fault]) => fault);
  }

  /** Prints everything and returns the exit code. */
  print() {
    for (const { page, modes, rule, selector, message, snippet } of this.faults()) {
      console.log(
        `FAIL ${page} [${[...modes].sort().join("; ")}] ${rule} ${selector || "-"}: ${short(message, 220)} | ${short(snippet, 160)}`,
      );
    }
    for (const [text, { count, example }] of this.#notes) console.log(`note: ${text} (${count} times; first: ${short(example, 200)})`);
    const failed = this.#checks.filter((check) => check.faults.length > 0).length;
    console.log(`${this.#checks.length - failed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  }
}
