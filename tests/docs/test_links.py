"""Every link between the pages leads somewhere, and no page is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.fences import DOCS, PAGES, ROOT

_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def links(page: Path) -> list[str]:
    """The targets of a page's links and pictures, code aside."""
    return _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """The names that the headings of a page can be linked by."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    plain = (re.sub(r"[^\w\- ]", "", heading).strip().lower() for heading in _HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        if re.match(r"(https?|mailto):", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    pending = list(reached)
    while pending:
        page = pending.pop()
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.is_file() and target not in reached:
                reached.add(target)
                pending.append(target)
    assert {page.name for page in DOCS.rglob("*.md") if page not in reached} == set()


def test_the_glossary_has_the_words() -> None:
    """The words that the code, the JSON and the screen share."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = ["value", "adjoint", "parents", "children", "local derivative", "term", "fan-out", "fan-in", "seed"]
    words += ["grain", "gather", "scatter", "routine", "role"]
    assert [word for word in words if f"**{word}**" not in text] == []


def test_the_architecture_names_every_room() -> None:
    """A file or folder that nobody has heard of is how a house begins to sprawl."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    missing = []
    for folder in ("engine", "app", "app/static", "backsweep"):
        for file in sorted((ROOT / folder).iterdir()):
            if file.name.startswith("_") or file.suffix not in {"", ".py"}:
                continue
            name = file.name if file.is_file() else f"{file.name}/"
            if f"`{name}`" not in text and name != "static/":
                missing.append(f"{folder}/{name}")
    assert missing == []


def test_no_page_stands_in_two_minds_about_its_title() -> None:
    for page in PAGES:
        titles = re.findall(r"^# .+$", _CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
        assert len(titles) == 1, page
