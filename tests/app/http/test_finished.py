"""Finished answers: compressed once, conditional, with the right headers."""

import gzip

import pytest
from starlette.datastructures import Headers

from app.http.finished import Answer

LONG = b"x" * 5000


def header(answer: Answer, name: str, **asked: str) -> str | None:
    asked = {key.replace("_", "-"): value for key, value in asked.items()}
    return answer.response(Headers(asked), conditional=True).headers.get(name)


def test_gzip_is_sent_to_who_takes_it_and_says_so() -> None:
    response = Answer.of(LONG, "text/plain").response(Headers({"accept-encoding": "br, gzip;q=0.5"}))
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(response.body)) == LONG
    assert int(response.headers["content-length"]) == len(response.body) < len(LONG)
    assert response.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0", "*;q=0"])
def test_who_does_not_take_gzip_gets_the_plain_bytes(accepts: str) -> None:
    response = Answer.of(LONG, "text/plain").response(Headers({"accept-encoding": accepts}))
    assert "content-encoding" not in response.headers
    assert response.body == LONG


def test_small_answers_are_not_worth_compressing() -> None:
    assert Answer.of(b"small", "text/plain").zipped is None


def test_the_same_bytes_compress_to_the_same_bytes() -> None:
    assert Answer.of(LONG, "text/plain") == Answer.of(LONG, "text/plain")


@pytest.mark.parametrize("given", ["{tag}", '"other", {tag}', "{strong}", "*"])
def test_a_matching_tag_is_answered_304_without_a_body(given: str) -> None:
    answer = Answer.of(LONG, "text/plain")
    tag = header(answer, "etag")
    assert tag is not None
    asked = Headers({"if-none-match": given.format(tag=tag, strong=tag.removeprefix("W/")), "accept-encoding": "gzip"})
    response = answer.response(asked, conditional=True)
    assert (response.status_code, response.body) == (304, b"")
    assert response.headers["etag"] == tag
    assert "content-type" not in response.headers
    assert answer.response(asked).status_code == 200, "a POST is not conditional"


def test_another_tag_gets_the_answer() -> None:
    assert Answer.of(LONG, "text/plain").response(Headers({"if-none-match": '"x"'}), conditional=True).body == LONG


def test_a_refusal_has_no_tag_and_is_never_304() -> None:
    answer = Answer.of(LONG, "text/plain", status=422)
    assert header(answer, "etag") is None
    assert answer.response(Headers({"if-none-match": "*"}), conditional=True).status_code == 422
