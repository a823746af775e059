"""The input side of the page in a real browser: editor, remedies, leaves, examples and permalinks."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

PARTIAL = 14  # w has one of its two terms

SCREEN = """() => [
  document.body.dataset.step, document.body.dataset.steps,
  ...[...document.querySelectorAll('[data-node]')]
    .map((node) => JSON.stringify(Object.entries(node.dataset).sort())).sort(),
  ...[...document.querySelectorAll('[data-term], [data-formula]')].map((part) => part.textContent),
  ...[...document.querySelectorAll('[data-leaf]')]
    .map((row) => row.dataset.leaf + row.querySelector('[type=number]').value),
]"""


def step(page: Page) -> str | None:
    return page.locator("body").get_attribute("data-step")


def walk_to(page: Page, position: int) -> None:
    for _ in range(position):
        page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-step", str(position))


def editor(page: Page) -> Locator:
    """The text field, once CodeMirror has taken over."""
    content = page.locator("#editor .cm-content")
    (content if content.count() else page.locator("#editor textarea")).click()
    expect(content).to_be_focused()
    return content


def append(page: Page, text: str) -> None:
    editor(page)
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def replace(page: Page, text: str) -> None:
    editor(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def source(page: Page) -> str:
    return "\n".join(page.locator("#editor .cm-line").all_inner_texts()).replace("\u200b", "")


def screen(page: Page) -> list[str]:
    """What the screen says."""
    return list(page.evaluate(SCREEN))


def test_a_wrong_formula_is_underlined_where_it_is_and_explained(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    append(desk, "\nM = L_reg + v")
    underline = desk.locator("#editor [data-problem]")
    expect(underline).to_have_text("v")
    expect(desk.locator("#editor .cm-line").last).to_contain_text("L_reg + v")
    problem = desk.locator("#editor [role=alert]")
    expect(problem).to_contain_text("Line 10, column 13")
    expect(problem).to_contain_text("'v' is not defined here.")
    expect(problem).to_contain_text("input v = 1")
    assert step(desk) == str(PARTIAL)
    expect(desk.locator("[data-node]")).to_have_count(9)
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-state", "partial")


def test_nothing_is_said_while_typing_goes_on(desk: Page) -> None:
    """Time stands still but for what passes between two keys, so that a busy machine types no slower."""
    editor(desk)
    desk.clock.install()
    desk.clock.pause_at(desk.evaluate("Date.now()") + 60_000)
    desk.keyboard.press("Control+End")
    desk.keyboard.type("\n")
    with desk.expect_response("**/api/trace"):
        desk.clock.run_for(1_000)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if "/api/trace" in request.url else None)
    for letter in "M = ((L_reg":
        desk.keyboard.type(letter)
        desk.clock.run_for(60)
    assert asked == []
    desk.clock.run_for(1_000)
    expect(desk.locator("#editor [role=alert]")).to_contain_text("never closed")
    assert len(asked) == 1


def test_a_remedy_is_one_click_and_the_walk_goes_on(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    append(desk, "\nM = L_reg + v")
    desk.get_by_role("button", name="Add input v = 1").click()
    expect(desk.locator("[data-node=v]")).to_be_visible()
    expect(desk.locator("#editor [role=alert]")).to_be_empty()
    assert source(desk).splitlines()[4] == "input v = 1"
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-state", "partial")
    expect(desk.locator("[data-node=M]")).to_have_attribute("data-adjoint", "1")


def test_the_lecture_s_equations_alone_need_one_click(desk: Page) -> None:
    replace(desk, "z = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR")
    desk.get_by_role("button", name="Declare w, x, b, t, λ").click()
    expect(desk.locator("#editor [role=alert]")).to_be_empty()
    expect(desk.locator("[data-node]")).to_have_count(9)
    expect(desk.locator("[data-leaf=lambda]")).to_contain_text("constant")
    expect(desk.locator("[data-leaf=w]")).to_contain_text("parameter")


def test_an_open_bracket_and_a_misspelled_function_are_mended(desk: Page) -> None:
    replace(desk, "param w = 2\ny = sigmoyd(w")
    desk.get_by_role("button", name="Write sigmoid instead").click()
    desk.get_by_role("button", name="Add )").click()
    expect(desk.locator("[data-node=y]")).to_be_visible()
    assert source(desk) == "param w = 2\ny = sigmoid(w)"


def test_a_leaf_moved_in_mid_sweep_keeps_the_step(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    slider = desk.locator("[data-leaf=w] input[type=range]")
    slider.evaluate("(slider) => { slider.value = '0.8'; slider.dispatchEvent(new Event('input', {bubbles: true})); }")
    node = desk.locator("[data-node=w]")
    expect(node).to_have_attribute("data-value", "0.8")
    expect(node).to_have_attribute("data-state", "partial")
    assert step(desk) == str(PARTIAL)
    expect(desk.locator("[data-leaf=w] input[type=number]")).to_have_value("0.8")


def test_a_drag_moves_the_numbers_while_it_lasts_and_leaves_the_keys_to_the_walk(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    slider = desk.locator("[data-leaf=w] input[type=range]")
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    desk.mouse.move(box["x"] + box["width"] * 0.6, middle)
    desk.mouse.down()
    node = desk.locator("[data-node=w]")
    for part in range(1, 7):
        before = node.get_attribute("data-value") or ""
        desk.mouse.move(box["x"] + box["width"] * (0.6 + part / 20), middle)
        expect(node).not_to_have_attribute("data-value", before)  # while the button is held down
    desk.mouse.up()
    assert step(desk) == str(PARTIAL)
    desk.keyboard.press("PageDown")
    assert step(desk) == str(PARTIAL + 1), "a clicker's key went to the slider"


def test_a_number_field_takes_numbers_keeps_its_arrows_and_refuses_the_rest(desk: Page) -> None:
    walk_to(desk, 3)
    field = desk.locator("[data-leaf=x] input[type=number]")
    field.fill("3.5")
    expect(desk.locator("[data-node=x]")).to_have_attribute("data-value", "3.5")
    field.press("ArrowUp")
    field.press("ArrowRight")
    assert step(desk) == "3"
    field.fill("")
    field.press("Tab")
    expect(desk.locator("[data-leaf=x] [role=status]")).to_contain_text("That is no number; x stays")
    expect(field).not_to_have_value("")


def test_a_leaf_goes_home_by_double_click_and_by_its_button(desk: Page) -> None:
    row = desk.locator("[data-leaf=lambda]")
    node_value = row.locator("input[type=number]")
    node_value.fill("0.7")
    row.get_by_role("button", name="Set lambda back to 0.1").click()
    expect(node_value).to_have_value("0.1")
    node_value.fill("0.7")
    row.locator("input[type=range]").dblclick()
    expect(node_value).to_have_value("0.1")
    expect(row.get_by_role("button")).to_be_hidden()


def test_moved_leaves_are_written_into_the_text_on_request(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    desk.locator("[data-leaf=b] input[type=number]").fill("0.25")
    desk.get_by_role("button", name="Write these values into the text").click()
    editor(desk)
    assert source(desk).splitlines()[0] == "param w = 0.5, b = 0.25"
    expect(desk.locator("[data-node=b]")).to_have_attribute("data-value", "0.25")
    expect(desk.get_by_role("button", name="Write these values into the text")).to_be_hidden()
    assert step(desk) == str(PARTIAL)


def test_a_link_is_the_same_screen_in_a_fresh_browser(desk: Page, fresh: Callable[..., Page]) -> None:
    desk.locator("[data-leaf=w] input[type=number]").fill("-0.3")
    append(desk, "\nM = L_reg·w")
    expect(desk.locator("[data-node=M]")).to_be_visible()
    desk.keyboard.press("Escape")  # a list of completions, if one is open
    desk.keyboard.press("Escape")
    walk_to(desk, 17)
    desk.keyboard.press("n")
    expect(desk.locator("[data-formula]").first).to_contain_text("∂")
    expect(desk).to_have_url(re.compile(r"k=17.*n=partial|n=partial.*k=17"))
    here, there = screen(desk), fresh(desk.url)
    with contextlib.suppress(TimeoutError):  # the comparison below says what differs
        there.wait_for_function(f"(here) => JSON.stringify(({SCREEN})()) === JSON.stringify(here)", arg=here)
    assert screen(there) == here
    assert "∂" in "".join(here)


def test_a_broken_a_newer_and_a_poisoned_link_say_so_and_show_the_start(
    fresh: Callable[..., Page], address: str
) -> None:
    page = fresh()
    for fragment, words in {
        "v=1&s=%E0%A4%A": "damaged",
        "v=2&s=L+=+1": "newer version",
        "v=1&s=L+=+x&i=x:NaN": "no number",
        "v=1&s=L+=+x&i=__proto__:1": "cannot be read",
        "v=1&s=L+=+x&g=coarse": "unknown grain",
        "hello": "damaged",
    }.items():
        page.goto("about:blank")  # so that the next address is loaded and not only its fragment changed
        page.goto(f"{address}#{fragment}")
        expect(page.locator("#message")).to_contain_text(words)
        expect(page.locator("[data-node=L_reg]")).to_be_visible()


def test_a_link_to_a_wrong_formula_opens_with_its_explanation(fresh: Callable[..., Page], address: str) -> None:
    page = fresh(f"{address}#v=1&s=w+=+1;L+=+w+%2B+v&k=3")
    expect(page.locator("#editor [role=alert]")).to_contain_text("'v' is not defined here.")
    expect(page.locator("#editor [data-problem]")).to_have_text("v")
    phone = fresh(page.url, viewport={"width": 390, "height": 844})
    expect(phone.get_by_role("button", name="Write w instead")).to_be_in_viewport()


def test_a_link_pasted_into_the_address_bar_is_followed(desk: Page) -> None:
    desk.evaluate("location.hash = '#v=1&s=w+=+3;L+=+w%5E2&k=2'")
    expect(desk.locator("[data-node]")).to_have_count(2)
    expect(desk.locator("body")).to_have_attribute("data-step", "2")
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-value", "3")


def test_pasted_html_stays_text(desk: Page) -> None:
    html = "<img src=x onerror=document.title=1> = 1 # <script>document.title=2</script>"
    replace(desk, html)
    expect(desk.locator("#editor [role=alert]")).not_to_be_empty()
    assert source(desk) == html
    assert desk.locator("#editor img, #editor script, .problem img, .problem script").count() == 0
    expect(desk).to_have_title(re.compile("Backsweep"))
    expect(desk.locator("[data-node]")).to_have_count(9)


def test_latex_commands_become_letters(desk: Page) -> None:
    append(desk, "\nq = \\la")
    expect(desk.locator("#editor [role=listbox]")).to_be_visible()
    desk.clock.install()
    desk.clock.fast_forward(1_000)  # a list that has only just opened does not take Enter yet
    desk.keyboard.press("Enter")
    desk.keyboard.type(" + \\half(w)")
    expect(desk.locator("#editor .cm-line").last).to_have_text("q = λ + ½(w)")


def test_functions_are_offered_with_what_they_do(desk: Page) -> None:
    append(desk, "\nq = so")
    options = desk.locator("#editor [role=option]")
    expect(options.filter(has_text="softplus")).to_be_visible()
    assert len(options.filter(has_text="softplus").inner_text()) > len("softplus") + 5


def test_the_first_click_keeps_its_caret_when_codemirror_takes_over(desk: Page) -> None:
    field = desk.locator("#editor textarea")
    field.evaluate("(field) => { field.focus(); field.setSelectionRange(9, 9); }")
    expect(desk.locator("#editor .cm-content")).to_be_focused()
    desk.keyboard.type("X")
    assert source(desk).startswith("param w =X 0.5")


def test_escape_leaves_the_editor_and_tab_is_not_trapped(desk: Page) -> None:
    editor(desk)
    desk.keyboard.press("ArrowRight")
    assert step(desk) == "0"
    desk.keyboard.press("Escape")
    desk.keyboard.press("ArrowRight")
    assert step(desk) == "1"
    editor(desk)
    desk.keyboard.press("Tab")
    expect(desk.locator("[data-leaf=w] input[type=range]")).to_be_focused()


def test_the_line_of_the_active_node_is_lit(desk: Page) -> None:
    walk_to(desk, 2)
    expect(desk.locator("#editor .plain-line.is-active")).to_have_text("y = σ(z)")
    editor(desk)
    expect(desk.locator("#editor .cm-node-line")).to_have_text("y = σ(z)")


def test_an_example_is_found_and_opened_by_keyboard(desk: Page) -> None:
    walk_to(desk, 5)
    desk.locator("#examples button").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("combobox")).to_be_focused()
    expect(desk.get_by_role("option").first).to_be_visible()
    assert desk.get_by_role("option").count() >= 12
    desk.keyboard.type("tanh neuron")
    expect(desk.get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#examples button")).to_contain_text("A tanh neuron")
    expect(desk.locator("body")).to_have_attribute("data-step", "0")
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("body")).to_have_attribute("data-step", "1")


def test_without_the_service_the_screen_stays_and_says_so(desk: Page) -> None:
    walk_to(desk, PARTIAL)
    desk.route("**/api/trace", lambda route: route.abort())
    desk.locator("[data-leaf=w] input[type=number]").fill("2")
    expect(desk.locator(".problem-notice")).to_contain_text("The service does not answer.")
    expect(desk.locator("[data-node]")).to_have_count(9)
    assert step(desk) == str(PARTIAL)


def test_codemirror_is_loaded_only_when_it_is_used(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.locator("#editor textarea")).to_have_value(re.compile(r"^param w = 0\.5"))
    page.keyboard.press("ArrowRight")
    assert not [url for url in asked if "/rich-" in url]
    editor(page)
    assert [url for url in asked if "/rich-" in url]
    page.close()


MENDED = """async (sources) => {
  const page = document.querySelector('script[src$="vendor/page.js"]').src;
  const { applied } = await import(new URL("../core/text/fixes.js", page).href);
  const ask = async (source) => {
    const body = JSON.stringify({ source, inputs: {}, roles: {}, output: null, grain: 'named' });
    const answer = await fetch('api/trace', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    return { status: answer.status, body: await answer.json() };
  };
  const outcomes = [];
  for (const wrong of sources) {
    let source = wrong;
    let answer = await ask(source);
    for (let clicks = 0; clicks < 3 && answer.status !== 200; clicks += 1) {
      const [fix] = answer.body.fixes;
      source = fix ? applied(source, fix) : source;
      answer = await ask(source);
    }
    outcomes.push([wrong, source, answer.status]);
  }
  return outcomes;
}"""

WRONG = [
    "w = 1\nL = w + v",
    "w = 1\nz = y\ny = 2w",
    "w = 1\nL = sigmoyd(w)",
    "pram w = 1\nL = w^2",
    "w = 1\nL = foo(w)",
    "w = 1\nL = (w + 1",
    "w = 1\nL = w + 1)",
    "w = 1\nL = (w)2",
    "a = 1; b = 2; c = 3\nL = a/bc",
    "w = 1\nL = {w}",
    "w = 1\nw^2 + 1",
    "w = 1\nL = w @ w",
    "w\u200b = 1\nL = w",
    "а = 1\nL = 2а",
]


def test_the_first_fix_that_is_offered_leads_to_a_model_within_a_few_clicks(desk: Page) -> None:
    for wrong, mended, status in desk.evaluate(MENDED, WRONG):
        assert status == 200, f"{wrong!r} is not mended by a few clicks, but becomes {mended!r}"
