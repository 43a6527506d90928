/* The search page: fetches Pagefind and its index when the first letter is typed, and shows what it finds. Nothing is kept, and
   nothing but text is ever put into the page. Without scripts the page says so, and lists all pages. */
(() => {
  const form = document.querySelector("form[data-search-index]");
  if (!form) return;
  const AT_ONCE = 8;
  const PAUSE = 200;
  const KINDS = { Answer: "Al Turtle’s answer" };
  const words = document.getElementById("words");
  const situation = document.getElementById("situation");
  const answered = document.getElementById("answered");
  const found = document.getElementById("found");
  const pattern = document.getElementById("result").content.firstElementChild;
  const groups = [...document.querySelectorAll("section[data-kinds]")];
  const first = document.getElementById("first");
  const home = new URL(form.dataset.home, location);
  let index = null;
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
      const lists = await Promise.all(groups.map((group) => search(instance, text, group.dataset.kinds.split(" "))));
      const shown = await Promise.all(lists.map((list) => items(list.slice(0, AT_ONCE))));
      if (turn !== latest) return;
      groups.forEach((group, place) => fill(group, lists[place], shown[place]));
      found.textContent = told(text, lists);
    } catch {
      if (turn === latest) found.textContent = "The search did not load. Load this page again to try once more, or choose a page from the list below.";
    }
  };

  /* Help is shown before and whether or not the index has the word. */
  const helpFirst = (text) => {
    const typed = text.toLowerCase().split(/[^\p{L}]+/u);
    const lines = [...first.querySelectorAll("[data-words]")];
    for (const line of lines) {
      const stems = line.dataset.words.split(" ");
      line.hidden = !typed.some((word) => stems.some((stem) => word.startsWith(stem)));
    }
    first.hidden = lines.every((line) => line.hidden);
  };

  const search = async (instance, text, kinds) => {
    const isOfComments = kinds.includes("Comment");
    if (answered.checked && !isOfComments) return [];
    const filters = { kind: { any: kinds } };
    if (situation.value) filters.situation = situation.value;
    if (answered.checked) filters.answered = "yes";
    return (await instance.search(text, { filters })).results;
  };

  const told = (text, lists) => {
    const [pages, comments] = lists.map((list) => list.length);
    const parts = [count(pages, "page"), count(comments, "comment")].filter(Boolean);
    const help = first.hidden ? "" : "Help comes first. ";
    if (parts.length) return `${help}Found for “${text}”: ${parts.join(" and ")}.`;
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
    if (meta.neutral) excerpt.textContent = meta.description;
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

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  words.addEventListener("input", () => {
    clearTimeout(timer);
    load().catch(() => {});
    timer = setTimeout(look, PAUSE);
  });
  for (const filter of [situation, answered]) filter.addEventListener("change", look);
  form.hidden = false;
})();
