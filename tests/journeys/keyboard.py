"""A person who uses the keys alone."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

# What a screen reader would call the element that has the focus.
NAME = """() => {
  const element = document.activeElement;
  if (element === document.body) return "";
  const labels = [...(element.labels || [])].map((label) => label.textContent).join(" ");
  const name = element.getAttribute("aria-label") || labels || element.innerText || element.value || "";
  return name.replace(/\\s+/g, " ").trim();
}"""
# The focus on a box to tick is drawn around its label.
SEEN = """() => [document.activeElement, ...(document.activeElement.labels || [])].some((element) => {
  const style = getComputedStyle(element);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
})"""
MOST_TABS = 150


@dataclass
class Keyboard:
    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def name(self) -> str:
        found: str = self.page.evaluate(NAME)
        return found

    def reach(self, name: str, key: str = "Tab") -> None:
        """Press a key until what has the focus has this name."""
        passed = []
        for _ in range(MOST_TABS):
            self.press(key)
            passed.append(self.name())
            if re.match(rf"{re.escape(name)}(?!\w)", passed[-1]):
                self.see_focus()
                return
        raise AssertionError(f"“{name}” is not reached by {key}: {passed}")

    def skip(self) -> None:
        """On a page that has just opened, go past its head and lists. Where the focus stays where it was, it stays."""
        self.press("Tab")
        if self.name() == "Skip to main content":
            self.press("Enter")
        else:
            self.press("Shift+Tab")

    def see_focus(self) -> None:
        assert self.page.evaluate(SEEN), f"the focus on “{self.name()}” is not to be seen"

    def follow(self, name: str) -> None:
        """On a page that has just opened, go to this link or button and press it."""
        self.skip()
        self.reach(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def follow_from_the_top(self, name: str) -> None:
        """The same for what stands in the head of each page."""
        self.reach(name)
        with self.page.expect_navigation():
            self.press("Enter")
