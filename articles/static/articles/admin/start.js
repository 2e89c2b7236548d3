/* Last: everything above is put to work on the page as it came from the server. */
(() => {
  "use strict";
  kb.rows.prepareAll();
  document.querySelectorAll(".kb #content form").forEach(kb.enhance);
  kb.buffer?.start();
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s" || !kb.form) return;
    event.preventDefault();
    kb.form.querySelector("[name=_continue]")?.click();
  });
})();
