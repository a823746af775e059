"""Ways of looking: grain, notation, theme, size, blank, help; and what the keys must leave alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect


def test_nothing_is_logged_and_nothing_fails_in_a_whole_visit(fresh: Any, address: str) -> None:
    page = fresh("healthz")
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.append(request.url))
    page.on("response", lambda answer: trouble.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    expect(page.locator("[data-node]")).to_have_count(9)
    for key in ["PageDown"] * 16 + ["g", "n", "t", "l", "?", "?", ".", ".", "e", "e", "Home", "End"]:
        page.keyboard.press(key)
    expect(page.locator("body")).to_have_attribute("data-step", "26")
    assert trouble == []


def test_the_other_grain_shows_every_operation_and_keeps_the_numbers(desk: Page) -> None:
    desk.keyboard.press("End")
    desk.keyboard.press("g")
    expect(desk.locator("[data-node]")).to_have_count(14)
    desk.keyboard.press("End")
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-adjoint", "-0.2")
    expect(desk.locator("[data-node='z.1']")).to_have_attribute("data-adjoint", "-0.125")
    desk.keyboard.press("g")
    expect(desk.locator("[data-node]")).to_have_count(9)


def test_the_other_grain_and_back_is_the_same_step(still: Page) -> None:
    body = still.locator("body")
    still.keyboard.press("End")
    still.keyboard.press("PageUp")
    still.keyboard.press("PageUp")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-state", "partial")
    still.keyboard.press("g")
    expect(still.locator("[data-node]")).to_have_count(14)
    expect(still.locator("[data-node=w]")).to_have_attribute("data-state", "partial")
    still.keyboard.press("g")
    expect(still.locator("[data-node]")).to_have_count(9)
    expect(body).to_have_attribute("data-step", "14")


def test_the_example_is_silent_about_numbers_that_are_not_its_own(still: Page) -> None:
    narration = still.locator("[data-narration]")
    expect(narration).to_have_text("The running example: one neuron, a squared error, and a weight that is used twice")
    field = still.locator(".leaf-field").first
    field.fill("0.75")
    field.press("Enter")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-value", "0.75")
    expect(narration).to_be_empty()
    still.locator(".leaf-reset:visible").first.click()
    expect(narration).not_to_be_empty()


def test_the_line_of_the_step_stays_in_sight_in_a_long_text(fresh: Any) -> None:
    lines = [f"v{i} = 2v{i - 1}" for i in range(1, 30)]
    page = fresh("#v=1&s=input+v0+=+1;" + ";".join(lines).replace(" ", "+"), reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(30)
    panel = page.locator("#panel")
    assert panel.evaluate("(panel) => panel.scrollTop") == 0
    for _ in range(29):
        page.keyboard.press("PageDown")
    expect(page.locator(".plain-line.is-active")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Home")
    assert panel.evaluate("(panel) => panel.scrollTop") == 0


def test_no_bar_and_no_fraction_is_cut(fresh: Any) -> None:
    page = fresh("#v=1&s=input+x1+=+2;v1+=+ln(x1);v2+=+x1+v1&k=5", reduced_motion="reduce")
    expect(page.locator("[data-formula] .lit .katex-frac-line, [data-formula] .lit .frac-line")).to_have_count(1)
    room = page.evaluate("""() => {
      const lit = document.querySelector("[data-formula] .lit");
      const inside = (name) => lit.querySelector(`[class*=${name}]`);
      const parts = [lit.closest(".formula-lines"), lit, inside("frac-line"), inside("accent-body")];
      const [lines, block, rule, bar] = parts.map((part) => part.getBoundingClientRect());
      const above = bar.top + 0.3 * bar.height - lines.top;
      return { above, over: rule.top - block.top, under: block.bottom - rule.bottom };
    }""")
    assert room["above"] > 2, "the bar over the numerator is whole"
    assert room["over"] > 15, "the lit term holds its numerator"
    assert room["under"] > 15, "the lit term holds its denominator"


def test_the_notation_switch_writes_every_adjoint_out(desk: Page) -> None:
    desk.keyboard.press("End")
    formula = desk.locator("[data-formula] annotation")
    assert "\\bar{w}" in (formula.text_content() or "")
    desk.keyboard.press("n")
    expect(desk.locator("body")).to_have_attribute("data-notation", "partial")
    assert "\\bar" not in (formula.text_content() or "")
    assert "\\frac{\\partial L_{\\mathrm{reg}}}{\\partial w}" in (formula.text_content() or "")
    for name in ("w\\_bar", "w.grad"):
        desk.keyboard.press("n")
        assert f"\\texttt{{{name}}}" in (formula.text_content() or "")
        assert name.replace("\\", "")[1:] in desk.locator("#listing").inner_text()
    desk.keyboard.press("n")
    assert "\\bar{w}" in (formula.text_content() or "")


def test_adjoints_are_boxed_numbers_and_local_derivatives_are_symbols(still: Page) -> None:
    for _ in range(14):
        still.keyboard.press("PageDown")
    boxed = still.locator("[data-substituted] .boxed")
    expect(boxed).to_have_text(["−0.125"])
    expect(still.locator("[data-term='w->z'] .boxed")).to_have_text("−0.125")
    outline = "(adjoint) => getComputedStyle(adjoint).outlineStyle"
    assert still.locator("[data-node=z] .node-adjoint").evaluate(outline) == "solid"
    assert still.locator("[data-node=w] .node-adjoint").evaluate(outline) == "none", (
        "a sum that is still open is none yet"
    )
    expect(still.locator("[data-label='z->y'] annotation")).to_have_text("\\sigma'(z)")


def test_formulas_read_as_the_lecture_prints_them(desk: Page) -> None:
    wanted = {7: "\\lambda", 9: "\\bar{L}", 10: "\\sigma'(z)", 13: "\\bar{z}", 16: "\\bar{R}"}
    at = 0
    for position, piece in wanted.items():
        for _ in range(position - at):
            desk.keyboard.press("PageDown")
        at = position
        assert piece in (desk.locator("[data-formula] annotation").text_content() or "")
        assert desk.locator("[data-substituted] annotation").count() == 1


def test_the_theme_key_changes_what_is_seen_from_either_preference(fresh: Any) -> None:
    for preference, wanted in (("light", "dark"), ("dark", "light")):
        page = fresh(color_scheme=preference)
        expect(page.locator("[data-node]")).to_have_count(9)
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.keyboard.press("t")
        expect(page.locator("html")).to_have_attribute("data-theme", wanted)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_a_blanked_screen_is_black_and_any_step_brings_it_back(desk: Page) -> None:
    blanket = desk.locator("[data-blanket]")
    for key in (".", "b"):
        desk.keyboard.press(key)
        expect(blanket).to_be_visible()
        box = blanket.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (1280, 720)
        desk.keyboard.press(key)
        expect(blanket).to_be_hidden()
    desk.keyboard.press(".")
    desk.keyboard.press("Escape")
    expect(blanket).to_be_hidden()
    desk.keyboard.press(".")
    desk.keyboard.press("PageDown")
    expect(blanket).to_be_hidden()


def test_the_help_sheet_lists_every_key_and_gives_the_keys_back(desk: Page) -> None:
    help_sheet = desk.locator("#help")
    desk.keyboard.press("?")
    expect(help_sheet).to_be_visible()
    for words in ("Next step", "Page Down", "Blank the screen", "fan-in"):
        expect(help_sheet).to_contain_text(words)
    desk.keyboard.press("PageDown")
    expect(desk.locator("body")).to_have_attribute("data-step", "0")
    desk.keyboard.press("Escape")
    expect(help_sheet).to_be_hidden()
    desk.keyboard.press("?")
    expect(help_sheet).to_be_visible()
    desk.keyboard.press("?")
    expect(help_sheet).to_be_hidden()
    desk.keyboard.press("PageDown")
    expect(desk.locator("body")).to_have_attribute("data-step", "1")


def test_keys_typed_in_a_field_stay_there(desk: Page) -> None:
    body = desk.locator("body")
    for selector in ("#editor textarea", "[data-leaf=w] input[type=number]", "[data-leaf=w] input[type=range]"):
        desk.locator(selector).first.focus()
        for key in ("ArrowRight", "End", "PageDown", "p", "g", ".", "?"):
            desk.keyboard.press(key)
        expect(body).to_have_attribute("data-step", "0")
        expect(body).to_have_attribute("data-grain", "named")
        expect(desk.locator("[data-blanket]")).to_be_hidden()
        desk.evaluate("document.activeElement.blur()")


def test_a_mouse_click_leaves_the_keys_to_the_walk(desk: Page) -> None:
    desk.locator("[data-action=theme]").click()
    theme = desk.locator("html").get_attribute("data-theme")
    desk.keyboard.press(" ")
    expect(desk.locator("body")).to_have_attribute("data-step", "1")
    assert desk.locator("html").get_attribute("data-theme") == theme


def test_a_button_reached_by_keyboard_is_pressed_by_space(desk: Page) -> None:
    desk.locator("[data-action=notation]").focus()
    desk.keyboard.press(" ")
    expect(desk.locator("body")).to_have_attribute("data-notation", "partial")
    expect(desk.locator("body")).to_have_attribute("data-step", "0")


def test_the_panel_gives_its_room_to_the_stage(desk: Page) -> None:
    desk.keyboard.press("e")
    expect(desk.locator("#editor")).to_be_hidden()
    desk.keyboard.press("PageDown")
    expect(desk.locator("[data-line][data-current]")).to_be_visible()
    desk.keyboard.press("e")
    expect(desk.locator("#editor")).to_be_visible()


def test_full_screen_is_asked_of_the_browser(desk: Page) -> None:
    desk.evaluate("() => { document.documentElement.requestFullscreen = async () => { window.asked = true; }; }")
    desk.keyboard.press("f")
    assert desk.evaluate("window.asked") is True


def test_a_node_where_trouble_began_is_flagged_and_explained(fresh: Any) -> None:
    page = fresh("#v=1&s=param+w+=+-1;L+=+log(w)&k=1")
    expect(page.locator("[data-node=L]")).to_have_attribute("data-value", "NaN")
    expect(page.locator("[data-node=L] .node-flag")).to_be_visible()
    expect(page.locator("[data-remarks]")).not_to_be_empty()
