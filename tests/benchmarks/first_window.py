"""How soon is there a window? `python tests/benchmarks/first_window.py [RUNS]`.

From the start of a fresh process to the first paint, of Twinlens on an empty home and of a bare PySide6 window, turn by
turn. Printed are the medians and their ratio; below 1.5 is the aim. The first run of each warms the disk and is left
out.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
PAINTED = """
import os, sys
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os.write(1, b"painted")
            os._exit(0)
        return False
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
painted = Painted()
application.installEventFilter(painted)
window = QMainWindow()
window.resize(1200, 800)
window.show()
application.exec()
"""
)
OURS = (
    PAINTED
    + """
import PySide6.QtWidgets as widgets
bare = widgets.QApplication
class Watched(bare):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.painted = Painted()
        self.installEventFilter(self.painted)
widgets.QApplication = Watched
from twinlens.__main__ import main
main(["--home", sys.argv[1]])
"""
)


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        took = [(_until_painted(BARE), _until_painted(OURS, home)) for _ in range(runs + 1)][1:]
    bare, ours = (statistics.median(each) for each in zip(*took, strict=True))
    least = [min(each) for each in zip(*took, strict=True)]
    sys.stdout.write(
        f"bare window  {bare * 1000:6.0f} ms  (least {least[0] * 1000:.0f})\n"
        f"Twinlens     {ours * 1000:6.0f} ms  (least {least[1] * 1000:.0f})\n"
        f"ratio        {ours / bare:6.2f}     (of the least {least[1] / least[0]:.2f})\n"
    )


def _until_painted(code: str, *arguments: str) -> float:
    began = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path("desktop").absolute()), *sys.path])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, check=True)
    if not done.stdout.endswith(b"painted"):
        raise SystemExit("no window was painted")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
