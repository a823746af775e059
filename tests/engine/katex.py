"""All formulas of a test at once through KaTeX, as strict as it can be: of its extensions the page trusts one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import frontend
from scripts.places import ROOT

_SCRIPT = """
import { readFileSync } from "node:fs";
import katex from "katex";
const complaints = [];
for (const formula of JSON.parse(readFileSync(0, "utf-8"))) {
  try {
    const trust = ({ command }) => command === "\\\\htmlClass";
    const strict = (code) => (code === "htmlExtension" ? "ignore" : "error");
    katex.renderToString(formula, { throwOnError: true, strict, trust });
  } catch (error) {
    complaints.push(`${formula}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(complaints));
"""


def node() -> str:
    """The Node of the checks, or the one that they would take."""
    given = os.environ.get("BACKSWEEP_NODE")
    if given:
        return given
    found = frontend.on_machine() or frontend.in_environment(Path(sys.executable))
    assert found is not None, "There is no Node here; scripts/dev.py test brings one."
    return str(found.executable)


def complaints(formulas: Iterable[str]) -> list[str]:
    """What KaTeX has to say against the formulas; each different one is read once."""
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", _SCRIPT],
        input=json.dumps(list(dict.fromkeys(formulas))),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=600,
        cwd=ROOT,
    )
    return [str(complaint) for complaint in json.loads(done.stdout)]
