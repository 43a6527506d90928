/* The search page: fetches Pagefind and its index when the field is entered, and shows what it finds. Nothing is kept, and
   nothing but text is ever put into the page. Without scripts the page says so, and lists all pages. */
(() => {
  const form = document.querySelector("form[data-search-index]");
  if (!form) return;
  const AT_ONCE = 8;
  const PAUSE = 200;
  const FEW = 3;
  /* Words that every page has: they say nothing of what is looked for. */
  const COMMON = new Set(
    ("a about am an and are as at be been but by can cant could did do does dont for from get go had has have he her hers him his " +
      "how i if im in is it its ive just me my of on or our out really she should so still than that the their them then there " +
      "they this to too was we were what when where which who why will with would you your").split(" "),
  );
  /* A letter away from "fright" and "threat", and words of their own. */
  const OTHERS = /^(fight(s|ing)?|treat(s|ed|ing|ment)?|theat(re|er))$/;
  const words = document.getElementById("words");
  const situation = document.getElementById("situation");
  const answered = document.getElementById("answered");
  const KINDS = { Answer: answered.dataset.kind };
  const found = document.getElementById("found");
  const pattern = document.getElementById("result").content.firstElementChild;
  const groups = [...document.querySelectorAll("section[data-kinds]")];
  const first = document.getElementById("first");
  const home = new URL(form.dataset.home, location);
  let index = null;
  let known = [];
  let latest = 0;
  let timer = 0;

  const load = () => {
    index ??= (async () => {
      const program = new URL(form.dataset.searchIndex, location);
      const { createInstance } = await import(program);
      // A worker would be one more script, under a policy of its own; the index is small enough without.
      const instance = createInstance({ noWorker: true, excerptLength: 24 });
      // A site with very many comments has further parts of the index.
      const parts = await (await fetch(new URL("parts.json", program))).json();
      for (const part of parts) await instance.mergeIndex(new URL(part, program).href);
      known = await (await fetch(new URL("words.json", program))).json();
      offer(await instance.filters());
      return instance;
    })();
    return index;
  };

  const offer = (filters) => {
    const names = Object.keys(filters.situation ?? {}).sort();
    situation.append(...names.map((name) => new Option(name)));
    situation.parentElement.hidden = names.length === 0;
    answered.parentElement.hidden = !filters.answered;
  };

  const look = async () => {
    clearTimeout(timer);
    const text = words.value.trim();
    const turn = ++latest;
    helpFirst(text);
    if (!text) {
      found.textContent = "";
      for (const group of groups) group.hidden = true;
      return;
    }
    try {
      const instance = await load();
      const sought = meant(text);
      const lists = await Promise.all(groups.map((group) => search(instance, sought, group.dataset.kinds.split(" "))));
      const shown = await Promise.all(lists.map((list) => items(list.slice(0, AT_ONCE))));
      if (turn !== latest) return;
      groups.forEach((group, place) => fill(group, lists[place], shown[place]));
      found.textContent = told(text, sought, lists);
    } catch {
      if (turn === latest) found.textContent = "The search did not load. Load this page again to try once more, or choose a page from the list below.";
    }
  };

  /* The words that tell what is looked for, with a slip in one that no page has mended. */
  const meant = (text) => {
    const typed = text.toLowerCase().replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [text];
    const telling = typed.filter((word) => !COMMON.has(word));
    return (telling.length ? telling : typed).map((word) => {
      if (word.length < 6 || known.some((one) => one.startsWith(word))) return word;
      return known.find((one) => Math.abs(one.length - word.length) < 2 && near(word, one, true)) ?? word;
    });
  };

  /* Whether a word begins with another one, or is it, with at most one letter wrong, missing, too many, or in its neighbour's place. */
  const near = (word, stem, whole = false) => {
    const ends = (a, b) => (whole ? a === b : a.startsWith(b));
    if (ends(word, stem)) return true;
    let at = 0;
    while (at < stem.length && word[at] === stem[at]) at += 1;
    /* Five letters may be six without one of them; the first is seldom the one that is gone ("anger" is not "danger"). */
    if (stem.length < 5 || word.length < (at && stem.length > 5 ? 5 : 6) || OTHERS.test(word)) return false;
    const [w, s] = [word.slice(at), stem.slice(at)];
    return (
      ends(w.slice(1), s.slice(1)) ||
      ends(w.slice(1), s) ||
      ends(w, s.slice(1)) ||
      (w[0] === s[1] && w[1] === s[0] && ends(w.slice(2), s.slice(2)))
    );
  };

  /* Help is shown before and whether or not the index has the word. */
  const helpFirst = (text) => {
    const typed = text.toLowerCase().replace(/['’-]/g, "").split(/[^\p{L}]+/u);
    const lines = [...first.querySelectorAll("[data-words]")];
    for (const line of lines) {
      const stems = line.dataset.words.split(" ");
      line.hidden = !typed.some((word) => stems.some((stem) => near(word, stem)));
    }
    first.hidden = lines.every((line) => line.hidden);
  };

  /* What has all the words; where that is little, then what has some of them, most of them first. */
  const search = async (instance, sought, kinds) => {
    const isOfComments = kinds.includes("Comment");
    if (answered.checked && !isOfComments) return [];
    const filters = { kind: { any: kinds } };
    if (situation.value) filters.situation = situation.value;
    if (answered.checked) filters.answered = "yes";
    const hits = async (words) => (await instance.search(words, { filters })).results;
    const all = await hits(sought.join(" "));
    if (sought.length < 2 || all.length >= FEW) return all;
    const some = new Map();
    for (const list of await Promise.all(sought.map(hits))) {
      for (const hit of list) {
        const before = some.get(hit.id) ?? { hit, words: 0, score: 0 };
        some.set(hit.id, { hit, words: before.words + 1, score: before.score + hit.score });
      }
    }
    for (const hit of all) some.delete(hit.id);
    const rest = [...some.values()].sort((a, b) => b.words - a.words || b.score - a.score);
    return [...all, ...rest.map((one) => one.hit)];
  };

  const told = (text, sought, lists) => {
    const [pages, comments] = lists.map((list) => list.length);
    const parts = [count(pages, "page"), count(comments, "comment")].filter(Boolean);
    const help = first.hidden ? "" : "Help comes first. ";
    const typed = text.toLowerCase();
    const mended = sought.filter((word) => !typed.replace(/['’]/g, "").includes(word));
    const as = mended.length ? ` (read as “${mended.join("”, “")}”)` : "";
    if (parts.length) return `${help}Found for “${text}”${as}: ${parts.join(" and ")}.`;
    return `${help}Nothing was found for “${text}”. Try one word, or another one, or choose a page from the list below.`;
  };

  const count = (number, noun) => number && `${number} ${noun}${number === 1 ? "" : "s"}`;

  const items = async (list) => (await Promise.all(list.map((hit) => hit.data()))).map(item);

  const fill = (group, list, shown) => {
    const [place, more] = [group.querySelector("ol"), group.querySelector("button")];
    group.hidden = list.length === 0;
    place.replaceChildren(...shown);
    more.hidden = shown.length === list.length;
    more.onclick = async () => {
      const turn = latest;
      const start = place.children.length;
      const next = await items(list.slice(start, start + AT_ONCE));
      if (turn !== latest) return;
      place.append(...next);
      more.hidden = place.children.length === list.length;
      next[0].querySelector("a").focus();
    };
  };

  const item = (hit) => {
    const { meta } = hit;
    const kind = hit.filters.kind[0];
    const part = pattern.cloneNode(true);
    const link = part.querySelector("h3 a");
    const excerpt = part.querySelector(".excerpt");
    const places = part.querySelector(".places");
    const where = [KINDS[kind] ?? kind, meta.date, meta.page].filter(Boolean);
    part.querySelector(".kind").textContent = where.join(", ");
    link.textContent = meta.title;
    link.href = address(meta.address ?? hit.raw_url ?? "");
    const sections = meta.address ? [] : best(hit.sub_results);
    /* The sign is that of the questions that lead to a page, which are no text of it. */
    if (meta.neutral || (sections[0] ?? hit).excerpt.includes("¶")) excerpt.textContent = meta.description;
    else excerpt.replaceChildren("… ", ...marked((sections[0] ?? hit).excerpt), " …");
    const linked = meta.neutral ? [] : sections.filter((section) => section.anchor && section.anchor.element !== "h1");
    const line = places.firstElementChild;
    places.replaceChildren(
      ...linked.map((section) => {
        const copy = line.cloneNode(true);
        copy.firstElementChild.textContent = section.title;
        copy.firstElementChild.href = `${link.href}#${section.anchor.id}`;
        return copy;
      }),
    );
    if (!linked.length) places.remove();
    return part;
  };

  const address = (path) => new URL(path.replace(/^\/+/, ""), home).href;

  /* The sections of a page in which most of the words stand, at most three. */
  const best = (sections) => {
    const weight = (section) => section.weighted_locations.reduce((sum, one) => sum + one.balanced_score, 0);
    return [...sections].sort((a, b) => weight(b) - weight(a)).slice(0, 3);
  };

  /* Pagefind gives an excerpt as HTML with <mark>: taken apart here, so that all else stays text. */
  const marked = (excerpt) =>
    excerpt.split(/<\/?mark>/).map((piece, place) => {
      const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      if (place % 2 === 0) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await look();
    found.focus();
  });
  words.addEventListener("focus", () => load().catch(() => {}), { once: true });
  words.addEventListener("input", () => {
    clearTimeout(timer);
    load().catch(() => {});
    timer = setTimeout(look, PAUSE);
  });
  for (const filter of [situation, answered]) filter.addEventListener("change", look);
  form.hidden = false;
  document.getElementById("kept").hidden = false;
})();
