/* Quick exit, loaded before anything is shown. Without it the button is a plain link. With it the page is covered at
   once and this one page is taken out of the Back list: page.js sees to it that a page is one step there, which without a
   script it is not. It cannot clear the history, and the site says so. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  const leave = (link) => {
    root.classList.add("kyr-covered");
    globalThis.speechSynthesis?.cancel();
    location.replace(link.href);
  };
  addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".kyr-exit");
    if (!link) return;
    event.preventDefault();
    leave(link);
  });

  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") presses = [];
    if (event.key !== "Shift" || event.repeat) return;
    presses = [...presses.filter((then) => event.timeStamp - then < 3000), event.timeStamp];
    const link = presses.length >= 3 && document.querySelector(".kyr-exit");
    if (link) leave(link);
  });

  // a page that comes back from the browser's memory is not covered any more
  addEventListener("pageshow", () => root.classList.remove("kyr-covered"));
})();
