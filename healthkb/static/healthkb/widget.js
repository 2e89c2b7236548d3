// <healthkb-article slug="…"> and <healthkb-triage slug="…"> for any site. No dependencies, nothing stored, no cookies.
// `base` is the address of the HealthKB server; without it, the server that this file came from.
// Colours and type: --healthkb-accent, --healthkb-ink, --healthkb-paper, --healthkb-line, --healthkb-font.
(() => {
  "use strict";
  const HOME = document.currentScript ? new URL(document.currentScript.src).origin : location.origin;

  const STYLE = `
    :host { display: block; container-type: inline-size; color: var(--healthkb-ink, #1a2530); font: 1rem/1.6 var(--healthkb-font, system-ui, sans-serif); }
    .box { background: var(--healthkb-paper, #fff); border: 1px solid var(--healthkb-line, #d8d3c6); border-radius: 12px; padding: 1.2rem 1.4rem; overflow-wrap: break-word; }
    h2, h3, h4 { line-height: 1.25; margin: 1.4em 0 0.4em; } h2:first-child { margin-top: 0; }
    h2:focus { outline: none; }
    p { margin: 0.5em 0; } ul { padding-left: 1.3em; } img { max-width: 100%; height: auto; }
    a { color: var(--healthkb-accent, #0b5d57); }
    :focus-visible { outline: 3px solid var(--healthkb-accent, #0b5d57); outline-offset: 3px; }
    .notice { border-left: 6px solid #8a6100; background: #fff4d9; color: #1a2530; padding: 0.7em 1em; }
    .care { border: 2px solid var(--tone); border-radius: 10px; margin: 1em 0; overflow: clip; }
    .care > :first-child { background: var(--tone); color: #fff; margin: 0; padding: 0.5em 1em; }
    .care > div { padding: 0.4em 1em 0.8em; }
    .care > div a, .small { font-size: 0.92em; }
    .emergency { --tone: #8f1622; } .same_day { --tone: #7a3d00; } .soon { --tone: #3f3a8f; } .routine { --tone: #28536a; } .self_care { --tone: #1d5c39; }
    summary { cursor: pointer; font-weight: 600; padding: 0.5em 0; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend { padding: 0; width: 100%; }
    label.choice { display: flex; gap: 0.8em; align-items: flex-start; padding: 0.7em 0.9em; margin-top: 0.5em; border: 2px solid #7a8188; border-radius: 8px; cursor: pointer; }
    label.choice input { width: 1.4em; height: 1.4em; margin: 0.1em 0 0; flex: none; accent-color: var(--healthkb-accent, #0b5d57); }
    input[type="text"] { font: inherit; min-height: 44px; width: 8rem; padding: 0.3em 0.6em; border: 2px solid #7a8188; border-radius: 8px; }
    button { font: inherit; font-weight: 600; min-height: 44px; padding: 0.5em 1.2em; margin: 1em 0.6em 0 0; border-radius: 8px; border: 2px solid var(--healthkb-accent, #0b5d57); background: var(--healthkb-accent, #0b5d57); color: #fff; cursor: pointer; }
    button.quiet { background: none; color: var(--healthkb-accent, #0b5d57); }
    .error { border-left: 6px solid #8f1622; padding: 0.5em 1em; font-weight: 600; }
    .hint { color: #495663; }`;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  const URGENCIES = ["emergency", "same_day", "soon", "routine", "self_care"];
  const PLAIN = {
    emergency: "Get emergency help now",
    same_day: "Get medical help today",
    soon: "See a doctor in the next few days",
    routine: "Book a visit to your doctor",
    self_care: "Look after yourself at home",
  };
  const BANDS = { more_likely: "More likely", possible: "Possible", less_likely: "Less likely" };

  // Elements are built one by one. HTML of the API was cleaned when it was published; here only known tags are copied.
  const make = (tag, values = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
    return element;
  };

  const KNOWN = new Set("P BR EM STRONG UL OL LI A H2 H3 H4 BLOCKQUOTE HR CODE TABLE THEAD TBODY TR TH TD".split(" "));
  const trusted = window.trustedTypes ? trustedTypes.createPolicy("healthkb", { createHTML: (html) => html }) : null;

  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (!KNOWN.has(node.nodeName)) return [...node.childNodes].map(copy);
    const element = make(node.nodeName.toLowerCase(), {}, [...node.childNodes].map(copy));
    const href = node.nodeName === "A" && node.getAttribute("href");
    if (href && /^(https?:|mailto:|tel:|\/[^/\\])/i.test(href)) {
      element.setAttribute("href", href);
      element.setAttribute("rel", "noopener noreferrer");
    }
    return element;
  };

  const rich = (text) => {
    if (!text || !text.html) return [];
    const html = trusted ? trusted.createHTML(text.html) : text.html;
    return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map(copy);
  };

  class HealthKBElement extends HTMLElement {
    static observedAttributes = ["slug", "base", "lang"];

    connectedCallback() {
      if (!this.shadowRoot) {
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
        this.box = make("div", { class: "box" });
        this.shadowRoot.append(this.box);
      }
      this.start();
    }

    attributeChangedCallback(name, before, after) {
      if (this.box && this.isConnected && before !== after) this.start();
    }

    get base() {
      return (this.getAttribute("base") || HOME).replace(/\/+$/, "");
    }

    async ask(path, body) {
      const url = new URL(`${this.base}/api/v1/${path}`);
      if (this.lang) url.searchParams.set("lang", this.lang);
      const options = { credentials: "omit", referrerPolicy: "no-referrer" };
      const json = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), cache: "no-store" };
      const answer = await fetch(url, body ? { ...options, ...json } : options);
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    }

    async start() {
      const slug = this.getAttribute("slug");
      if (!slug) return;
      const turn = (this.turn = Symbol(slug));
      this.show("Just a moment …");
      try {
        const shown = await this.first(encodeURIComponent(slug));
        if (turn === this.turn && shown) this.show(...[shown].flat());
      } catch {
        if (turn === this.turn) this.fail();
      }
    }

    fail() {
      this.show(
        make("p", { role: "alert" }, "This cannot be shown just now. If it could be an emergency, call your emergency number now."),
        make("button", { type: "button", onclick: () => this.start() }, "Try again"),
      );
    }

    show(...content) {
      this.box.replaceChildren(...content);
      // Links between pages begin at the root of the HealthKB server, not of the site that shows them.
      for (const link of this.box.querySelectorAll('a[href^="/"]')) link.href = this.base + link.getAttribute("href");
    }
  }

  const care = (urgency, title, ...content) =>
    make("section", { class: `care ${urgency}`, "aria-label": title }, make("h3", {}, title), make("div", {}, ...content));

  class HealthKBArticle extends HealthKBElement {
    async first(slug) {
      const [article, listed] = await Promise.all([this.ask(`articles/${slug}/`), this.wordings()]);
      const labels = { ...PLAIN, ...listed };
      const signed = article.reviewed_by.some((each) => each.review === "clinical" && !each.demonstration);
      return [
        make("h2", {}, article.title),
        make("p", {}, article.summary),
        !signed && make("p", { class: "notice" }, "No clinician has signed this page yet."),
        URGENCIES.map((urgency) => this.signs(urgency, labels[urgency], article.red_flags)),
        article.sections.map((section) => [make("h3", {}, section.heading), rich(section.body)]),
        this.folds("What may cause it", article.causes, (each) => [each.description, each.what_to_do]),
        this.folds("What may help", article.remedies, (each) => [each.who_should_not, each.steps]),
        this.folds("Tests", article.tests, (each) => [each.purpose, each.what_happens]),
        this.folds("Questions people ask", article.faqs, (each) => [each.answer]),
        make("h3", {}, "If it changes or gets worse"),
        rich(article.safety_net),
        make("p", { class: "small" }, make("a", { href: `${this.base}/articles/${article.slug}/` }, "Pictures, examples and sources")),
      ].flat(Infinity).filter(Boolean);
    }

    async wordings() {
      const country = this.getAttribute("country") || "GB";
      const list = await this.ask(`wording/?country=${encodeURIComponent(country)}&fields=levels`).catch(() => ({ results: [] }));
      return Object.fromEntries((list.results[0]?.levels || []).map((level) => [level.urgency, level.label]));
    }

    signs(urgency, label, redFlags) {
      const found = redFlags.filter((each) => each.urgency === urgency);
      if (!found.length) return [];
      const items = make("ul", {}, found.map((each) => make("li", {}, make("strong", {}, each.name), rich(each.text), rich(each.action))));
      const isOpen = urgency === "emergency";
      return care(urgency, label, make("details", { open: isOpen }, make("summary", {}, `${found.length} ${found.length === 1 ? "sign" : "signs"}`), items));
    }

    folds(heading, entries, texts) {
      if (!entries.length) return [];
      const one = (each) => make("details", {}, make("summary", {}, each.name || each.question), texts(each).map(rich));
      return [make("h3", {}, heading), entries.map(one)];
    }
  }

  class HealthKBTriage extends HealthKBElement {
    async first(slug) {
      this.answers = new Map();
      this.protocol = await this.ask(`triage/protocols/${slug}/`);
      this.questions = new Map(this.protocol.questions.map((each) => [each.code, each]));
      return [
        make("h2", { tabindex: "-1" }, this.protocol.title),
        this.protocol.review_status !== "clinically_reviewed" &&
          make("p", { class: "notice" }, "No clinician has signed these questions yet. Do not use the answer to decide about your health."),
        make("p", {}, "We ask one question at a time. Your answers are not kept."),
        make("p", {}, "It does not replace a doctor or nurse. In an emergency, call your emergency number now."),
        make("button", { type: "button", onclick: () => this.next() }, "Start"),
      ].filter(Boolean);
    }

    async next(isEnd = false) {
      try {
        const answers = Object.fromEntries(this.answers);
        const result = await this.ask(`triage/protocols/${this.protocol.slug}/assess/`, { answers });
        if (isEnd || !result.next_question) this.result(result);
        else this.question(result.next_question.question, result);
      } catch {
        this.fail();
      }
    }

    turnTo(...content) {
      this.show(...content.flat(Infinity).filter(Boolean));
      this.box.querySelector("h2")?.focus();
      this.dispatchEvent(new CustomEvent("healthkb-step", { bubbles: true, composed: true }));
    }

    choices(question) {
      const options = question.options.length || question.kind === "number" ? question.options : [{ code: "yes", label: "Yes" }, { code: "no", label: "No" }];
      const alone = [];
      if (question.allows_none) alone.push({ code: "none", label: question.none_label || "None of these", alone: true });
      if (question.allows_unsure) alone.push({ code: "unsure", label: question.unsure_label || "I’m not sure", alone: true });
      return [...options, ...alone];
    }

    question(code, result, mistake = "") {
      const question = this.questions.get(code);
      const type = question.kind === "many_of" || question.kind === "number" ? "checkbox" : "radio";
      const before = [this.answers.get(code) ?? []].flat().map(String);
      const box = (each) =>
        make("label", { class: "choice" }, make("input", { type, name: "answer", value: each.code, checked: before.includes(each.code), "data-alone": each.alone && type === "checkbox" }), make("span", {}, each.label));
      const number = question.kind === "number" && make("input", { type: "text", inputmode: "decimal", name: "number", "aria-label": question.text, value: before.find((each) => each !== "unsure") });
      const form = make(
        "form",
        { novalidate: true, onsubmit: (event) => this.answer(event, question, result), onchange: (event) => this.keepAlone(event) },
        result?.advice && make("p", { class: "notice" }, `So far: ${result.advice.label}. The next answers show whether you need help sooner.`),
        make("fieldset", {}, make("legend", {}, make("h2", { tabindex: "-1" }, question.text)), question.help && make("p", { class: "hint" }, question.help), mistake && make("p", { class: "error", role: "alert" }, mistake), number, number && question.unit && ` ${question.unit}`, this.choices(question).map(box)),
        make("button", {}, "Continue"),
        this.answers.size > 0 && make("button", { type: "button", class: "quiet", onclick: () => this.back(code) }, "Back"),
        this.answers.size > 0 && make("button", { type: "button", class: "quiet", onclick: () => this.next(true) }, "Stop here and see what to do"),
      );
      this.turnTo(form);
    }

    keepAlone({ target }) {
      if (target.type !== "checkbox" || !target.checked) return;
      for (const other of target.form.querySelectorAll("input[type=checkbox]")) {
        if (other !== target && (target.dataset.alone !== undefined || other.dataset.alone !== undefined)) other.checked = false;
      }
    }

    answer(event, question, result) {
      event.preventDefault();
      const given = new FormData(event.target);
      const chosen = given.getAll("answer");
      const typed = (given.get("number") || "").trim().replace(",", ".");
      if (question.kind === "number" && !chosen.length) {
        const number = Number(typed);
        if (!typed || !(number >= question.min && number <= question.max)) {
          return this.question(question.code, result, `Type a number from ${question.min} to ${question.max}.`);
        }
        this.keep(question.code, number);
      } else if (!chosen.length) {
        return this.question(question.code, result, "Choose an answer.");
      } else {
        const isList = question.kind === "many_of" && !["none", "unsure"].includes(chosen[0]);
        this.keep(question.code, isList ? chosen : chosen[0]);
      }
      return this.next();
    }

    keep(code, value) {
      this.answers.delete(code);
      this.answers.set(code, value);
    }

    back(code) {
      const before = [...this.answers.keys()].filter((each) => each !== code).pop();
      if (before) this.question(before, null);
      else this.start();
    }

    words(code) {
      const labels = new Map(this.choices(this.questions.get(code)).map((each) => [each.code, each.label]));
      return [this.answers.get(code)].flat().map((each) => labels.get(each) || `${each}`).join("; ");
    }

    result(result) {
      const advice = result.decided ? result.advice : result.advice_if_ended_now;
      const emergency = advice.level === "emergency" && result.emergency_number;
      const reasons = [...result.fired_rules, result.default].filter(Boolean);
      this.turnTo(
        make("section", { class: `care ${advice.level}` }, make("h2", { tabindex: "-1" }, advice.label), make("div", {}, rich(advice.action), make("p", {}, `How soon: ${advice.timeframe}`), emergency && make("p", {}, make("a", { href: `tel:${emergency}` }, `Call ${emergency}`)))),
        result.notice && make("p", { class: "notice" }, result.notice),
        !result.decided && make("p", { class: "notice" }, "You stopped before the end, so this is the safest advice for what you told us."),
        reasons.length > 0 && [make("h3", {}, "Why we say this"), make("ul", {}, reasons.map((each) => make("li", {}, each.message)))],
        result.not_ruled_out.length > 0 && this.notRuledOut(result),
        make("h3", {}, "If it changes or gets worse"),
        make("ul", {}, result.safety_net.map((line) => make("li", {}, line))),
        Object.entries(BANDS).map(([band, words]) => this.band(words, result.causes.filter((each) => each.band === band))),
        result.remedies.length > 0 && [make("h3", {}, "What may help"), result.remedies.map((each) => make("details", {}, make("summary", {}, each.title), rich(each.steps)))],
        make("h3", {}, "Your answers"),
        [...this.answers.keys()].map((code) => make("p", {}, make("strong", {}, this.questions.get(code).text), ` ${this.words(code)} `, make("button", { type: "button", class: "quiet", onclick: () => this.question(code, null) }, "Change"))),
        make("p", { class: "small" }, result.disclaimer),
        make("button", { type: "button", onclick: () => this.start() }, "Start again"),
      );
    }

    notRuledOut(result) {
      const messages = new Map(this.protocol.rules.map((rule) => [rule.code, rule.message]));
      const open = new Set(result.not_ruled_out.map((each) => messages.get(each.rule)).filter(Boolean));
      return [make("h3", {}, "What we could not rule out"), make("ul", {}, [...open].slice(0, 8).map((message) => make("li", {}, message)))];
    }

    band(words, causes) {
      if (!causes.length) return [];
      return [make("h3", {}, `What it may be: ${words.toLowerCase()}`), make("ul", {}, causes.map((each) => make("li", {}, each.title)))];
    }
  }

  customElements.define("healthkb-article", HealthKBArticle);
  customElements.define("healthkb-triage", HealthKBTriage);
})();
