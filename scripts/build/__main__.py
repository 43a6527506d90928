"""Build the site with any generator that is installed: `python -m scripts.build --generator NAME`."""

import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import click

from scripts.build import zensical
from scripts.build.one_build import Build
from scripts.common.dates import VARIABLE, source_date
from scripts.common.settings import read_data
from scripts.finish.steps import CONFIG

#: The generators that build this site, each with the oldest release that does.
GENERATORS: Final = {"mkdocs": "1.6.1", "properdocs": "1.6.7", "zensical": "0.0.73"}


@click.command()
@click.option("--generator", type=click.Choice(list(GENERATORS)), default="mkdocs", show_default=True)
@click.option("--config", type=click.Path(exists=True, path_type=Path), default=CONFIG, show_default=True)
def main(generator: str, config: Path) -> None:
    """Build the site with the generator that you name; it comes out the same."""
    if fault := lacking(generator):
        raise click.ClickException(fault)
    if generator != "zensical":
        command = [sys.executable, "-m", generator, "build", "--strict", "--clean", "-f", str(config)]
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own words only
    try:
        build_with_zensical(config)
    except (zensical.StoppedError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def lacking(generator: str) -> str:
    """Say in a sentence why a generator cannot build here; nothing if it can.

    Args:
        generator: its name, one of `GENERATORS`.
    """
    oldest, has = GENERATORS[generator], next((one.version for one in distributions(name=generator)), "")
    if _numbers(has) >= _numbers(oldest):
        return ""
    cure = f"install it with `python -m pip install '{generator}>={oldest}'`, or build with another --generator."
    return f"{generator} {oldest} or newer is not installed{has and f', but {has}'}: {cure}"


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", release)[:3]))


def build_with_zensical(config: Path) -> None:
    """Do for Zensical, which has no hooks, what `scripts/hooks.py` does for the others.

    Args:
        config: the settings, `mkdocs.yml`.

    Raises:
        BuildStoppedError: the site was not built.
        zensical.StoppedError: because Zensical stopped.
        ValueError: `SOURCE_DATE_EPOCH` is no number.
    """
    os.environ[VARIABLE] = str(source_date(Path.cwd()))
    settings, home = read_data(config), config.absolute().parent
    docs, site = home / settings.get("docs_dir", "docs"), home / settings.get("site_dir", "site")
    plugins = [next(iter(one)) if isinstance(one, dict) else str(one) for one in settings.get("plugins") or []]
    if not isinstance(settings.get("theme"), dict):
        settings["theme"] = {"name": settings.get("theme")}
    build = Build(site, docs, config)
    try:
        build.check(settings["theme"], settings.get("extra") or {}, plugins)
        zensical.render(settings, docs, config.absolute(), build.new)
        build.finish()
    except BaseException as error:
        build.give_up(str(error))
        raise
    build.take_place()


if __name__ == "__main__":
    main()
