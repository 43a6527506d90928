// What a test of hostile comments does on a page, and asks of it.

// Everything that a page of comments may be made of, asked of the browser after its own parser has had its say.
function strange() {
  const said = /^(A|ABBR|B|BLOCKQUOTE|BR|CITE|CODE|DEL|DETAILS|EM|I|INS|LI|OL|P|PRE|Q|S|STRONG|SUB|SUMMARY|SUP|U|UL)$/;
  const ours = /^(ARTICLE|H2|P|DIV|SPAN|A|TIME|BDI)$/;
  const known = /^(class|id|aria-label(ledby)?|href|datetime|dir|data-(by|pagefind-[a-z]+|removed))$/;
  const found = [];
  for (const element of document.querySelectorAll(".said *")) {
    if (!said.test(element.tagName)) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      const fits = name === "href" ? /^(https?|mailto):$/.test(element.protocol)
        : name === "rel" || (name === "open" && element.tagName === "DETAILS");
      if (!fits) found.push(`${name}=${value}`);
    }
  }
  for (const element of document.querySelectorAll(".comments *")) {
    if (element.closest(".said")) continue;
    if (!ours.test(element.tagName)) found.push(element.outerHTML);
    for (const { name } of element.attributes) if (!known.test(name)) found.push(name);
  }
  for (const child of document.querySelectorAll(".comments > :not(article)")) found.push(child.outerHTML);
  return found;
}

// Comments of which no words of ours say that they are a reader's, or of someone who worked on the site; ours stand
// outside of the name.
function untold() {
  return [...document.querySelectorAll(".comment:not(.answer, .removed)")].filter((comment) => {
    const told = comment.querySelector(":scope > .of").cloneNode(true);
    for (const name of told.querySelectorAll("bdi")) name.remove();
    return !/^(, a reader|A reader|Staff)( · |$)/.test(told.textContent.trim());
  }).map((comment) => comment.id);
}

// Comments that run over their side.
function tooWide() {
  const wide = [...document.querySelectorAll(".comment")].filter((one) => one.scrollWidth > one.clientWidth + 6);
  return document.documentElement.scrollWidth > innerWidth ? ["page"] : wide.map((one) => one.id);
}

// What a reader does, all of it at once; links are not followed.
function touchEverything() {
  addEventListener("click", (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll("main *")) {
    if (element.tagName === "DETAILS") element.open = true;
    element.focus?.();
    for (const type of ["mouseover", "mouseenter", "pointerover", "click", "copy", "keydown", "input", "toggle"]) {
      element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    }
  }
}
