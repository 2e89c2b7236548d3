/* The parts of a long form as tabs. Without this they stand one under the other, with the list of them as links. */
(() => {
  "use strict";
  const nav = document.querySelector(".kb .tabs");
  if (!nav) return;
  const links = [...nav.querySelectorAll("a")];
  const list = nav.querySelector("ul");
  const panelOf = (link) => document.getElementById(link.hash.slice(1));

  const open = (link, focus) => {
    for (const each of links) {
      const chosen = each === link;
      each.setAttribute("aria-selected", chosen);
      each.tabIndex = chosen ? 0 : -1;
      panelOf(each).hidden = !chosen;
    }
    if (focus) link.focus();
    list.scrollLeft = Math.max(0, link.offsetLeft - list.offsetLeft - 40);
    if (link !== links[0] || location.hash) history.replaceState(null, "", link.hash);
  };

  const onKey = (event, link) => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    const at = links.indexOf(link);
    if (step) open(links[(at + step + links.length) % links.length], true);
    else if (event.key === "Home") open(links[0], true);
    else if (event.key === "End") open(links[links.length - 1], true);
    else if (event.key === " ") open(link, true);
    else return;
    event.preventDefault();
  };

  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", nav.getAttribute("aria-label"));
  nav.removeAttribute("aria-label");
  nav.setAttribute("role", "presentation");
  nav.parentElement.classList.add("tabbed");
  for (const link of links) {
    link.parentElement.setAttribute("role", "presentation");
    link.id = "tab-" + link.hash.slice(1);
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", link.hash.slice(1));
    const panel = panelOf(link);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => { event.preventDefault(); open(link); });
    link.addEventListener("keydown", (event) => onKey(event, link));
  }

  const named = links.find((link) => link.hash === location.hash);
  open(links.find((link) => link.querySelector(".bad")) || named || links[0]);
  if (named) window.addEventListener("load", () => setTimeout(() => scrollTo(0, 0)));
  window.addEventListener("hashchange", () => {
    const asked = links.find((link) => link.hash === location.hash);
    if (asked) { open(asked); scrollTo(0, 0); }
  });
  kb.form?.addEventListener("submit", () => { kb.form.action = location.pathname + location.search + location.hash; });
  kb.openTabOf = (element) => {
    const link = links.find((each) => panelOf(each).contains(element));
    if (link) open(link);
  };
})();
