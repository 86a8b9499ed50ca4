// Finds the words of ?q= in the index of this language and lists the pages that hold them.
(() => {
  const place = document.getElementById("search");
  const input = document.getElementById("sp-query");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  input.value = query;
  if (!query) return;

  // Letter by letter, so that places in the folded text are places in the text. A hyphen that does not break is a hyphen.
  const fold = (text) => Array.from(text.normalize("NFC").replaceAll("\u2011", "-"), (letter) => {
    const plain = letter.normalize("NFD")[0].toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join("");
  const words = fold(query).split(/\s+/);

  const worth = ([, title, summary, headings, text]) => {
    const fields = [[fold(title), 10], [fold(headings.map(([, heading]) => heading).join("\n")), 4], [fold(summary), 4], [fold(text), 1]];
    let sum = 0;
    for (const word of words) {
      const found = fields.reduce((all, [field, weight]) => all + weight * Math.min(field.split(word).length - 1, 4), 0);
      if (!found) return 0;
      sum += found;
    }
    return sum;
  };

  // Appends `text` with the words of the query marked.
  const marked = (parent, text) => {
    const folded = fold(text);
    let done = 0;
    while (done < text.length) {
      let next = [text.length, 0];
      for (const word of words) {
        const at = folded.indexOf(word, done);
        if (at >= 0 && at < next[0]) next = [at, word.length];
      }
      parent.append(text.slice(done, next[0]));
      if (!next[1]) break;
      parent.append(Object.assign(document.createElement("mark"), { textContent: text.slice(next[0], next[0] + next[1]) }));
      done = next[0] + next[1];
    }
  };

  // The words around the first place in the text, from word to word.
  const excerpt = (text) => {
    const folded = fold(text);
    const at = Math.min(...words.map((word) => folded.indexOf(word)).filter((place) => place >= 0));
    if (!Number.isFinite(at)) return "";
    const from = at < 80 ? 0 : text.indexOf(" ", at - 80) + 1;
    const end = text.length - at < 160 ? text.length : text.lastIndexOf(" ", at + 160);
    return (from ? "… " : "") + text.slice(from, Math.max(end, at)) + (end < text.length ? " …" : "");
  };

  const show = (pages) => {
    const found = pages.map((page) => [worth(page), page]).filter(([sum]) => sum > 0).sort((a, b) => b[0] - a[0]);
    // Isolated, because words that run from left to right would pull the number after them to their side.
    const heading = place.dataset.results.replace("{query}", () => `\u2068${query}\u2069`);
    document.title = heading + " – " + document.title;
    const count = found.length === 0 ? place.dataset.none : found.length === 1 ? place.dataset.one : place.dataset.many.replace("{n}", found.length);
    status.textContent = heading + ": " + count;
    list.hidden = found.length === 0;
    for (const [, [path, title, summary, , text]] of found.slice(0, 50)) {
      const link = Object.assign(document.createElement("a"), { href: place.dataset.root + path || "./" });
      marked(link, title);
      const words = document.createElement("p");
      marked(words, excerpt(text.normalize("NFC")) || summary);
      // A page that is not translated runs its own way.
      const item = Object.assign(document.createElement("li"), { dir: "auto" });
      item.append(link, words);
      list.append(item);
    }
  };

  fetch(place.dataset.index)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(show)
    .catch(() => { status.textContent = place.dataset.failed; });
})();
