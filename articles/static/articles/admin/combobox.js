/* A field in which two letters are enough to find another row. */
(() => {
  "use strict";
  const {make, say} = kb;
  let serial = 0;

  /* `find` takes words and gives options {label, note}; `onPick` is given the chosen one and the field. A field that
     has no label on the page is named by `name`. */
  kb.combobox = ({find, onPick, name, isLabelled, describedBy}) => {
    const id = `picker-${++serial}`;
    const input = make("input", {
      type: "text", id: `${id}-input`, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": `${id}-list`, autocomplete: "off", "aria-describedby": describedBy,
      "aria-label": isLabelled ? null : name,
      placeholder: "Type two letters to find one",
    });
    const list = make("ul", {id: `${id}-list`, role: "listbox", hidden: true, "aria-label": name});
    let options = [];
    let at = -1;
    let asked = 0;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      at = index;
      [...list.children].forEach((each, place) => each.setAttribute("aria-selected", place === at));
      const option = list.children[at];
      if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({block: "nearest"}); }
    };
    const choose = (option) => { close(); onPick(option, input); };
    const show = (found) => {
      options = found;
      list.replaceChildren(...options.map((option, index) => {
        const item = make("li", {id: `${id}-${index}`, role: "option", "aria-selected": "false"}, option.label);
        if (option.note) item.append(make("small", {}, option.note));
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
        return item;
      }));
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      const count = options.filter((option) => !option.create).length;
      say(count ? `${count} found.` : "Nothing found.");
    };
    const search = async () => {
      const words = input.value.trim();
      if (words.length < 2) return close();
      const ticket = ++asked;
      const found = await find(words);
      if (found && ticket === asked) show(found);
    };

    let timer;
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : options.length;
      if (event.key === "Escape" && count) { close(); event.preventDefault(); }
      else if (event.key === "ArrowDown") { if (count) mark((at + 1) % count); else search(); event.preventDefault(); }
      else if (event.key === "ArrowUp" && count) { mark((at - 1 + count) % count); event.preventDefault(); }
      else if (event.key === "Enter") { if (at >= 0) choose(options[at]); event.preventDefault(); }
    });
    input.addEventListener("blur", () => { ++asked; setTimeout(close, 120); });
    return {box: make("div", {class: "picker"}, input, list), input};
  };
})();
