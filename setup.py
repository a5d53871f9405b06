"""Puts the models and the resources, which lie outside the import package, inside a built one.

All else is said in pyproject.toml.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
MODEL = ("encoder.onnx", "encoder.json")
VERIFIER = ("verifier.onnx", "verifier.json")
RESOURCE_FOLDERS = ("icons", "styles", "translations", "guide", "sample")


class BuildWithResources(build_py):  # type: ignore[misc]  # setuptools carries no types
    """Copies `models/exported` and `resources` to `twinlens/_bundled`, where `twinlens.resources` looks first.

    An editable install copies nothing: there `twinlens.resources` finds them in the checkout.
    """

    def run(self) -> None:
        """Build the package afresh, so that nothing removed since an earlier build is shipped."""
        if self.editable_mode:
            super().run()
            return
        package = Path(self.build_lib) / "twinlens"
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        self._bundle(package / "_bundled")

    def _bundle(self, bundled: Path) -> None:
        (bundled / "models").mkdir(parents=True)
        for name in MODEL:
            if not (ROOT / "models" / "exported" / name).is_file():
                raise SystemExit(f"models/exported/{name} is missing: a Twinlens without its encoder is not built.")
        for name in (*MODEL, *VERIFIER):
            if (ROOT / "models" / "exported" / name).is_file():
                shutil.copy2(ROOT / "models" / "exported" / name, bundled / "models" / name)
        for name in RESOURCE_FOLDERS:
            source = ROOT / "resources" / name
            if source.is_dir():
                shutil.copytree(source, bundled / "resources" / name)


setup(cmdclass={"build_py": BuildWithResources})
