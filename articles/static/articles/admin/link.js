/* A link in a text: to one of our own pages, which stays right when that page is given another name, or to the web. */
(() => {
  "use strict";
  const {make} = kb;

  const labelled = (text, input, hint) => make("div", {class: "field"}, make("label", {for: input.id}, text), input, ...(hint ? [make("p", {class: "hint"}, hint)] : []));

  const find = async (words) => {
    const query = new URLSearchParams({model: "articles.document", q: words, locale: kb.form?.elements.locale?.value || ""});
    const answer = await kb.get(`${kb.address("pick")}?${query}`);
    return answer.ok ? (await answer.json()).results : null;
  };

  /* `done` is given the Markdown of the link. */
  kb.link = (area, done) => {
    const {selectionStart: start, selectionEnd: end} = area;
    const chosen = area.value.slice(start, end);
    const words = make("input", {type: "text", id: "link-words", required: true, value: chosen});
    const address = make("input", {type: "text", id: "link-address", placeholder: "https://", inputmode: "url"});
    const wrong = make("p", {class: "errorlist", role: "alert"});
    let picked = "";
    const {box, input} = kb.combobox({
      name: "Page of ours", isLabelled: true,
      find, onPick: (option, shown) => {
        picked = option.key;
        shown.value = option.label;
        if (!words.value) words.value = option.label;
      },
    });
    input.addEventListener("input", () => { picked = ""; });
    const cancel = make("button", {type: "button", class: "button"}, "Go back");
    const form = make("form", {method: "dialog", novalidate: true},
      make("h2", {class: "panel-heading", id: "link-heading"}, "Link"),
      wrong,
      labelled("Words that readers press", words, "Name the page that it goes to."),
      make("div", {class: "field"}, make("label", {for: input.id}, "Page of ours"), box),
      labelled("Or an address on the web", address),
      make("p", {class: "actions"}, make("button", {type: "submit", class: "button main"}, "Put the link in"), " ", cancel));
    const dialog = make("dialog", {"aria-labelledby": "link-heading"}, form);
    document.querySelector("#content").append(dialog);

    const finish = (text) => {
      dialog.close();
      dialog.remove();
      area.focus();
      area.setSelectionRange(start, end);
      if (text) done(text);
    };
    cancel.addEventListener("click", () => finish());
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const target = picked ? `kb:${picked}` : address.value.trim();
      if (!words.value.trim()) wrong.textContent = "Write the words that readers press.";
      else if (!picked && !/^(https?:\/\/|mailto:|tel:)\S+$/.test(target)) wrong.textContent = "Pick one of our pages, or write an address that begins with https://.";
      else finish(`[${words.value.trim().replace(/([[\]])/g, "\\$1")}](${target.replace(/[()]/g, encodeURIComponent)})`);
    });
    // Before the list of pages takes the key for itself: a page is chosen, so Enter means done.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !picked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.requestSubmit();
    }, {capture: true});
    dialog.showModal();
    (chosen ? input : words).focus();
  };
})();
