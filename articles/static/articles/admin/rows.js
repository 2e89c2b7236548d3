/* Rows of a document, folded to one line: reading the entry that they place, adding more. */
(() => {
  "use strict";
  const {make} = kb;

  const rename = (root, from, to) => {
    for (const element of [root, ...root.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(from, to));
      }
    }
  };

  const showText = async (entry) => {
    const answer = await kb.get(entry.querySelector("a").pathname.replace(/change\/$/, "text/"));
    if (!answer.ok) return;
    // Our own server cleaned this HTML.
    const box = make("div", {class: "entry"});
    box.innerHTML = await answer.text();
    entry.before(box);
    box.append(...entry.children);
    entry.remove();
  };

  const takeOutAgain = (row, add) => {
    const drop = make("button", {type: "button", class: "kb-button"}, "Take it out again");
    drop.addEventListener("click", () => {
      // The number stays, so that the others keep theirs; an empty row is not saved.
      row.querySelectorAll("input:not([type=hidden]), textarea, input.pick").forEach((input) => { input.value = ""; });
      row.hidden = true;
      add.focus();
      kb.changed();
    });
    return drop;
  };

  const addRow = (panel, pattern, add) => {
    const prefix = panel.dataset.formset;
    const total = panel.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const row = pattern.cloneNode(true);
    rename(row, new RegExp(`${prefix}-(\\d+|__prefix__)`), `${prefix}-${total.value}`);
    total.value = Number(total.value) + 1;
    row.classList.remove("blank");
    row.querySelector(".row-title").textContent = `New ${panel.dataset.one}`;
    panel.querySelector(".rows").append(row);
    panel.querySelector(".empty")?.remove();
    kb.enhance(row);
    kb.moving.addMovers(row);
    row.querySelector(".row-body").append(takeOutAgain(row, add));
    row.querySelector("details").open = true;
    kb.moving.number(row.parentElement);
    return row;
  };

  const prepare = (panel) => {
    const list = panel.querySelector(".rows");
    kb.moving.acceptDrops(list);
    // A row that was not filled in is kept aside as the pattern for new ones.
    const blank = list.querySelector(".row.blank");
    if (blank) {
      const pattern = blank.cloneNode(true);
      pattern.hidden = false;
      blank.remove();
      const total = panel.querySelector(`[name="${panel.dataset.formset}-TOTAL_FORMS"]`);
      if (!("pattern" in blank.dataset)) total.value = Number(total.value) - 1;
      const one = panel.dataset.one;
      const add = make("button", {type: "button", class: "kb-button add"}, `Add ${/^[aeiou]|^FAQ/i.test(one) ? "an" : "a"} ${one}`);
      list.after(add);
      panel.addRow = () => addRow(panel, pattern, add);
      add.addEventListener("click", () => {
        const row = panel.addRow();
        row.querySelector(".picker input, .row-body input:not([type=hidden]), .row-body textarea")?.focus();
        kb.changed();
      });
    }
    for (const row of list.children) {
      kb.moving.addMovers(row);
      const entry = row.querySelector("p.entry");
      if (entry) row.querySelector("details").addEventListener("toggle", () => showText(entry), {once: true});
      row.querySelector("input[name$='-DELETE']")?.addEventListener("change", (event) => {
        row.classList.toggle("leaving", event.target.checked);
      });
    }
  };

  kb.rows = {prepareAll: () => document.querySelectorAll(".kb [data-formset]").forEach(prepare)};

  kb.enhance((root) => {
    const heading = root.querySelector(".field-heading input, .field-title input");
    const slug = root.querySelector(".field-slug input");
    if (!root.matches(".row") || !heading || !slug) return;
    heading.addEventListener("input", () => {
      slug.value = heading.value.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
    });
  });
})();
