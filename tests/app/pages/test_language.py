"""Which language a browser gets, and that the page's own markup speaks it."""

import httpx
import pytest

from app.pages.language import chosen, languages

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, None, "en"),
        ("fr", None, "fr"),
        ("fr", "en", "fr"),
        ("tlh", "fr", "fr"),
        ("../en", None, "en"),
        (None, "fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        (None, "en;q=0.8, fr;q=0.9", "fr"),
        (None, "tlh, fr;q=0.1", "fr"),
        (None, "fr;q=0, en", "en"),
        (None, "tlh, qya", "en"),
        (None, "FR", "fr"),
        (None, "fr;q=high, en;q=0.1", "en"),
        (None, "fr;q=nan", "en"),
        (None, "," * 100_000, "en"),
    ],
)
def test_the_address_decides_then_the_browser_then_english(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert chosen(asked, accepted) == language


async def test_the_page_is_written_in_the_language_and_says_so(client: httpx.AsyncClient) -> None:
    english, french = [await client.get(address) for address in ("/", "/?lang=fr")]
    assert '<html lang="en">' in english.text
    assert '<html lang="fr">' in french.text
    assert "Graphe de calcul" in french.text
    for answer, language in ((english, "en"), (french, "fr")):
        assert answer.headers["content-language"] == language
        assert "accept-language" in answer.headers["vary"].lower()
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert (await client.get("/", headers={"accept-language": "fr"})).headers["etag"] == french.headers["etag"]


def test_english_comes_first() -> None:
    assert next(iter(languages())) == "en"
    assert "fr" in languages()


@pytest.mark.parametrize("path", ["/", "/docs", "/presenter"])
async def test_every_page_is_written_in_both_languages_and_kept_apart(path: str, client: httpx.AsyncClient) -> None:
    pages = {name: await client.get(f"{path}?lang={name}") for name in ("en", "fr", "en")}
    for language, answer in pages.items():
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["content-language"] == language
        assert "accept-language" in answer.headers["vary"].lower()
    assert pages["en"].headers["etag"] != pages["fr"].headers["etag"]


async def test_the_text_of_the_api_stays_english_in_french_and_is_marked_so(client: httpx.AsyncClient) -> None:
    text = (await client.get("/docs?lang=fr")).text
    assert "L’API de Backsweep" in text
    assert "<h3>Réponses</h3>" in text
    assert '<strong><span lang="en">' in text


async def test_a_page_kept_by_the_browser_is_another_one_in_another_language(client: httpx.AsyncClient) -> None:
    french = await client.get("/", headers={"accept-language": "fr"})
    again = await client.get("/", headers={"accept-language": "fr", "if-none-match": french.headers["etag"]})
    assert again.status_code == 304
    english = await client.get("/", headers={"accept-language": "en", "if-none-match": french.headers["etag"]})
    assert english.status_code == 200
