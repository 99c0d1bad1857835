/* Quick exit. Without this script the button is a plain link; with it the page is covered at once and left in a way
   that takes this one page out of the Back list. It cannot clear the history, and the site says so. */
"use strict";
(() => {
  const button = document.querySelector(".kyr-exit");
  if (!button) return;
  const leave = () => {
    document.documentElement.classList.add("kyr-covered");
    location.replace(button.href);
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((then) => now - then < 3000), now];
    if (presses.length >= 3) leave();
  });
  // coming back through the browser's cache must not show a covered page
  addEventListener("pageshow", () => document.documentElement.classList.remove("kyr-covered"));
})();
