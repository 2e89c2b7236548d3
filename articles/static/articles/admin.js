/* Tabs, folded rows, moving, picking and keeping what was typed. Every page works without this file too. */
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const form = document.querySelector(".kb #content-main > form");
  const live = make("p", {class: "visually-hidden", role: "status", "aria-live": "polite"});
  document.querySelector(".kb #content")?.append(live);
  const say = (words) => { live.textContent = words; };

  // Tabs ------------------------------------------------------------------------------------------------------------
  const tabs = () => {
    const nav = document.querySelector(".kb .tabs");
    if (!nav) return;
    const links = [...nav.querySelectorAll("a")];
    const panelOf = (link) => document.getElementById(link.hash.slice(1));
    const list = nav.querySelector("ul");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", nav.getAttribute("aria-label"));
    nav.removeAttribute("aria-label");
    nav.setAttribute("role", "presentation");
    nav.parentElement.classList.add("tabbed");
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
    for (const link of links) {
      link.parentElement.setAttribute("role", "presentation");
      link.id = "tab-" + link.hash.slice(1);
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", link.hash.slice(1));
      const panel = panelOf(link);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", link.id);
      link.addEventListener("click", (event) => { event.preventDefault(); open(link); });
      link.addEventListener("keydown", (event) => {
        const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
        const at = links.indexOf(link);
        if (step) open(links[(at + step + links.length) % links.length], true);
        else if (event.key === "Home") open(links[0], true);
        else if (event.key === "End") open(links[links.length - 1], true);
        else if (event.key === " ") open(link, true);
        else return;
        event.preventDefault();
      });
    }
    const named = links.find((link) => link.hash === location.hash);
    const wrong = links.find((link) => link.querySelector(".bad"));
    open(wrong || named || links[0]);
    if (named) window.addEventListener("load", () => setTimeout(() => scrollTo(0, 0)));
    window.addEventListener("hashchange", () => {
      const asked = links.find((link) => link.hash === location.hash);
      if (asked) { open(asked); scrollTo(0, 0); }
    });
    if (form) form.addEventListener("submit", () => { form.action = location.pathname + location.search + location.hash; });
  };

  // Rows ------------------------------------------------------------------------------------------------------------
  const rename = (root, from, to) => {
    const swap = (text) => text.replace(from, to);
    for (const element of [root, ...root.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, swap(element.getAttribute(name)));
      }
    }
  };

  const showText = async (entry) => {
    const answer = await fetch(entry.querySelector("a").pathname.replace(/change\/$/, "text/"));
    if (!answer.ok) return;
    // Our own server cleaned this HTML.
    const box = make("div", {class: "entry"});
    box.innerHTML = await answer.text();
    entry.before(box);
    box.append(entry);
  };

  const rows = (panel) => {
    const prefix = panel.dataset.formset;
    const list = panel.querySelector(".rows");
    const total = panel.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const one = panel.dataset.one;
    const movable = () => [...list.children];
    const title = (row) => row.querySelector(".row-title").textContent.trim();

    const number = () => {
      const all = movable();
      let last = 0;
      for (const row of all) {
        const place = row.querySelector(`input[name$="-position"]`);
        if (!place) return;
        if (place.value === "" || Number(place.value) <= last) {
          const next = String(last + 1);
          if (place.value !== next) place.value = next;
        }
        last = Number(place.value);
      }
    };
    const move = (row, step) => {
      const all = movable();
      const other = all[all.indexOf(row) + step];
      if (!other) return say(`${title(row)} is already ${step < 0 ? "first" : "last"}.`);
      if (step < 0) other.before(row); else other.after(row);
      number();
      changed();
      say(`${title(row)} is now ${movable().indexOf(row) + 1} of ${all.length}.`);
    };
    const addMovers = (row) => {
      if (!row.querySelector(`input[name$="-position"]`)) return;
      const button = (label, sign, step) => {
        const made = make("button", {type: "button", "aria-label": `${label} ${title(row)}`, title: label}, sign);
        made.addEventListener("click", () => { move(row, step); made.focus(); });
        return made;
      };
      const grip = make("button", {type: "button", class: "grip", tabindex: "-1", "aria-hidden": "true", title: "Drag to move"}, "⠿");
      grip.addEventListener("pointerdown", () => { row.draggable = true; });
      grip.addEventListener("pointerup", () => { row.draggable = false; });
      row.addEventListener("dragstart", (event) => { row.classList.add("moving"); event.dataTransfer.effectAllowed = "move"; });
      row.addEventListener("dragend", () => { row.classList.remove("moving"); row.draggable = false; number(); changed(); });
      row.append(make("div", {class: "movers"}, button("Move up", "↑", -1), button("Move down", "↓", 1), grip));
      row.querySelector("summary").addEventListener("keydown", (event) => {
        if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        move(row, event.key === "ArrowUp" ? -1 : 1);
        row.querySelector("summary").focus();
      });
    };
    list.addEventListener("dragover", (event) => {
      const moving = list.querySelector(".moving");
      const over = event.target.closest?.(".row");
      if (!moving || !over || over === moving) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(moving); else over.after(moving);
    });

    // A row that was not filled in is kept aside as the pattern for new ones.
    const blank = list.querySelector(".row.blank");
    let pattern = null;
    if (blank) {
      pattern = blank.cloneNode(true);
      blank.remove();
      if (!("pattern" in blank.dataset)) total.value = Number(total.value) - 1;
      pattern.hidden = false;
      const add = make("button", {type: "button", class: "kb-button add"}, `Add ${/^[aeiou]|^FAQ/i.test(one) ? "an" : "a"} ${one}`);
      list.after(add);
      add.addEventListener("click", () => {
        const row = pattern.cloneNode(true);
        const index = total.value;
        rename(row, new RegExp(`${prefix}-(\\d+|__prefix__)`), `${prefix}-${index}`);
        total.value = Number(index) + 1;
        row.classList.remove("blank");
        row.querySelector(".row-title").textContent = `New ${one}`;
        list.append(row);
        panel.querySelector(".empty")?.remove();
        enhance(row);
        addMovers(row);
        const drop = make("button", {type: "button", class: "kb-button"}, "Take it out again");
        drop.addEventListener("click", () => {
          // The number stays, so that the others keep theirs; an empty row is not saved.
          row.querySelectorAll("input:not([type=hidden]), textarea").forEach((input) => { input.value = ""; });
          row.hidden = true;
          add.focus();
        });
        row.querySelector(".row-body").append(drop);
        row.querySelector("details").open = true;
        row.querySelector(".picker input, .row-body input:not([type=hidden]), .row-body textarea")?.focus();
        number();
        changed();
      });
    }
    for (const row of movable()) {
      addMovers(row);
      const entry = row.querySelector("p.entry");
      if (entry) row.querySelector("details").addEventListener("toggle", () => showText(entry), {once: true});
      row.querySelector("input[name$='-DELETE']")?.addEventListener("change", (event) => {
        row.classList.toggle("leaving", event.target.checked);
      });
    }
  };

  // Picking ---------------------------------------------------------------------------------------------------------
  const locale = () => form?.elements.locale?.value || "";
  let serial = 0;

  const combobox = (field, onPick, describe) => {
    const id = `picker-${++serial}`;
    const label = document.querySelector(`label[for="${field.id}"]`);
    const input = make("input", {
      type: "text", id: `${id}-input`, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": `${id}-list`, autocomplete: "off", "aria-describedby": field.getAttribute("aria-describedby"),
      placeholder: "Type two letters to find one",
    });
    const list = make("ul", {id: `${id}-list`, role: "listbox", hidden: true, "aria-label": label ? label.textContent.trim() : "Found"});
    if (label) label.htmlFor = input.id;
    let options = [];
    let at = -1;
    let asked = 0;
    const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      at = index;
      [...list.children].forEach((each, place) => each.setAttribute("aria-selected", place === at));
      const option = list.children[at];
      if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({block: "nearest"}); }
    };
    const choose = (option) => {
      close();
      if (option.create) window.open(option.create, "_blank", "width=900,height=800");
      else onPick(option, input);
    };
    const show = (found, words, add) => {
      options = [...found];
      if (add) options.push({label: `Create “${words}”`, note: "Opens in a new window. Save it there, then pick it here.", create: `${add}?title=${encodeURIComponent(words)}`});
      list.replaceChildren(...options.map((option, index) => {
        const item = make("li", {id: `${id}-${index}`, role: "option", "aria-selected": "false"}, option.label);
        if (option.note) item.append(make("small", {}, option.note));
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
        return item;
      }));
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      say(found.length ? `${found.length} found.` : "Nothing found.");
    };
    const find = async () => {
      const words = input.value.trim();
      if (words.length < 2) return close();
      const ticket = ++asked;
      const query = new URLSearchParams({model: field.dataset.pick, q: words, locale: locale()});
      const answer = await fetch(`${pickUrl()}?${query}`, {headers: {Accept: "application/json"}});
      if (!answer.ok || ticket !== asked) return;
      const {results, add} = await answer.json();
      show(results, words, add);
    };
    let timer;
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 150); });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : options.length;
      if (event.key === "Escape" && count) { close(); event.preventDefault(); }
      else if (event.key === "ArrowDown") { if (count) mark((at + 1) % count); else find(); event.preventDefault(); }
      else if (event.key === "ArrowUp" && count) { mark((at - 1 + count) % count); event.preventDefault(); }
      else if (event.key === "Enter") { if (at >= 0) choose(options[at]); event.preventDefault(); }
    });
    input.addEventListener("blur", () => setTimeout(close, 120));
    const box = make("div", {class: "picker"}, input, list);
    field.nextElementSibling?.classList.contains("pick-name") && field.nextElementSibling.remove();
    describe?.(input);
    return {box, input};
  };

  const pickUrl = () => document.body.dataset.pickUrl || location.pathname.replace(/\/articles\/.*$/, "/articles/article/pick/");

  const pickOne = (field) => {
    let name = field.dataset.label || field.value;
    const {box, input} = combobox(field, (option, shown) => {
      field.value = option.key;
      name = shown.value = option.label;
      const title = field.closest(".row")?.querySelector(".row-title");
      if (title) title.textContent = option.label;
      changed();
    });
    input.value = name;
    field.type = "hidden";
    field.after(box);
    input.addEventListener("change", () => {
      if (input.value === name) return;
      // What was typed and not picked is looked up by its exact name when the page is saved.
      field.value = name = input.value.trim();
      changed();
    });
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
          draw(); changed(); input.focus(); say(`${name} taken out.`);
        });
        return make("li", {}, name, drop);
      }));
      chosen.hidden = !chosen.children.length;
    };
    const {box, input} = combobox(field, (option, shown) => {
      labels[option.key] = option.label;
      if (!keys().includes(option.key)) field.value = [...keys(), option.key].join("\n");
      shown.value = "";
      draw(); changed(); say(`${option.label} added.`);
    });
    field.hidden = true;
    field.after(chosen, box);
    input.addEventListener("change", () => {
      const typed = input.value.trim();
      if (!typed) return;
      field.value = [...keys(), typed].join("\n");
      input.value = "";
      draw(); changed();
    });
    draw();
  };

  // Texts -----------------------------------------------------------------------------------------------------------
  const syllables = (word) => Math.max(1, (word.toLowerCase().replace(/e\b/, "").match(/[aeiouy]+/g) || []).length);
  const age = (text) => {
    const words = text.match(/[A-Za-zÀ-ỹ']+/g) || [];
    const sentences = Math.max(1, (text.match(/[.!?:\n]+(\s|$)/g) || []).length);
    if (words.length < 20) return "";
    const grade = 0.39 * words.length / sentences + 11.8 * words.reduce((sum, word) => sum + syllables(word), 0) / words.length - 15.59;
    return `, reading age about ${Math.max(6, Math.round(grade + 5))}`;
  };
  const meter = (area) => {
    const shown = make("span", {class: "meter", "aria-hidden": "true"});
    const tell = () => { shown.textContent = `${area.value.length.toLocaleString("en-GB")} of ${Number((area.maxLength > 0 ? area.maxLength : 20000)).toLocaleString("en-GB")} characters${age(area.value)}`; };
    area.addEventListener("focus", () => { tell(); area.after(shown); });
    area.addEventListener("input", tell);
    // It stays when the field is left: taking it away would move the button that is being pressed from under the pointer.
  };

  // Keeping what was typed ------------------------------------------------------------------------------------------
  let dirty = false;
  const note = make("span", {class: "unsaved"});
  const changed = () => {
    if (!form) return;
    dirty = true;
    note.textContent = "Not saved yet";
    clearTimeout(changed.timer);
    changed.timer = setTimeout(keep, 800);
  };
  const draftKey = () => `draft:${location.pathname}`;
  const fields = () => [...form.elements].filter((each) => each.name && !["csrfmiddlewaretoken", "expected_edit"].includes(each.name) && !["submit", "file", "button"].includes(each.type));
  const keep = () => {
    const values = fields().map((each) => [each.name, ["checkbox", "radio"].includes(each.type) ? each.checked : each.value, each.value]);
    try { sessionStorage.setItem(draftKey(), JSON.stringify({edit: form.elements.expected_edit?.value, values})); } catch { /* no room: the warning on leaving still stands */ }
  };
  const guard = () => {
    if (!form || !document.body.classList.contains("kb-document")) return;
    document.querySelector(".kb .submit-row")?.append(note);
    const saved = document.querySelector(".messagelist .success");
    if (saved) sessionStorage.removeItem(draftKey());
    const kept = JSON.parse(sessionStorage.getItem(draftKey()) || "null");
    if (kept && !document.querySelector(".kb .errornote")) offer(kept);
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => { dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  };
  const offer = (kept) => {
    const old = kept.edit !== form.elements.expected_edit?.value;
    const back = make("button", {type: "button", class: "kb-button"}, "Put it back");
    const drop = make("button", {type: "button", class: "kb-button"}, "Forget it");
    const box = make("p", {class: "draft-note", role: "status"}, old ? "You left text here that was not saved, and the page was saved by somebody since. " : "You left text here that was not saved. ", back, drop);
    form.before(box);
    drop.addEventListener("click", () => { sessionStorage.removeItem(draftKey()); box.remove(); });
    back.addEventListener("click", () => {
      for (const [name] of kept.values) {
        const match = name.match(/^(.+)-(\d+)-/);
        const panel = match && form.querySelector(`[data-formset="${match[1]}"]`);
        while (panel && Number(panel.querySelector(`[name="${match[1]}-TOTAL_FORMS"]`).value) <= Number(match[2]) && panel.querySelector(".add")) panel.querySelector(".add").click();
      }
      for (const [name, value, own] of kept.values) {
        if (/(_FORMS|-id|-article|-document|-wording)$/.test(name)) continue;
        const named = [...form.elements].filter((each) => each.name === name);
        for (const each of named) {
          if (["checkbox", "radio"].includes(each.type)) { if (each.value === own) each.checked = value; }
          else each.value = value;
        }
      }
      box.remove();
      changed();
      say("Your text is back. It is not saved yet.");
    });
  };

  const enhance = (root) => {
    root.querySelectorAll("input.pick").forEach(pickOne);
    root.querySelectorAll("textarea.pick").forEach(pickMany);
    root.querySelectorAll("textarea:not(.pick, .words)").forEach(meter);
    const heading = root.querySelector(".field-heading input, .field-title input");
    const slug = root.querySelector(".field-slug input");
    if (root.matches(".row") && heading && slug) {
      heading.addEventListener("input", () => {
        slug.value = heading.value.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
      });
    }
  };

  document.querySelectorAll(".kb [data-formset]").forEach(rows);
  document.querySelectorAll(".kb #content form").forEach(enhance);
  tabs();
  guard();
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && form) {
      event.preventDefault();
      form.querySelector("[name=_continue]")?.click();
    }
  });
})();
