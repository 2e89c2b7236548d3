/* How far a long task is, every two seconds; the page is shown anew when it has ended. */
(() => {
  "use strict";
  const bar = document.getElementById("progress");
  if (!bar) return;
  const look = async () => {
    const answer = await fetch("?json").catch(() => null);
    if (answer?.ok) {
      const {done, finished} = await answer.json();
      if (finished) return location.reload();
      bar.value = done;
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
