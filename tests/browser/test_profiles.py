"""A profile that tests share forgets each of them."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.profiles import Profile

NATIVE = "Function.prototype.toString.call(Date).includes('[native code]')"


def test_what_one_test_leaves_behind_the_next_one_does_not_find(browser: Browser, address: str) -> None:
    profile = Profile(browser, address, 60_000)
    first = profile.page({"reduced_motion": "reduce", "viewport": {"width": 390, "height": 844}})
    first.route("**/page.js", lambda route: route.abort())
    first.context.route("**/page.css", lambda route: route.abort())
    first.goto(f"{address}healthz")
    first.evaluate("localStorage.setItem('language', 'fr'); document.cookie = 'seen=1'; void indexedDB.open('past')")
    first.context.set_offline(True)
    context = profile.context
    profile.wipe()
    assert first.is_closed()
    assert profile.context is context is not None

    second = profile.page({})
    second.goto(address)
    expect(second.locator("[data-node]")).to_have_count(9)
    assert second.evaluate("localStorage.getItem('language')") is None
    assert second.evaluate("document.cookie") == ""
    assert second.evaluate("indexedDB.databases()") == []
    assert second.evaluate("[innerWidth, matchMedia('(prefers-reduced-motion: reduce)').matches]") == [1280, False]
    profile.close()


def test_a_profile_whose_clock_was_replaced_is_given_up(browser: Browser, address: str) -> None:
    profile = Profile(browser, address, 60_000)
    page = profile.page({})
    page.goto(address)
    page.clock.install()
    assert not page.evaluate(NATIVE)
    profile.wipe()
    assert profile.context is None
    assert profile.page({}).evaluate(NATIVE)
    profile.close()


def test_every_request_is_heard_of(browser: Browser, address: str) -> None:
    profile, heard = Profile(browser, address, 60_000), list[str]()
    profile.watch = heard.append
    profile.page({}).goto(address)
    assert address in heard
    profile.close()
