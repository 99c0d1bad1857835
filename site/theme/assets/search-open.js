/* The search link leads to the list of all pages. With this script it opens the search instead, and only then is
   anything fetched: the search itself and the index of this page's language, as scripts, so that a copy on a USB stick
   can search too. */
"use strict";
(() => {
  const assets = new URL(".", document.currentScript.src);
  const language = document.documentElement.lang;
  const load = (path) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(path, assets);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  let ready;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-kyr-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ready ??= Promise.all([load("search.js"), load(`search/${language}.js`)]);
    ready
      .then(() => window.kyrSearch.open(link, new URL("..", assets), load, language))
      .catch(() => location.assign(link.href)); // also where a browser is too old for it
  });
})();
