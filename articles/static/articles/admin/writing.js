/* Texts in Markdown: six buttons, how long and how hard to read it is, and what readers will see. */
(() => {
  "use strict";
  const {make, say} = kb;
  const MOST = 20000;
  const PAUSE = 700;
  let serial = 0;

  /* Typing it keeps what Ctrl+Z takes back. */
  const insert = (area, text) => {
    area.focus();
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", {bubbles: true}));
  };

  const wrap = (mark, example) => (area) => {
    const {selectionStart: start, selectionEnd: end} = area;
    const chosen = area.value.slice(start, end) || example;
    insert(area, mark + chosen + mark);
    area.setSelectionRange(start + mark.length, start + mark.length + chosen.length);
  };

  const eachLine = (markOf) => (area) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const after = area.value.indexOf("\n", area.selectionEnd);
    const end = after < 0 ? area.value.length : after;
    const lines = area.value.slice(start, end).split("\n");
    const marked = lines.map((line, index) => markOf(index) + line.replace(/^(#{1,6} |[-*] |\d+\. )/, "")).join("\n");
    area.setSelectionRange(start, end);
    insert(area, marked);
  };

  const BUTTONS = [
    {name: "Bold", sign: "B", key: "b", act: wrap("**", "words")},
    {name: "Italic", sign: "I", key: "i", act: wrap("*", "words")},
    {name: "Heading", sign: "H", act: eachLine(() => "### ")},
    {name: "List", sign: "•", act: eachLine(() => "- ")},
    {name: "Numbered list", sign: "1.", act: eachLine((index) => `${index + 1}. `)},
    {name: "Link", sign: "Link", key: "k", act: (area) => kb.link(area, (text) => insert(area, text))},
  ];

  const toolbar = (area) => {
    const bar = make("div", {class: "markdown-bar", role: "toolbar", "aria-label": "Format the text", "aria-controls": area.id});
    const buttons = BUTTONS.map(({name: label, sign, key, act}, index) => {
      const title = key ? `${label} (Ctrl+${key.toUpperCase()})` : label;
      const button = make("button", {type: "button", title, tabindex: index ? -1 : 0, class: `format-${label.split(" ")[0].toLowerCase()}`});
      button.append(sign === label ? sign : make("span", {"aria-hidden": "true"}, sign));
      if (sign !== label) button.append(make("span", {class: "visually-hidden"}, label));
      button.addEventListener("click", () => act(area));
      return button;
    });
    bar.addEventListener("keydown", (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      const at = buttons.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      buttons[at].tabIndex = -1;
      const next = buttons[(at + step + buttons.length) % buttons.length];
      next.tabIndex = 0;
      next.focus();
    });
    area.addEventListener("keydown", (event) => {
      const found = (event.ctrlKey || event.metaKey) && BUTTONS.find((each) => each.key === event.key.toLowerCase());
      if (found) { event.preventDefault(); found.act(area); }
    });
    bar.append(...buttons);
    return bar;
  };

  const ask = async (text) => {
    const body = new FormData();
    body.set("text", text);
    body.set("locale", kb.form?.elements.locale?.value || "");
    const answer = await kb.post(kb.address("markdown"), body);
    return answer.ok ? answer.json() : null;
  };

  const count = (area, most) => `${area.value.length.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} characters`;

  const markdown = (area) => {
    const id = `writing-${++serial}`;
    const meter = make("p", {class: "meter", id: `${id}-meter`}, " ");
    const shown = make("div", {class: "entry preview", hidden: true, tabindex: "0", role: "region", "aria-label": "As readers will see it"});
    const look = make("button", {type: "button", class: "look", "aria-expanded": "false"}, "Preview");
    const bar = toolbar(area);
    bar.append(look);
    area.before(bar);
    area.after(meter, shown);
    area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), meter.id].filter(Boolean).join(" "));

    let timer;
    let asked = 0;
    const tell = (grade) => {
      meter.classList.toggle("over", area.value.length > MOST);
      meter.textContent = count(area, MOST) + (grade == null ? "" : `. Reading grade about ${grade}: for readers of ${grade + 5} and older`);
    };
    const update = async () => {
      const ticket = ++asked;
      const found = await ask(area.value);
      if (!found || ticket !== asked) return;
      tell(found.grade);
      // The HTML that the API will give. Our own server made and cleaned it.
      shown.innerHTML = found.html || "<p>Nothing written yet.</p>";
    };
    const later = () => { tell(); clearTimeout(timer); timer = setTimeout(update, PAUSE); };
    area.addEventListener("focus", later, {once: true});
    area.addEventListener("input", later);
    area.addEventListener("change", later);
    look.addEventListener("click", async () => {
      shown.hidden = !shown.hidden;
      look.setAttribute("aria-expanded", String(!shown.hidden));
      look.textContent = shown.hidden ? "Preview" : "Hide preview";
      if (!shown.hidden) { await update(); say("The preview is below the text."); }
    });
    kb.paste(area, (text) => insert(area, text));
  };

  const line = (area) => {
    const meter = make("p", {class: "meter"});
    const tell = () => {
      meter.textContent = count(area, area.maxLength);
      // There is room enough until it is nearly full.
      meter.hidden = area.value.length < 0.8 * area.maxLength;
    };
    tell();
    area.after(meter);
    area.addEventListener("input", tell);
  };

  /* A label that stands around a text would take in the buttons too. */
  const unwrap = (area) => {
    const label = area.parentElement;
    if (label.tagName !== "LABEL") return;
    area.id = `text-${++serial}`;
    const box = make("div", {class: label.className}, make("label", {for: area.id}, label.firstChild));
    label.replaceWith(box);
    box.append(area);
  };

  const prepare = (area) => {
    if (area.dataset.ready) return;
    area.dataset.ready = "yes";
    unwrap(area);
    if ("markdown" in area.dataset) markdown(area); else if (area.maxLength > 0) line(area);
  };
  const texts = (root) => [...root.querySelectorAll("textarea:not(.pick, .words)")];

  kb.enhance((root) => {
    // Those of folded rows only once they are opened: there can be hundreds.
    for (const details of root.querySelectorAll("details")) {
      details.addEventListener("toggle", () => texts(details).forEach(prepare), {once: true});
    }
    texts(root).filter((area) => root.matches(".row") || !area.closest("details:not([open])")).forEach(prepare);
  });
})();
