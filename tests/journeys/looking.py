"""What axe, a narrow window and the page's own rules for content have to say about a page of the admin."""

from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()  # noqa: SIM905
# axe's own preloading of style sheets breaks the page's rules, which the page itself never does.
RUN = "rules => axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: rules})"
# So that nothing lies half behind the bar for saving, which axe would take for a small button.
TALL = 4000


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def too_wide(page: Page) -> list[str]:
    found = []
    for width in (390, 768, 1440):
        page.set_viewport_size({"width": width, "height": TALL})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"scrolls sideways at {width}")
    return found


def refused(page: Page) -> list[str]:
    """What the rules for content of the page refused, from now on."""
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if "Content Security" in message.text else None)
    return messages
