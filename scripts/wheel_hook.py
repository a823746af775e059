"""What the build backend asks of us: the files of the wheel, and what it depends on.

It is loaded by hatchling, as pyproject.toml says, and is the one script that imports something beside the standard
library. An editable installation only gets the metadata: it runs from the checkout as it is.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import wheel  # noqa: E402 - the path is set above: hatchling loads this file alone
from scripts.rewrite import rewritten  # noqa: E402


def requirements(text: str) -> list[str]:
    """The packages that requirements/run.in asks for, comments aside."""
    return [line for line in (re.sub(r"\s*#.*", "", raw).strip() for raw in text.splitlines()) if line]


class Dependencies(MetadataHookInterface):
    """Writes what is installed beside the wheel, which is what the server imports."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the dependencies."""
        metadata["dependencies"] = requirements((ROOT / "requirements" / "run.in").read_text("utf-8"))


class Contents(BuildHookInterface[BuilderConfig]):
    """Puts the checkout's folders into one package, with their imports rewritten."""

    _rewritten: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """List the files. Raises RuntimeError where the page is not built."""
        if version != "standard":
            return
        if fault := wheel.page_fault():
            raise RuntimeError(fault)
        self._rewritten = TemporaryDirectory()
        for file, target in wheel.contents():
            moved = Path(self._rewritten.name, target)
            if file.suffix == ".py":
                moved.parent.mkdir(parents=True, exist_ok=True)
                moved.write_bytes(rewritten(file.read_text("utf-8"), str(file.relative_to(ROOT))).encode("utf-8"))
            build_data["force_include"][str(moved if file.suffix == ".py" else file)] = target

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the rewritten files."""
        if self._rewritten is not None:
            self._rewritten.cleanup()
