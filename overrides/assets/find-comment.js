// Old addresses of comments end in #comment-123 and do not say on which of our pages that comment is. This sends the
// reader on: from the index of an archive to the page that has it, and from an old address to the index with the #.
// Without scripts the index lists the numbers on each page, and an old address leads to the index.
const { hash } = location;
const onward = document.querySelector("a[data-onward]");
if (onward && hash) {
  location.replace(onward.href.split("#")[0] + hash);
} else if (/^#comment-r?\d+$/.test(hash) && !document.getElementById(hash.slice(1))) {
  const id = hash.slice("#comment-".length);
  const has = (run) => {
    const [first, last = first] = run.split("-");
    return run === id || (Number(first) <= Number(id) && Number(id) <= Number(last));
  };
  const page = [...document.querySelectorAll("a[data-ids]")].find((link) => link.dataset.ids.split(" ").some(has));
  if (page) location.replace(page.href + hash);
}
