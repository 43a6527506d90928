"""What the settings of the site say that no built page does: read from `mkdocs.yml`, whoever built the site.

What a keeper may want to change stands there under `extra`; where a line is taken out, the value that is here holds.
"""

from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo
from yaml_env_tag import add_env_tag  # type: ignore[import-untyped]

from scripts.common.faults import Fault, shown_path
from scripts.common.yaml_lines import Lines, faults_of

#: The settings of the project itself.
MKDOCS: Final = Path(__file__).parents[2] / "mkdocs.yml"


class _Loader(yaml.CSafeLoader):
    """Knows `!ENV`, and keeps what has the tag of another, such as `!!python/name:`, as it stands."""


class SettingsDumper(yaml.SafeDumper):
    """Writes settings that were read here, with the tags of others."""


add_env_tag(_Loader)
_Loader.add_multi_constructor("", lambda _, __, node: node)
SettingsDumper.add_multi_representer(yaml.Node, lambda _, node: node)


class Author(BaseModel):
    """Whose counsel the site retells: by name, and as readers call him."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    name: Annotated[str, Field(min_length=1)] = "Al Turtle"
    called: Annotated[str, Field(min_length=1)] = "Al"


def _not_before_reminding(value: int, info: ValidationInfo) -> int:
    if value < info.data.get("remind_after_days", value):
        raise ValueError("is less than `remind_after_days`; a keeper is reminded before a number goes")
    return value


class Extra(BaseModel):
    """The numbers and names under `extra`; `mkdocs.yml` says what each is for."""

    model_config = ConfigDict(frozen=True, strict=True)
    author: Author = Author()
    words_a_minute: Annotated[int, Field(ge=50, le=1000)] = 200
    most_clicks: Annotated[int, Field(ge=1)] = 3
    remind_after_days: Annotated[int, Field(ge=1)] = 180
    refuse_after_days: Annotated[int, Field(ge=1), AfterValidator(_not_before_reminding)] = 365
    pages: dict[str, str] = {}


#: What holds where the settings say nothing.
USUAL: Final = Extra()


class Settings(NamedTuple):
    """The site in general.

    Attributes:
        name: its name.
        description: what it is, in a sentence.
        rights: under which licence its words stand.
        language: its language, as `<html lang>` has it.
        extra: what a keeper may want to change; the usual values, if there are faults.
        faults: SG01 what is wrong with them.
    """

    name: str = ""
    description: str = ""
    rights: str = ""
    language: str = "en"
    extra: Extra = USUAL
    faults: tuple[Fault, ...] = ()


def read_settings(file: Path) -> Settings:
    """Read the settings.

    Args:
        file: `mkdocs.yml`, or a file that inherits from one.

    Raises:
        OSError: there is no such file.
    """
    data, extra, faults = read_data(file), USUAL, tuple[Fault, ...]()
    try:
        extra = Extra.model_validate(data.get("extra") or {})
    except ValidationError as error:
        lines = Lines(yaml.compose(file.read_text(encoding="utf-8"), _Loader))
        faults = tuple(faults_of(error, Fault(shown_path(file), 0, "SG01", ""), lines, ("extra",)))
    theme = data.get("theme")
    language = theme.get("language", "en") if isinstance(theme, dict) else "en"
    name, description, rights = (str(data.get(key, "")) for key in ("site_name", "site_description", "copyright"))
    return Settings(name, description, rights, language, extra, faults)


def read_data(file: Path) -> dict[str, Any]:
    """Read all that the settings say, with what they inherit.

    Raises:
        OSError: there is no such file.
    """
    data: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), _Loader) or {}  # noqa: S506 - a safe one with `!ENV`
    below = data.pop("INHERIT", None)
    return _merged(read_data(file.parent / below), data) if below else data


def _merged(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {**below, **{key: _merged(below.get(key), value) for key, value in above.items()}}
