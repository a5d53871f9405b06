"""The rules that keep the code in shape, checked by tools and not by goodwill."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
DESKTOP = ROOT / "desktop"
MAX_LINES = 400

# In pieces, so that this file does not fail its own check.
PLACES_OF_ONE_MACHINE = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.-])/" + r"(work|root)/\w",
        r"/home/(?!user\b|anna\b|ann\b|me\b|you\b|photographer\b)\w+/" + r"\.?(venv|pyenv|cache/pip)",
        r"(?i)[a-z]:\\" + r"Users\\(?!user\b|anna\b|ann\b|me\b|you\b)\w+",
        r"(?i)\bpy"
        + r"pi\.org|python"
        + r"hosted|deb\.debian\."
        + r"org|registry\."
        + r"npmjs|(?<!/)/opt/"
        + r"(pypi|wheels)",
    )
]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def source_files() -> list[Path]:
    folders = ("desktop", "models", "tests")
    return sorted([*(file for folder in folders for file in (ROOT / folder).rglob("*.py")), *ROOT.glob("*.py")])


def project_files() -> Iterator[Path]:
    """Every text file that git tracks or would; without git (a source archive), what is in the project's folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    files = [ROOT / name for name in names] if listed.returncode == 0 else source_files()
    for file in files:
        if file.is_file() and b"\0" not in file.read_bytes()[:8192]:
            yield file


def test_no_file_is_too_long_to_be_read_at_one_sitting():
    too_long = {str(file.relative_to(ROOT)): len(lines_of(file)) for file in source_files()}
    assert {name: count for name, count in too_long.items() if count >= MAX_LINES} == {}


def test_the_application_prints_nothing_by_itself():
    """Output goes through the command line's one writer or the log."""
    printing = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted(DESKTOP.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_nothing_names_a_place_on_one_machine_or_a_registry():
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in project_files()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if any(pattern.search(line) for pattern in PLACES_OF_ONE_MACHINE)
    ]
    assert found == []


def test_the_packaging_folder_never_hides_the_package_of_that_name():
    import packaging

    assert packaging.__file__ is not None
    assert ROOT not in Path(packaging.__file__).parents or ".venv" in packaging.__file__
    assert not (ROOT / "packaging" / "__init__.py").exists()


def lint_imports(desktop: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the application in this folder."""
    probe = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", probe, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=desktop,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(desktop), str(ROOT / "models")]), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_to_the_layers():
    checked = lint_imports(DESKTOP)
    assert checked.returncode == 0, checked.stdout


def test_a_breach_of_any_import_contract_is_caught(tmp_path: Path):
    """Contracts that name the wrong modules pass on anything: plant one breach of each."""
    shutil.copytree(DESKTOP / "twinlens", tmp_path / "twinlens", ignore=shutil.ignore_patterns("__pycache__"))
    planted = {
        "core/planted.py": "import PySide6.QtCore\nimport twinlens.workflows\n",
        "files/planted.py": "import sqlalchemy\nimport twinlens.library\n",
        "vision/planted.py": "import send2trash\n",
        "workflows/planted.py": "import PIL.Image\nimport torch\n",
        "strangers.py": "",
    }
    for name, code in planted.items():
        (tmp_path / "twinlens" / name).write_text(code, encoding="utf-8")
    checked = lint_imports(tmp_path)
    assert checked.returncode == 1, checked.stdout
    for said in (
        "twinlens.core is not allowed to import twinlens.workflows",
        "twinlens.files is not allowed to import twinlens.library",
        "twinlens.core is not allowed to import PySide6",
        "twinlens.workflows is not allowed to import PIL",
        "twinlens.files is not allowed to import sqlalchemy",
        "twinlens.vision is not allowed to import send2trash",
        "twinlens is not allowed to import torch",
        "twinlens.strangers",
    ):
        assert said in checked.stdout


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(DESKTOP)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("twinlens.cli", ("PySide6", "torch", "twinlens_training")),
        ("twinlens.__main__", ("PySide6", "torch", "onnxruntime")),
        ("twinlens.vision.decoding", ("PySide6", "onnxruntime", "sqlalchemy")),
    ],
    ids=["command line", "start", "decode worker"],
)
def test_what_a_start_does_not_load(module: str, unwanted: tuple[str, ...]):
    """Contracts read the source; this looks at what a running Python has loaded."""
    ran = run_python(f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))")
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.split()).isdisjoint(unwanted)


def test_emitting_a_signal_costs_true_no_reference():
    """PySide6 6.12 on CPython 3.11 drops a reference to True with every signal, until the interpreter dies."""
    from PySide6.QtCore import QObject, Signal

    class Bell(QObject):
        rang = Signal(bool)

    heard: list[bool] = []
    bell = Bell()
    bell.rang.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(2000):
        bell.rang.emit(True)
        heard.clear()
    assert sys.getrefcount(True) > before - 100


def test_one_onnx_runtime_is_installed():
    """Both builds share one folder; together the wrong one wins, and removing either breaks the other."""
    found = []
    for name in ("onnxruntime", "onnxruntime-gpu"):
        try:
            distribution(name)
        except ModuleNotFoundError:
            continue
        found.append(name)
    assert len(found) == 1


def test_the_lock_files_pin_what_the_project_asks_for():
    """`dev.py lock` was run after the last change of dependencies; one address in them would tie all to one index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    development = [entry for entry in project["dependency-groups"]["dev"] if isinstance(entry, str)]
    for name, wanted in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements-dev.lock", project["project"]["dependencies"] + development),
    ):
        lock = (ROOT / name).read_text(encoding="utf-8")
        pins = [
            Requirement(line.rstrip(" \\")) for line in lock.splitlines() if line and not line.startswith((" ", "#"))
        ]
        for requirement in map(Requirement, wanted):
            versions = [pin for pin in pins if canonicalize_name(pin.name) == canonicalize_name(requirement.name)]
            assert versions, f"{name} lacks {requirement.name}"
        for pin in pins:
            (exact,) = pin.specifier
            assert exact.operator == "=="
        assert "--hash=sha256:" in lock
        assert "://" not in lock
