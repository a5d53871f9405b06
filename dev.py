#!/usr/bin/env python3
"""Sets up a checkout of Twinlens and works in it. Needs only Python 3.11 or newer.

python3 dev.py run [FOLDER…]      start Twinlens, on these folders (or with any of its commands)
python3 dev.py test [ARGUMENT…]   check style, types and imports, then run the tests (arguments go to pytest)
python3 dev.py lint               check style, types and imports only
python3 dev.py translations [LANGUAGE…]   bring the files for Qt Linguist up to date with the code, or begin a language
python3 dev.py guide [pictures]   build the user's guide as a site, in build/site; with new pictures of the program
python3 dev.py package            freeze Twinlens and make what this system installs, in dist/
python3 dev.py lock               pin the newest dependencies that pyproject.toml allows

Each sets up what it needs first, in .venv; a second call finds that done and costs next to nothing.
"""

# Kept to what Python 3.7 can read, so that an old one gets the sentence below and not a syntax error.
from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Twinlens needs Python 3.11 or newer; this is {}.{}. Run dev.py with a newer one, for example: "
        "python3.11 dev.py test".format(*sys.version_info[:2])
    )

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dev_system import PACKING_TOOLS, QT_LIBRARIES, SCREEN_TOOLS, build_packages, ensure_system_packages

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = str(BIN / ("python.exe" if sys.platform == "win32" else "python"))
TRANSLATIONS = ROOT / "resources" / "translations"
EMPTY_PLURAL = re.compile(
    r'(<message numerus="yes">\s*<source>)([^<]*)(</source>\s*(?:<comment>[^<]*</comment>\s*)?)'
    r'<translation type="unfinished">\s*(?:<numerusform></numerusform>\s*)+</translation>'
)
"""A message of Qt Linguist's file whose plural forms are not written yet."""
STAMP = VENV / "twinlens-setup.json"
UNFINISHED = VENV / "twinlens-setup-unfinished"

APP_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PACKAGE_LOCK = ROOT / "requirements-package.lock"

# The CPU build: on Linux PyPI's own is the CUDA one, several gigabytes larger. Apart from the hashed file because
# each system names it differently; its dependencies are pinned there.
TORCH = "2.13.0+cpu" if sys.platform == "linux" else "2.13.0"

NETWORK_TROUBLE = re.compile(r"timed? ?out|Connection (reset|aborted|broken)|IncompleteRead|Temporary failure", re.I)


class SetupError(Exception):
    """Set-up cannot go on; the text says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is that of the first tool that failed."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    commands = {"run": run_app, "test": run_tests, "lint": run_lint, "package": run_package, "lock": run_lock}
    commands |= {"translations": run_translations, "guide": run_guide}
    if command not in commands:
        print((__doc__ or "").strip())
        return 0 if command in ("-h", "--help", "help") else 2
    try:
        return commands[command](rest)
    except SetupError as error:
        say(str(error))
        return 3
    except KeyboardInterrupt:
        return 130


def run_app(arguments: Sequence[str]) -> int:
    """Start Twinlens from the checkout, in the folder one stands in, but never from what lies there (-P)."""
    set_up(for_tests=False)
    command = [PYTHON, "-P", "-m", "twinlens", *arguments]
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return subprocess.call(command)
    # Twinlens takes the place of this process, so that Ctrl+C reaches it and it ends in its own time.
    os.execv(PYTHON, command)


def run_tests(arguments: Sequence[str]) -> int:
    """Run every check, then the tests; stop at the first tool that fails."""
    torch = set_up(for_tests=True)
    pytest = ("pytest", [PYTHON, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments])
    return run_tools([*lint_tools(torch), pytest])


def run_lint(arguments: Sequence[str]) -> int:
    """Run the checks that need no test."""
    if arguments:
        raise SetupError("dev.py lint takes no arguments.")
    return run_tools(lint_tools(set_up(for_tests=True)))


def run_package(arguments: Sequence[str]) -> int:
    """Freeze and pack in an environment of its own, which holds what ships and nothing else."""
    if arguments:
        raise SetupError("dev.py package takes no arguments.")
    ensure_system_packages([*QT_LIBRARIES, *build_packages(), *PACKING_TOOLS], say)
    folder = ROOT / "build" / "package" / "venv"
    python, stamp = folder / BIN.name / Path(PYTHON).name, folder / "finished"
    with only_one_at_a_time():
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest(PACKAGE_LOCK):
            say("making the environment that is frozen; this takes some minutes")
            venv.create(folder, clear=True, with_pip=True)
            if not pip("--require-hashes", "-r", str(PACKAGE_LOCK), python=str(python)):
                raise SetupError("What the frozen app needs could not be installed (see above).")
            stamp.write_text(digest(PACKAGE_LOCK), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop"), "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.call([str(python), str(ROOT / "packaging" / "build.py")], cwd=ROOT, env=environment)


def run_guide(arguments: Sequence[str]) -> int:
    """Bring the user's guide up to date with the program."""
    set_up(for_tests=True)
    return run_tools([("guide", [PYTHON, str(ROOT / "packaging" / "guide.py"), *arguments])])


def run_lock(arguments: Sequence[str]) -> int:
    """Write the lock files anew; arguments go to uv (such as --upgrade-package NAME)."""
    set_up(for_tests=True)
    compile_lock = [
        *[PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"],
        *["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"],
    ]
    app = [*compile_lock, "--group", "build", "--output-file", APP_LOCK.name, *(arguments or ["--upgrade"])]
    dev = [*compile_lock, "--group", "dev", "--constraints", APP_LOCK.name, "--output-file", DEV_LOCK.name]
    package = [*compile_lock, "--group", "package", "--constraints", APP_LOCK.name, "--output-file", PACKAGE_LOCK.name]
    return run_tools([("uv", app), *(("uv", [*each, *(arguments or ["--upgrade"])]) for each in (dev, package))])


def run_translations(arguments: Sequence[str]) -> int:
    """Find every sentence of the window, and compile what was translated. English is the source: plurals alone."""
    set_up(for_tests=True)
    begun = {file.stem.split("_", 1)[1] for file in TRANSLATIONS.glob("twinlens_*.ts")}
    for language in sorted({"en", *begun, *arguments}):
        file = TRANSLATIONS / f"twinlens_{language}.ts"
        code = run_tools([(f"lupdate {language}", lupdate(file, language))])
        if language == "en":
            fill_plurals(file)
        code = code or run_tools([(f"lrelease {language}", [str(BIN / "pyside6-lrelease"), "-silent", str(file)])])
        if code:
            return code
    return 0


def lupdate(file: Path, language: str) -> list[str]:
    """What brings a file of translations up to date with the sentences in the code."""
    plurals = ["-pluralonly"] if language == "en" else []
    find = ["-silent", "-extensions", "py", "-locations", "none", "-no-obsolete", "-sort-messages", *plurals]
    to = ["-source-language", "en", "-target-language", language, str(ROOT / "desktop" / "twinlens" / "gui")]
    return [str(BIN / "pyside6-lupdate"), *find, *to, "-ts", str(file)]


def fill_plurals(file: Path) -> None:
    """Write the English plurals that follow the rule, `%n photo(s)`; others are written by hand, and stay."""
    found = file.read_text(encoding="utf-8")
    file.write_text(EMPTY_PLURAL.sub(filled_plural, found), encoding="utf-8")


def filled_plural(message: re.Match[str]) -> str:
    """A message of the file, with its two forms made of the source."""
    head, source, between = message.group(1, 2, 3)
    forms = "".join(f"            <numerusform>{source.replace('(s)', ending)}</numerusform>\n" for ending in ("", "s"))
    return f"{head}{source}{between}<translation>\n{forms}        </translation>"


def lint_tools(torch: bool) -> list[tuple[str, list[str]]]:
    """The checks, in order. Without torch the training package cannot be typed, so its types are left out."""
    typed = [] if torch else ["desktop/twinlens", "dev.py", "dev_system.py", "setup.py"]
    return [
        ("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
        ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [PYTHON, "-m", "mypy", *typed]),
        ("lint-imports", [str(BIN / "lint-imports")]),
    ]


def run_tools(tools: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Run each tool until one fails, and say which it was."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for name, command in tools:
        say(name)
        code = subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        if code:
            say(f"{name} FAILED (exit {code}); what comes after it was not run")
            return code
    return 0


# -- set-up ----------------------------------------------------------------------------------------------------------


def set_up(*, for_tests: bool) -> bool:
    """Make everything ready that the command needs, as far as it is not; say whether torch is there."""
    ensure_system_packages([*QT_LIBRARIES, *build_packages(), *(SCREEN_TOOLS if for_tests else ())], say)
    done = read_stamp()
    if not is_current(done, for_tests):
        with only_one_at_a_time():
            done = install(read_stamp(), for_tests)
    return done.get("torch") == TORCH


def install(done: dict[str, str], for_tests: bool) -> dict[str, str]:
    """Bring the virtual environment up to date with the lock files and the project."""
    wanted = wanted_stamp(for_tests)
    ensure_venv(done, wanted)
    UNFINISHED.write_text("A set-up that is cut off here is begun anew by the next call.\n", encoding="utf-8")
    say("installing the pinned dependencies; the first time takes some minutes")
    lock = DEV_LOCK if for_tests else APP_LOCK
    if not pip("--require-hashes", "-r", str(lock)):
        raise SetupError(
            "The dependencies could not be installed (see above). hnswlib is compiled here and needs a C++ compiler "
            "and Python's headers: on Debian or Ubuntu g++ and python3-dev, on macOS the command line tools "
            "(xcode-select --install), on Windows the Visual Studio Build Tools."
        )
    if not pip("--no-deps", "--no-build-isolation", "-e", str(ROOT)):
        raise SetupError("Twinlens itself could not be installed into .venv (see above).")
    put_on_path(ROOT / "models")
    if for_tests:
        wanted["torch"] = TORCH if install_torch() else "missing"
    write_stamp(wanted)
    UNFINISHED.unlink()
    say("set-up is done")
    return wanted


def wanted_stamp(for_tests: bool) -> dict[str, str]:
    """What a finished set-up writes down: everything whose change makes it stale."""
    stamp = {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]} {platform.machine()}",
        "root": str(ROOT),
        "project": digest(ROOT / "pyproject.toml", ROOT / "setup.py"),
        "app": digest(APP_LOCK),
    }
    if for_tests:
        stamp["dev"] = digest(DEV_LOCK)
    return stamp


def is_current(done: Mapping[str, str], for_tests: bool) -> bool:
    """Whether the set-up that was finished last serves this command too."""
    wanted = wanted_stamp(for_tests)
    torch_settled = not for_tests or done.get("torch") == TORCH or (done.get("torch") == "missing" and not in_ci())
    return Path(PYTHON).exists() and torch_settled and all(done.get(key) == value for key, value in wanted.items())


def read_stamp() -> dict[str, str]:
    """What the last finished set-up wrote down; empty where none finished."""
    if UNFINISHED.exists():
        return {}
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        if isinstance(stamp, dict):
            return {str(key): str(value) for key, value in stamp.items()}
    return {}


def write_stamp(stamp: Mapping[str, str]) -> None:
    """Write down what was finished, in one step."""
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(STAMP)


def digest(*files: Path) -> str:
    """One hash over the content of these files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def ensure_venv(done: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Make the virtual environment, or make it anew where it is broken, cut off, moved or of another Python."""
    moved = bool(done) and any(done.get(key) != wanted[key] for key in ("python", "root"))
    if not moved and not UNFINISHED.exists() and venv_works():
        return
    if VENV.exists():
        say("the virtual environment is unfinished, broken, moved or of another Python: making it anew")
        shutil.rmtree(VENV)
    say(f"making a virtual environment in {VENV.name} with Python {platform.python_version()}")
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(f"The virtual environment could not be made: {error}.") from error


def venv_works() -> bool:
    """Whether there is an environment of this Python whose pip starts."""
    if not Path(PYTHON).exists():
        return False
    probe = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def put_on_path(folder: Path) -> None:
    """Make the packages in this folder importable in the environment."""
    probe = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True).stdout.strip()
    (Path(site) / "twinlens_checkout.pth").write_text(f"{folder}\n", encoding="utf-8")


def install_torch() -> bool:
    """Install torch for the tests of models/; without it they are left out, except where CI asks for all of them."""
    if pip("--no-deps", f"torch=={TORCH}"):
        return True
    sentence = f"torch {TORCH} cannot be had from the package index that pip uses here: "
    if in_ci():
        raise SetupError(sentence + "in CI that is a failure.")
    say(sentence + "the tests of models/ are left out.")
    return False


def pip(*arguments: str, python: str = PYTHON) -> bool:
    """Run `pip install`; try once more when the network timed out."""
    # Python compiles what it imports by itself; most of what is installed is never imported.
    options = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--no-compile"]
    command = [python, "-m", "pip", "install", *options, *arguments]
    # A build with -march=native would crash on an older processor that gets it from pip's cache.
    environment = {**os.environ, "HNSWLIB_NO_NATIVE": "1", "PYTHONUNBUFFERED": "1"}
    code, output = stream(command, environment)
    if code and NETWORK_TROUBLE.search(output):
        say("the network timed out: trying once more")
        code, output = stream(command, environment)
    return code == 0


def stream(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Run pip, showing what it is at as it goes, and everything it said where it failed."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if line.lstrip().startswith(("Collecting", "Building", "Installing", "Successfully")):
                sys.stderr.write(f"  {line.strip()}\n")
        code = process.wait()
    if code:
        sys.stderr.writelines(lines)
    return code, "".join(lines)


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold the set-up lock; a second dev.py waits here, and finds the work done."""
    with (ROOT / ".setup.lock").open("a", encoding="utf-8") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def in_ci() -> bool:
    """Whether a build server asks, which wants every test."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def say(sentence: str) -> None:
    """Tell the developer; on stderr, so that stdout stays the command's own."""
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
