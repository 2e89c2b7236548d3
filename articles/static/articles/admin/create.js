/* Writing a new entry without leaving the page that needs it. */
(() => {
  "use strict";
  const {make, say} = kb;

  /* `done` is given {key, label} of what was made. The focus goes back to `input` either way. */
  kb.create = async (address, words, input, done) => {
    const query = new URLSearchParams({title: words, locale: kb.form?.elements.locale?.value || ""});
    const answer = await kb.get(`${address}?${query}`);
    if (!answer.ok) return say("It could not be opened. Try again.");
    const dialog = make("dialog", {class: "create", "aria-labelledby": "create-heading"});
    document.querySelector("#content").append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); input.focus(); });

    const show = (html) => {
      // Our own server wrote this HTML.
      dialog.innerHTML = html;
      const form = dialog.querySelector("form");
      kb.enhance(form);
      form.addEventListener("submit", send);
      dialog.querySelector(".cancel").addEventListener("click", () => dialog.close());
      dialog.querySelectorAll("[data-use]").forEach((button) => button.addEventListener("click", () => {
        dialog.close();
        done({key: button.dataset.use, label: button.dataset.label});
      }));
      (form.querySelector(".wrong input, .wrong textarea") || form.querySelector("input:not([type=hidden]), textarea"))?.focus();
    };
    const send = async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const sent = await kb.post(address, new FormData(event.target));
      if (sent.status === 422) return show(await sent.text());
      if (!sent.ok) return say("It was not saved. Try again.");
      const made = await sent.json();
      dialog.close();
      done(made);
      say(`${made.label} is made, as a draft.`);
    };

    show(await answer.text());
    dialog.showModal();
  };
})();
