/* Fields that name other rows: one, or several. Without this they are text boxes for the rows' short names. */
(() => {
  "use strict";
  const {make, say} = kb;
  const locale = () => kb.form?.elements.locale?.value || "";

  const finder = (model) => async (words) => {
    const query = new URLSearchParams({model, q: words, locale: locale()});
    const answer = await kb.get(`${kb.address("pick")}?${query}`);
    if (!answer.ok) return null;
    const {results, add} = await answer.json();
    const create = {label: `Create “${words}”`, note: "Write it here, without leaving this page.", create: add, words};
    return add ? [...results, create] : results;
  };

  const comboboxFor = (field, onPick) => {
    const label = document.querySelector(`label[for="${field.id}"]`);
    const pick = (option, input) => {
      if (option.create) kb.create(option.create, option.words, input, (made) => onPick(made, input));
      else onPick(option, input);
    };
    const made = kb.combobox({
      find: finder(field.dataset.pick), onPick: pick, name: label ? label.textContent.trim() : "Find one",
      isLabelled: Boolean(label), describedBy: field.getAttribute("aria-describedby"),
    });
    if (label) label.htmlFor = made.input.id;
    if (field.nextElementSibling?.classList.contains("pick-name")) field.nextElementSibling.remove();
    return made;
  };

  const pickOne = (field) => {
    let name = field.dataset.label || field.value;
    const {box, input} = comboboxFor(field, (option, shown) => {
      field.value = option.key;
      name = shown.value = option.label;
      const title = field.closest(".row")?.querySelector(".row-title");
      if (title) title.textContent = option.label;
      kb.changed();
    });
    input.value = name;
    field.type = "hidden";
    field.after(box);
    input.addEventListener("change", () => {
      if (input.value === name) return;
      // What was typed and not picked is looked up by its exact name when the page is saved.
      field.value = name = input.value.trim();
      kb.changed();
    });
    field.showAgain = () => { input.value = name = field.value; };
  };

  const pickMany = (field) => {
    const labels = JSON.parse(field.dataset.labels || "{}");
    const chosen = make("ul", {class: "chosen"});
    const keys = () => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const draw = () => {
      chosen.replaceChildren(...keys().map((key) => {
        const name = labels[key] || key;
        const drop = make("button", {type: "button", "aria-label": `Take out ${name}`}, "×");
        drop.addEventListener("click", () => {
          field.value = keys().filter((each) => each !== key).join("\n");
          draw(); kb.changed(); input.focus(); say(`${name} taken out.`);
        });
        return make("li", {}, name, drop);
      }));
      chosen.hidden = !chosen.children.length;
    };
    const {box, input} = comboboxFor(field, (option, shown) => {
      labels[option.key] = option.label;
      if (!keys().includes(option.key)) field.value = [...keys(), option.key].join("\n");
      shown.value = "";
      draw(); kb.changed(); say(`${option.label} added.`);
    });
    field.hidden = true;
    field.after(chosen, box);
    input.addEventListener("change", () => {
      const typed = input.value.trim();
      if (!typed) return;
      field.value = [...keys(), typed].join("\n");
      input.value = "";
      draw(); kb.changed();
    });
    field.showAgain = draw;
    draw();
  };

  kb.enhance((root) => {
    root.querySelectorAll("input.pick").forEach(pickOne);
    root.querySelectorAll("textarea.pick").forEach(pickMany);
  });
})();
