"""Keys that are pressed while a part of the page is being fetched: none is lost, and each goes where it was meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect


class Fetches:
    """The requests for some files, held back until they are let go. Those that come later pass at once."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.pattern, self.passing = re.compile(pattern), False
        self.held: list[Route] = []
        page.route(self.pattern, self.hold)

    def hold(self, route: Route) -> None:
        if self.passing:
            route.continue_()
        else:
            self.held.append(route)

    def end(self, end: Callable[[Route], None]) -> None:
        assert self.held, "nothing was fetched: the keys were not early"
        self.passing = True
        for route in self.held:
            end(route)

    def let_go(self) -> None:
        self.end(lambda route: route.continue_())

    def fail(self) -> None:
        self.end(lambda route: route.abort())


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("held", [r"vendor/help\.css$"])
def test_help_is_opened_and_left_before_it_is_there_and_the_walk_goes_on(still: Page, held: str) -> None:
    fetches = Fetches(still, held)
    with still.expect_request(fetches.pattern):
        press(still, "?")
    press(still, "Escape", "ArrowRight", "ArrowRight")
    expect(still.locator("body")).to_have_attribute("data-step", "0")
    fetches.let_go()
    expect(still.locator("body")).to_have_attribute("data-step", "2")
    expect(still.locator("#help")).to_be_hidden()
    expect(still.locator("#help-title")).to_have_count(1)


def test_the_menu_of_labs_is_left_for_the_help_before_either_is_there(still: Page) -> None:
    fetches = Fetches(still, r"vendor/(frame|help)-.*\.js$")
    with still.expect_request(fetches.pattern):
        press(still, "a")
    press(still, "Escape", "?")
    fetches.let_go()
    expect(still.locator("#help-title")).to_be_visible()
    expect(still.locator("#labs")).to_be_hidden()


def test_a_lab_is_chosen_in_the_menu_before_the_menu_is_there(still: Page) -> None:
    fetches = Fetches(still, r"vendor/labs\.css$")
    with still.expect_request(fetches.pattern):
        press(still, "a")
    press(still, "ArrowDown", "Enter")
    fetches.let_go()
    expect(still.locator("[data-lab]")).to_be_visible()
    opened = still.locator("[data-lab]").get_attribute("data-lab")
    second = still.locator("[data-open-lab]").nth(1).get_attribute("data-open-lab")
    assert opened == second


@pytest.mark.parametrize("held", [r"vendor/predict-.*\.js$"])
def test_a_prediction_is_typed_before_its_field_is_there(still: Page, held: str) -> None:
    press(still, *["PageDown"] * 13)
    expect(still.locator("body")).to_have_attribute("data-step", "13")
    fetches = Fetches(still, held)
    with still.expect_request(fetches.pattern):
        press(still, "q")
    press(still, "-", "0", "7", "Backspace", ".", "5")
    expect(still.locator("body")).to_have_attribute("data-step", "13")
    fetches.let_go()
    expect(still.locator(".predict-field")).to_have_value("-0.5")


def test_a_jump_is_typed_before_its_field_is_there(still: Page) -> None:
    """Its letters are commands where they arrive too early: W opens a window."""
    pages = len(still.context.pages)
    fetches = Fetches(still, r"vendor/lecturer-.*\.js$")
    with still.expect_request(fetches.pattern):
        press(still, "j")
    press(still, "w", "Backspace", "1", "2", "Enter", "ArrowRight")
    fetches.let_go()
    expect(still.locator("body")).to_have_attribute("data-step", re.compile("^1[23]$"))
    expect(still.locator("dialog.jump")).to_be_hidden()
    assert len(still.context.pages) == pages


def test_a_node_is_looked_for_before_the_field_is_there(still: Page) -> None:
    fetches = Fetches(still, r"vendor/large_graph-.*\.js$")
    with still.expect_request(fetches.pattern):
        press(still, "/")
    press(still, "R", "Enter")
    fetches.let_go()
    expect(still.locator("[data-node=R]")).to_have_attribute("data-found", "")


@pytest.mark.parametrize("held", [r"vendor/picker-.*\.js$", r"vendor/picker\.css$", r"/api/examples$"])
def test_an_example_is_typed_and_opened_before_the_list_is_there(still: Page, held: str) -> None:
    fetches = Fetches(still, held)
    still.locator("#examples button").focus()
    with still.expect_request(fetches.pattern):
        press(still, "Enter")
    for letter in "tanh neuron":
        press(still, "Space" if letter == " " else letter)
    press(still, "Enter")
    expect(still.locator("#examples button")).not_to_contain_text("tanh")
    fetches.let_go()
    expect(still.locator("#examples button")).to_contain_text("A tanh neuron")
    expect(still.locator(".picker-dialog")).to_be_hidden()


def test_the_laser_is_put_out_before_it_is_there(still: Page) -> None:
    fetches = Fetches(still, r"vendor/lecturer\.css$")
    with still.expect_request(fetches.pattern):
        press(still, "r")
    press(still, "Escape", "ArrowRight")
    fetches.let_go()
    expect(still.locator("body")).to_have_attribute("data-step", "1")
    expect(still.locator("[data-laser-spot]")).to_be_hidden()


def test_the_walk_begins_before_the_page_is_there(still: Page, address: str) -> None:
    """French words come in a file of their own, before anything can be shown."""
    fetches = Fetches(still, r"vendor/fr-.*\.js$")
    with still.expect_request(fetches.pattern):
        still.goto(f"{address}?lang=fr", wait_until="commit")
    press(still, "ArrowRight", "?", "?", "ArrowRight")
    fetches.let_go()
    expect(still.locator("body")).to_have_attribute("data-step", "2")


def test_what_was_typed_for_a_part_that_cannot_be_fetched_does_nothing_else(still: Page) -> None:
    pages = len(still.context.pages)
    fetches = Fetches(still, r"vendor/lecturer-.*\.js$")
    with still.expect_request(fetches.pattern):
        press(still, "j")
    press(still, "w", "Enter")
    fetches.fail()
    expect(still.locator("#message")).to_contain_text("could not be fetched")
    press(still, "ArrowRight")
    expect(still.locator("body")).to_have_attribute("data-step", "1")
    assert len(still.context.pages) == pages


def test_the_walk_does_not_wait_for_a_part_that_takes_no_keys(still: Page) -> None:
    fetches = Fetches(still, r"vendor/(inspector|checks|modes)-.*\.js$")
    for key in ("i", "c", "m"):
        with still.expect_request(fetches.pattern):
            press(still, key)
    press(still, "ArrowRight")
    expect(still.locator("body")).to_have_attribute("data-step", "1")
    fetches.let_go()
    expect(still.locator("#modes")).to_be_visible()


def test_what_is_typed_in_a_field_stays_there_while_a_part_is_fetched(still: Page) -> None:
    fetches = Fetches(still, r"vendor/frame-.*\.js$")
    field = still.locator("[data-leaf=x] input[type=number]")
    with still.expect_request(fetches.pattern):
        still.locator("[data-action=labs]").click()
    field.focus()
    press(still, "Control+a", "7")
    expect(still.locator("[data-node=x]")).to_have_attribute("data-value", "7")
    fetches.let_go()
    expect(still.locator("#labs")).to_be_visible()


SHUT = """(selector) => {
  document.querySelector(selector).dispatchEvent(new Event("cancel"));
  const press = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(press);
}"""
"""Closes a dialog as Escape does, and presses a key before the next frame, when the focus is still within."""


@pytest.mark.parametrize(("key", "dialog"), [("a", "#labs"), ("j", "dialog.jump"), ("?", "#help")])
def test_a_key_right_after_a_dialog_is_closed_is_the_walk_s(still: Page, key: str, dialog: str) -> None:
    press(still, key)
    expect(still.locator(dialog)).to_be_visible()
    still.evaluate(SHUT, dialog)
    expect(still.locator("body")).to_have_attribute("data-step", "1")
