"""The real browser that tests and benchmarks drive: found on the machine, or Debian's installed for them."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.places import SetupError
from scripts.processes import quietly

VARIABLE = "BACKSWEEP_BROWSER"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How it is started: without a window, without a graphics card, and asking nothing of the network by itself."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def candidates(system: str, variables: Mapping[str, str], which: Callable[[str], str | None]) -> list[str]:
    """Where a Chromium may be, best first."""
    found = [path for name in NAMES if (path := which(name))]
    if system == "darwin":
        found += MAC
    if system == "win32":
        folders = [variables[folder] for folder in WINDOWS_FOLDERS if folder in variables]
        found += [f"{folder}\\{place}" for place in WINDOWS for folder in folders]
    return found


def find() -> Path | None:
    """The browser to drive, or None. Raises SetupError when the one that was asked for is not there."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        if not Path(chosen).is_file():
            raise SetupError(f"{VARIABLE} names no file: {chosen}")
        return Path(chosen)
    places = candidates(sys.platform, os.environ, shutil.which)
    return next((Path(place) for place in places if Path(place).is_file()), None)


def ensure() -> Path:
    """A browser, installed with apt where that is possible. Raises SetupError."""
    found = find()
    if found is None and shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        print("No Chromium here: installing Debian's ...", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        quietly("Looking up Debian's packages", ["apt-get", "update"], changes=quiet)
        quietly("Installing Chromium", ["apt-get", "install", "-y", "chromium"], changes=quiet)
        found = find()
    if found is None:
        raise SetupError(
            "The tests drive a real browser, and none was found. Install Chromium, Chrome or Edge"
            f" (Debian: apt install chromium), or name its executable in {VARIABLE}."
        )
    return found
