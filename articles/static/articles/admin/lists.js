/* A list where there is little room: each value says which column it is of, and the filters are folded above it. */
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const table = document.querySelector("#result_list");
  const names = [...(table?.tHead.rows[0].cells || [])].map((cell) => cell.querySelector(".text")?.textContent.trim());
  for (const row of table?.tBodies[0].rows || []) {
    [...row.cells].forEach((cell, place) => {
      if (cell.tagName === "TD" && names[place] && !cell.classList.contains("action-checkbox")) cell.dataset.label = names[place];
      if (["–", "-", ""].includes(cell.textContent.trim()) && !cell.querySelector("img, input")) cell.classList.add("nothing");
    });
  }

  const filters = document.getElementById("changelist-filter");
  const narrow = matchMedia("(max-width: 1340px)");
  const fold = () => {
    if (!filters || !narrow.matches) return;
    filters.parentElement.prepend(filters);
    for (const each of filters.querySelectorAll("details")) each.open = false;
  };
  for (const each of filters?.querySelectorAll("details") || []) {
    const chosen = each.querySelector("li.selected:not(:first-child) a");
    if (!chosen) continue;
    each.classList.add("chosen");
    each.querySelector("summary").append(`: ${chosen.textContent.trim()}`);
  }
  narrow.addEventListener("change", fold);
  fold();
})();
