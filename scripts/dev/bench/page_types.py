"""One page of each type, for what is measured once for each."""

from __future__ import annotations

#: What a reader calls it, and its address on the site.
PAGE_TYPES = {
    "home": "",
    "article": "articles/what-to-do-when-he-or-she-leaves/",
    "evidence": "articles/what-research-says/",
    "help": "help-now/",
    "page with the exit": "looking-after-yourself/",
    "glossary": "words-used-here/",
    "comments": "comments/what-to-do-when-he-or-she-leaves/",
    "print": "print/",
    "search": "search/",
    "about": "about/",
    "not found": "404.html",
}
