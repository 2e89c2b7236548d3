/* Rows in their order: by buttons, by Alt with the arrow keys, and by dragging. */
(() => {
  "use strict";
  const {make, say} = kb;
  const title = (row) => row.querySelector(".row-title").textContent.trim();
  const placeOf = (row) => row.querySelector('input[name$="-position"]');

  const number = (list) => {
    let last = 0;
    for (const row of list.children) {
      const place = placeOf(row);
      if (!place) return;
      if (place.value === "" || Number(place.value) <= last) place.value = String(last + 1);
      last = Number(place.value);
    }
  };

  const move = (row, step) => {
    const all = [...row.parentElement.children];
    const other = all[all.indexOf(row) + step];
    if (!other) return say(`${title(row)} is already ${step < 0 ? "first" : "last"}.`);
    if (step < 0) other.before(row); else other.after(row);
    number(row.parentElement);
    kb.changed();
    say(`${title(row)} is now ${[...row.parentElement.children].indexOf(row) + 1} of ${all.length}.`);
  };

  const addMovers = (row) => {
    if (!placeOf(row)) return;
    const summary = row.querySelector("summary");
    const button = (label, sign, step) => {
      const made = make("button", {type: "button", "aria-label": `${label} ${title(row)}`, title: label}, sign);
      made.addEventListener("click", () => { move(row, step); made.focus(); });
      return made;
    };
    const grip = make("span", {class: "grip", "aria-hidden": "true", title: "Drag to move"}, "⠿");
    grip.addEventListener("pointerdown", () => { row.draggable = true; });
    grip.addEventListener("pointerup", () => { row.draggable = false; });
    row.addEventListener("dragstart", (event) => { row.classList.add("moving"); event.dataTransfer.effectAllowed = "move"; });
    row.addEventListener("dragend", () => {
      row.classList.remove("moving");
      row.draggable = false;
      number(row.parentElement);
      kb.changed();
    });
    row.append(make("div", {class: "movers"}, button("Move up", "↑", -1), button("Move down", "↓", 1), grip));
    summary.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
    summary.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
      summary.focus();
    });
  };

  const acceptDrops = (list) => list.addEventListener("dragover", (event) => {
    const moving = list.querySelector(".moving");
    const over = event.target.closest?.(".row");
    if (!moving || !over || over === moving) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(moving); else over.after(moving);
  });

  kb.moving = {addMovers, acceptDrops, number, placeOf};
})();
