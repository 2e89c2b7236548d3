/* The try-out panel, which follows each answer, and rows of rules that read as sentences. Every page works without this file too. */
(() => {
  "use strict";
  const KEPT = "healthkb-try";
  const headers = {"X-Requested-With": "panel"};

  const answersOf = (form) => [...new FormData(form)].filter(([name, value]) => name.startsWith("q-") && value);

  const follow = (panel, {keep}) => {
    const form = panel.querySelector(".kt-questions");
    if (!form) return;
    let asked = 0;
    const show = async () => {
      const mine = ++asked;
      if (keep) sessionStorage.setItem(KEPT, JSON.stringify(answersOf(form)));
      const answer = await fetch(form.action, {method: "POST", body: new FormData(form), headers});
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const result = page.querySelector(".kt-result");
      if (!result) return panel.replaceChildren(...page.body.childNodes);
      panel.querySelector(".kt-result").replaceWith(result);
      const next = page.querySelector(".kt-next")?.dataset.question;
      for (const each of form.querySelectorAll("fieldset")) each.classList.toggle("kt-next", each.dataset.question === next);
    };
    let wait;
    form.addEventListener("input", (event) => {
      alone(event.target);
      clearTimeout(wait);
      wait = setTimeout(show, 150);
    });
    form.querySelector(".kt-bar button:not([name])").hidden = true;
    form.querySelector(".kt-clear").addEventListener("click", (event) => {
      event.preventDefault();
      for (const each of form.elements) {
        if (["checkbox", "radio"].includes(each.type)) each.checked = false;
        else if (each.type === "number") each.value = "";
      }
      show();
    });
    return {form, show};
  };

  // "None of these" and "not sure" stand alone.
  const alone = (box) => {
    if (box.type !== "checkbox" || !box.checked) return;
    const isAlone = (each) => ["none", "unsure"].includes(each.value);
    for (const each of box.form.querySelectorAll(`[name="${box.name}"]`)) {
      if (each !== box && (isAlone(box) || isAlone(each))) each.checked = false;
    }
  };

  const recall = (form) => {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(KEPT) || "[]")) {
      for (const each of form.querySelectorAll(`[name="${name}"]`)) {
        if (each.type === "number") each.value = Number.isNaN(Number(value)) ? each.value : value;
        else if (each.value === value) each.checked = true;
      }
    }
  };

  const open = async (details) => {
    if (details.dataset.loaded) return;
    details.dataset.loaded = "yes";
    const answer = await fetch(details.dataset.try, {headers});
    const panel = details.querySelector(".kt-panel");
    if (!answer.ok) return void (panel.textContent = "It could not be loaded. Open it as a page of its own.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    panel.replaceChildren(...page.body.childNodes);
    const own = details.dataset.try.includes("?case=");
    const panelForm = follow(panel, {keep: !own});
    if (panelForm && !own) {
      recall(panelForm.form);
      panelForm.show();
    }
  };

  // A sentence shows the findings that it has and room for one more, and says itself in words.
  const sentence = (box) => {
    const selects = [...box.querySelectorAll("select")];
    const said = document.createElement("p");
    said.className = "kt-reads";
    box.prepend(said);
    const words = (select) => `“${select.selectedOptions[0].text.replace(/^“|”$/g, "")}”`;
    const read = () => {
      const chosen = selects.filter((each) => each.value);
      const last = selects.findLastIndex((each) => each.value);
      selects.forEach((each, place) => {
        each.hidden = place > last + 1;
        const joined = each.previousElementSibling;
        if (joined) joined.hidden = each.hidden;
      });
      const level = document.querySelector("#id_level")?.selectedOptions[0]?.text || "This level";
      said.textContent = chosen.length ? `${level} if ${chosen.map(words).join(" and ")}` : "";
    };
    box.addEventListener("change", read);
    document.querySelector("#id_level")?.addEventListener("change", read);
    read();
  };
  document.querySelectorAll(".inline-related:not(.empty-form) .kt-sentence").forEach(sentence);
  document.addEventListener("formset:added", (event) => event.target.querySelectorAll(".kt-sentence").forEach(sentence));

  for (const details of document.querySelectorAll(".kt-beside")) {
    details.addEventListener("toggle", () => {
      sessionStorage.setItem(`${KEPT}-open`, details.open ? "yes" : "");
      if (details.open) open(details);
    });
    if (sessionStorage.getItem(`${KEPT}-open`)) details.open = true;
  }
  for (const page of document.querySelectorAll(".kt-wide")) follow(page, {keep: false});
})();
