"""Hostile strings, as `golden/comment_attacks.yml` has them: each is put into every field of a comment."""

from typing import Any, Final

from tests.golden import golden_data

_LISTS: Final[dict[str, Any]] = golden_data("comment_attacks.yml")
_TAGS: Final = ("b", "a", "p", "blockquote", "code", "q", "li")
HANDLERS: Final = [
    f"<{tag} on{event}=alert(1) tabindex=1 autofocus>x</{tag}>"
    for place, event in enumerate(_LISTS.pop("events").split())
    for tag in [_TAGS[place % len(_TAGS)]]
]
_LISTS["addresses"] = [f'<a href="{address}">x</a>' for address in _LISTS["addresses"]]

ATTACKS: Final[tuple[str, ...]] = (*(attack for attacks in _LISTS.values() for attack in attacks), *HANDLERS)
