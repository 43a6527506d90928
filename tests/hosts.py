"""Real servers at localhost for a built site, set up with nothing but what the build wrote into it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scripts.common.partials import environment
from scripts.dev.programs import NoProgramError, as_root, install_with_apt, need
from tests.site_server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What all hosts are told, as `overrides/hosts/table.txt.html` has it.
TABLE: Final[Any] = environment().get_template("hosts/table.txt.html").module

_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

# What a keeper writes; all the rest comes from the site.
_NGINX = """\
{user}
load_module {brotli};
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site}/redirects.nginx.conf;
    include {site}/headers.nginx.conf;
    server {{
        listen 127.0.0.1:{port};
        root {site};
        brotli_static on;
        include {site}/server.nginx.conf;
    }}
}}
"""
_CADDY = """\
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {site}
    import {site}/server.caddy
}}
"""


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
    if not _BROTLI.exists() and not install_with_apt("libnginx-mod-http-brotli-static"):
        raise NoProgramError(
            f"nginx has no {_BROTLI.name}: install libnginx-mod-http-brotli-static, then run this again."
        )
    port = free_port()
    user = "user root;" if as_root() else ""
    text = _NGINX.format(user=user, brotli=_BROTLI, folder=folder, site=site, port=port)
    config = folder / "nginx.conf"
    config.write_text(text, encoding="utf-8")
    with _running([program, "-c", str(config), "-p", str(folder), "-e", "stderr"], folder, port) as address:
        yield address


@contextlib.contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site with Caddy for as long as the context lasts; arguments as for nginx."""
    program = need("caddy", "caddy")
    port = free_port()
    config = folder / "Caddyfile"
    config.write_text(_CADDY.format(site=site, port=port), encoding="utf-8")
    with _running([program, "run", "--adapter", "caddyfile", "--config", str(config)], folder, port) as address:
        yield address


@contextlib.contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[str]:
    log = folder / "log"
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with log.open("wb") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        connection = HTTPConnection("127.0.0.1", port)
        try:
            connection.request("HEAD", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"The server does not answer: {log.read_text(encoding='utf-8')}")
