/* Only in `kyr preview`: asks the preview's own server for news, reloads when the page is new, and shows what went wrong. */
"use strict";
(async () => {
  const bar = document.createElement("p");
  bar.setAttribute("role", "alert");
  bar.style.cssText = "position: fixed; inset: 0 0 auto; z-index: 99; margin: 0; padding: 1em; color: #fff; background: #222; font: 16px sans-serif";
  let seen = null;
  for (;;) {
    try {
      const answer = await fetch(`/preview.json?since=${seen ?? ""}`, { cache: "no-store" });
      const news = await answer.json();
      if (seen !== null && news.version !== seen && !news.error) {
        location.reload();
        return;
      }
      seen = news.version;
      bar.textContent = news.error;
      if (news.error) document.body.prepend(bar);
      else bar.remove();
    } catch {
      bar.textContent = "The preview has stopped. Start it again: kyr preview";
      document.body.prepend(bar);
      await new Promise((later) => setTimeout(later, 1000));
      seen = null;
    }
  }
})();
