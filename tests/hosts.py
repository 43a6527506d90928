"""Real servers at localhost for a built site, set up with nothing but what the build wrote into it."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

from scripts.common.partials import ENVIRONMENT
from scripts.dev.programs import as_root, need
from tests.building import ROOT
from tests.projects import wait_for
from tests.site_server import free_port

#: What all hosts are told, as `overrides/hosts/table.txt.html` has it.
TABLE: Final[Any] = ENVIRONMENT.get_template("hosts/table.txt.html").module

_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@contextlib.contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site with nginx for as long as the context lasts.

    Args:
        site: the folder that holds the built site.
        folder: an empty folder to work in.

    Yields:
        The address of the home page.
    """
    program = need("nginx", "nginx-light", "libnginx-mod-http-brotli-static", folders="/usr/sbin")
    need(str(_BROTLI), "libnginx-mod-http-brotli-static")
    user = "user root;" if as_root() else ""
    with _running([program, "-p", str(folder), "-e", "stderr", "-c"], "nginx.conf", folder, site, user) as address:
        yield address


@contextlib.contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site with Caddy for as long as the context lasts; arguments as for nginx."""
    command = [need("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config"]
    with _running(command, "Caddyfile", folder, site) as address:
        yield address


@contextlib.contextmanager
def _running(command: Sequence[str], name: str, folder: Path, site: Path, user: str = "") -> Iterator[str]:
    """Run a server by what a keeper would write for it; all the rest is in the site. `folder/log` has its words."""
    port, log, config = free_port(), folder / "log", folder / name
    text = Template((ROOT / "tests/fixtures/hosts" / name).read_text(encoding="utf-8"))
    config.write_text(text.substitute(user=user, brotli=_BROTLI, folder=folder, site=site, port=port), "utf-8")
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))
    with (
        log.open("wb") as output,
        subprocess.Popen([*command, str(config)], env={**os.environ, **homes}, stdout=output, stderr=output) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/", "</html>")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
