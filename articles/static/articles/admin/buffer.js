/* What was typed and not saved yet is kept on the server, for its writer alone, and offered back. */
(() => {
  "use strict";
  const {make, say, form} = kb;
  const address = document.querySelector(".kb-buffer")?.dataset.address;
  if (!form || !address) return;
  const PAUSE = 1500;
  const OURS = /^(csrfmiddlewaretoken|expected_edit|_.*|.*(INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;
  const note = make("span", {class: "unsaved", role: "status"});
  let dirty = false;
  let timer;
  let kept = "";
  let isSignedOut = false;

  const fields = () => [...form.elements].filter((each) => each.name && !OURS.test(each.name) && !["submit", "file", "button"].includes(each.type));
  const valueOf = (field) => ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
  const keyOf = (field) => ["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name;
  // What came from the server: people begin to type before this script runs, and a browser fills in again what it remembers.
  const sentOf = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.defaultChecked;
    if (!field.options) return field.defaultValue;
    return ([...field.options].find((each) => each.defaultSelected) || field.options[0])?.value || "";
  };
  const snapshot = () => Object.fromEntries(fields().map((each) => [keyOf(each), valueOf(each)]));
  let saved;

  const changes = () => {
    const now = snapshot();
    return Object.fromEntries(Object.entries(now).filter(([key, value]) => saved[key] !== value));
  };

  const keep = async (options = {}) => {
    clearTimeout(timer);
    const values = JSON.stringify({edit_number: Number(form.elements.expected_edit?.value) || 0, values: changes()});
    if (!dirty || values === kept) return;
    try {
      const answer = await kb.post(address, values, options);
      isSignedOut = answer.type === "opaqueredirect";
      if (!answer.ok) throw new Error(String(answer.status));
      kept = values;
      note.textContent = "Not saved yet. A copy is kept for you.";
    } catch {
      note.textContent = isSignedOut
        ? "You are signed out. Sign in in another window, then save here."
        : "Not saved, and no copy could be kept. Save before you leave.";
      timer = setTimeout(keep, 10 * PAUSE);
    }
  };

  const onChange = () => {
    dirty = true;
    if (!note.textContent) note.textContent = "Not saved yet";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };

  const onSubmit = async (event) => {
    form.elements.csrfmiddlewaretoken.value = kb.token();
    if (isSignedOut) {
      event.preventDefault();
      await keep();
      if (!isSignedOut) form.requestSubmit(event.submitter);
      return;
    }
    dirty = false;
    clearTimeout(timer);
  };

  const putBack = (values) => {
    for (const [key, value] of Object.entries(values)) {
      const panel = key.endsWith("-TOTAL_FORMS") && form.querySelector(`[data-formset="${key.slice(0, -12)}"]`);
      while (panel?.addRow && Number(form.elements[key].value) < Number(value)) panel.addRow();
    }
    for (const field of fields()) {
      const value = values[keyOf(field)];
      if (value === undefined || field.name.endsWith("_FORMS")) continue;
      if (typeof value === "boolean") field.checked = value; else field.value = value;
      field.showAgain?.();
      field.dispatchEvent(new Event("change", {bubbles: true}));
    }
    for (const list of form.querySelectorAll(".rows")) {
      const place = (row) => Number(kb.moving.placeOf(row)?.value) || Number.MAX_SAFE_INTEGER;
      list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
    }
    onChange();
    say("Your text is back. It is not saved yet.");
  };

  const offer = async (box) => {
    const answer = await kb.get(address);
    if (!answer.ok) return;
    const {values} = await answer.json();
    const back = make("button", {type: "button", class: "kb-button"}, "Put it back");
    const drop = make("button", {type: "button", class: "kb-button"}, "Forget it");
    back.addEventListener("click", () => { box.remove(); putBack(values); form.querySelector("input:not([type=hidden])")?.focus(); });
    drop.addEventListener("click", async () => {
      await kb.post(address, JSON.stringify({forget: true}));
      box.remove();
      say("Forgotten.");
    });
    box.append(" ", back, " ", drop);
  };

  kb.buffer = {
    start: () => {
      saved = Object.fromEntries(fields().map((each) => [keyOf(each), sentOf(each)]));
      document.querySelector(".kb .submit-row")?.append(note);
      kb.changed(onChange);
      form.addEventListener("input", onChange);
      form.addEventListener("change", onChange);
      form.addEventListener("submit", onSubmit);
      document.addEventListener("visibilitychange", () => { if (document.hidden) keep({keepalive: true}); });
      window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
      const box = document.querySelector(".kb-buffer.kept");
      if (box && !document.querySelector(".kb .errornote")) offer(box);
      if (document.querySelector(".kb .errornote")) { saved = {}; dirty = true; }
      // Later, so that a save that was pressed before this script ran does not meet the question whether to leave.
      else if (Object.keys(changes()).length) timer = setTimeout(onChange, 500);
    },
  };
})();
