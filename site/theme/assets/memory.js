/* Material keeps small settings in localStorage. Here they live as long as the page and leave nothing on the device. */
"use strict";
(() => {
  const kept = new Map();
  window.__md_scope = new URL(".", location.href);
  window.__md_hash = (text) => [...text].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0);
  window.__md_get = (key) => (kept.has(key) ? kept.get(key) : null);
  window.__md_set = (key, value) => {
    kept.set(key, value);
  };
})();
