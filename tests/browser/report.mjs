// Collects what the checks find and prints it: one line for each fault, then the count.

const short = (text, length) => {
  const line = String(text ?? "").replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

export class Report {
  #checks = 0;
  #failedChecks = 0;
  #faults = new Map();
  #notes = new Map();

  /**
   * Notes the outcome of one check (one family on one page in one mode).
   * Each fault is { rule, selector, message, snippet }.
   */
  add({ page, mode, family, faults }) {
    this.#checks += 1;
    if (faults.length > 0) this.#failedChecks += 1;
    for (const fault of faults) {
      const rule = `${family}/${fault.rule}`;
      const key = [page, rule, fault.selector].join("\n");
      const known = this.#faults.get(key) ?? { page, rule, modes: [], ...fault, family, rule };
      if (!known.modes.includes(mode)) known.modes.push(mode);
      this.#faults.set(key, known);
    }
  }

  /** Something a person may want to know that fails nothing: allowed findings, undecided ones. */
  note(text, example) {
    const known = this.#notes.get(text) ?? { count: 0, example };
    known.count += 1;
    this.#notes.set(text, known);
  }

  get faults() {
    return [...this.#faults.values()];
  }

  get failed() {
    return this.#failedChecks;
  }

  /** Prints everything and returns the exit code. */
  print() {
    const faults = this.faults.sort((a, b) => (a.page === b.page ? (a.rule < b.rule ? -1 : 1) : a.page < b.page ? -1 : 1));
    for (const { page, modes, rule, selector, message, snippet } of faults) {
      console.log(`FAIL ${page} [${modes.join("; ")}] ${rule} ${selector || "-"}: ${short(message, 220)} | ${short(snippet, 160)}`);
    }
    if (faults.length > 0) {
      const byRule = new Map();
      for (const { rule, page } of faults) byRule.set(rule, (byRule.get(rule) ?? new Set()).add(page));
      console.log("\nfaults by rule:");
      for (const [rule, pages] of [...byRule].sort((a, b) => b[1].size - a[1].size)) {
        console.log(`  ${String(pages.size).padStart(4)} page${pages.size === 1 ? " " : "s"}  ${rule}`);
      }
    }
    for (const [text, { count, example }] of this.#notes) {
      console.log(`note: ${text} (${count} time${count === 1 ? "" : "s"}${example ? `; first: ${short(example, 200)}` : ""})`);
    }
    console.log(`${this.#checks - this.#failedChecks} passed, ${this.#failedChecks} failed`);
    return this.#failedChecks > 0 ? 1 : 0;
  }
}
