"""docs/images/lecture.png, the README's picture, taken from the real page: ``python -m tests.docs.picture``."""

from __future__ import annotations

from benchmarks.page import VISIT, WATCH_START, chromium, server
from tests.docs.fences import DOCS

PICTURE = DOCS / "images" / "lecture.png"
STEP = 14
"""Of 16: w has one of its two terms."""


def take() -> None:
    """Walk to the middle of the fan-in and take the picture."""
    with server() as address, chromium() as browser:
        page = browser.new_page(
            viewport={"width": 1280, "height": 720}, device_scale_factor=1.5, reduced_motion="reduce"
        )
        page.add_init_script(WATCH_START)
        page.goto(address)
        page.evaluate(VISIT)
        for _ in range(STEP):
            page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"body[data-step='{STEP}'] [data-node='w'][data-state='partial']")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    take()
