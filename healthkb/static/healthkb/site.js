// Everything works without this file. It opens what is folded before printing, and makes the questions quicker:
// each next page comes without loading the whole site again, and the Back button of the browser goes back one question.
// Answers stay in the memory of this page: not in its address, its history or any storage.
(() => {
  "use strict";

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });

  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  const steps = [document.getElementById("main")];
  const titles = [document.title];
  let now = 0;
  let isPlain = false;

  const show = (step) => {
    document.getElementById("main").replaceWith(steps[step]);
    document.title = titles[step];
    now = step;
    scrollTo(0, 0);
    const heading = steps[step].querySelector("h1");
    if (heading) heading.focus({ preventScroll: true });
  };

  const next = async (form, button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(location.pathname, { method: "POST", body: fields, cache: "no-store", redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.getElementById("main");
    if (!main) throw new Error("not a page");
    const isSameQuestion = answer.status === 422;
    const step = isSameQuestion ? now : now + 1;
    steps.length = titles.length = step;
    const old = document.getElementById("main");
    steps[step] = document.adoptNode(main);
    titles[step] = page.title;
    if (!isSameQuestion) history.pushState({ step }, "");
    old.replaceWith(steps[step]);
    show(step);
  };

  addEventListener("submit", (event) => {
    const form = event.target;
    if (isPlain || !form.matches("form[data-interview]")) return;
    event.preventDefault();
    const button = event.submitter;
    next(form, button).catch(() => {
      isPlain = true;
      form.requestSubmit(button);
    });
  });

  addEventListener("popstate", (event) => {
    const step = event.state && Number.isInteger(event.state.step) ? event.state.step : 0;
    if (steps[step] && step !== now) show(step);
  });

  // While somebody types a question: what may answer it already, and what to do now. Sent in the body of a POST, kept nowhere.
  const question = document.querySelector("textarea[data-similar]");
  const similar = document.getElementById("similar");

  const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  const shown = ({ urgent, results }) => {
    const parts = [];
    if (urgent) {
      const told = line("p", `${urgent.label}. ${urgent.action} ${urgent.do_not_wait}`);
      told.className = "error";
      parts.push(told);
    }
    if (results.length) {
      const list = document.createElement("ul");
      for (const each of results) {
        const item = list.appendChild(document.createElement("li"));
        const link = item.appendChild(line("a", each.title));
        link.href = `/faqs/${encodeURIComponent(each.slug)}/?lang=${encodeURIComponent(each.lang)}`;
        link.target = "_blank";
        link.rel = "noopener";
      }
      parts.push(line("p", "This may be answered already (opens in a new tab):"), list);
    }
    return parts;
  };

  const look = async () => {
    const text = question.value.trim();
    if (text.length < 10) return similar.replaceChildren();
    const answer = await fetch("/api/v1/questions/similar/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, lang: question.form.elements.lang.value }),
      cache: "no-store",
    });
    if (answer.ok && text === question.value.trim()) similar.replaceChildren(...shown(await answer.json()));
  };

  let pause = 0;
  if (question) {
    question.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => look().catch(() => {}), 700);
    });
  }

  // "None of these" and "not sure" cannot stand beside other choices.
  addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked || !box.closest("form[data-interview]")) return;
    const isAlone = box.hasAttribute("data-alone");
    for (const other of box.form.querySelectorAll('input[type="checkbox"]')) {
      if (other !== box && (isAlone || other.hasAttribute("data-alone"))) other.checked = false;
    }
  });
})();
