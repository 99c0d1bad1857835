/* Aids for reading. Nothing is stored and nobody else is asked: the voice is the device's own, the English is the
   same page of this site. What the device cannot do stays hidden. */
"use strict";
(() => {
  /* Headings have the same names in every language: whoever changes it stays at the same place. */
  for (const link of document.querySelectorAll(".kyr-languages a")) {
    link.addEventListener("click", () => (link.hash = location.hash));
  }

  /* A place on the same page is no step of its own in the history: the way out can take one step away and no more. */
  const filling = () => document.querySelector(".kyr-searching .kyr-search button, .kyr-card:target .kyr-close");
  addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href*='#']");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.href.split("#")[0] !== location.href.split("#")[0]) return;
    event.preventDefault();
    if (link.closest(".kyr-search")) filling().click();
    location.replace(link.href);
  });

  /* Where the browser offers it, Back then closes what fills the screen, and does not leave the page. */
  let watcher = null;
  const watch = () => {
    if (Boolean(filling()) === Boolean(watcher)) return;
    watcher?.destroy();
    watcher = filling() && new CloseWatcher();
    watcher?.addEventListener("close", () => {
      watcher = null;
      filling()?.click();
    });
  };
  if (globalThis.CloseWatcher) {
    new MutationObserver(watch).observe(document.documentElement, { attributeFilter: ["class"] });
    addEventListener("hashchange", watch);
    watch();
  }

  /* The bar with the way out hides nothing where a phone enlarges letters alone, and goes up with a keyboard that lies
     over the page. A page made larger with two fingers stays as it is. */
  const bar = document.querySelector(".kyr-leave");
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--high", `${Math.ceil(bar.getBoundingClientRect().height)}px`);
  }).observe(bar);
  const seen = globalThis.visualViewport;
  const lift = () => {
    const typing = document.activeElement?.matches("input") && seen.scale < 1.01;
    bar.style.bottom = typing ? `${Math.max(0, innerHeight - seen.height - seen.offsetTop)}px` : "";
  };
  for (const change of ["resize", "scroll"]) seen?.addEventListener(change, lift);

  /* Words to show to an officer are read at arm's length: where letters alone are enlarged, they are made as small as
     it takes to keep the longest word in one piece. */
  const fit = () => {
    for (const line of document.querySelectorAll(".kyr-show")) {
      line.style.zoom = "";
      if (line.scrollWidth > line.clientWidth) line.style.zoom = (0.99 * line.clientWidth) / line.scrollWidth;
    }
  };
  const lines = new ResizeObserver(() => requestAnimationFrame(fit));
  for (const line of document.querySelectorAll(".kyr-show")) lines.observe(line);

  const words = document.querySelector(".kyr-words");
  if (!words) return;
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, summary";
  /* The blocks that hold words themselves, in reading order: an item that holds paragraphs is not one. */
  const blocks = (article) =>
    [...article.querySelectorAll(BLOCKS)].filter(
      (block) => !block.querySelector(BLOCKS) && block.closest(".kyr-article > h1, .kyr-answer, .kyr-words"),
    );

  /* ---- English beside ---- */
  const beside = document.querySelector(".kyr-beside");
  const article = document.querySelector(".kyr-article");

  const pair = (block, english) => {
    const both = document.createElement("span");
    const own = document.createElement("span");
    const other = document.createElement("span");
    both.className = "kyr-pair";
    other.className = "kyr-english";
    other.lang = "en";
    own.append(...block.childNodes);
    other.append(...[...english.childNodes].map((node) => document.importNode(node, true)));
    for (const copy of other.querySelectorAll("[id]")) copy.removeAttribute("id");
    const names = [...own.querySelectorAll(".kyr-contact > :first-child")].map((name) => name.textContent);
    for (const name of other.querySelectorAll(".kyr-contact > :first-child")) {
      if (names.includes(name.textContent)) name.parentElement.remove();
    }
    both.append(own, other);
    block.append(both);
  };

  const showEnglish = async () => {
    const answer = await fetch(beside.dataset.english);
    if (!answer.ok) throw new Error(answer.statusText);
    const source = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".kyr-article");
    const [here, there] = [blocks(article), blocks(source)];
    const sameShape = here.length === there.length && here.every((block, at) => block.tagName === there[at].tagName);
    if (!sameShape) throw new Error("the English page has another shape");
    here.forEach((block, at) => {
      if (!block.closest("[lang=en]")) pair(block, there[at]);
    });
  };
  const hideEnglish = () => {
    for (const both of article.querySelectorAll(".kyr-pair")) both.replaceWith(...both.firstChild.childNodes);
  };

  if (beside && location.protocol !== "file:") {
    const show = beside.textContent;
    let loading = null;
    const follow = async () => {
      const wanted = location.hash === "#beside";
      if (wanted && !article.querySelector(".kyr-pair")) {
        try {
          await (loading ??= showEnglish());
        } catch {
          location.replace(beside.dataset.english);
          return;
        }
        loading = null;
      }
      if (!wanted && article.querySelector(".kyr-pair") && location.hash === "#alone") hideEnglish();
      const shown = Boolean(article.querySelector(".kyr-pair"));
      beside.textContent = shown ? beside.dataset.hide : show;
      beside.hash = shown ? "alone" : "beside";
    };
    beside.hidden = false;
    addEventListener("hashchange", follow);
    follow();
  }

  /* ---- Listen ---- */
  const listen = document.querySelector(".kyr-listen");
  const speech = globalThis.speechSynthesis;
  if (!listen || !speech) return;
  const language = document.documentElement.lang;
  let turn = 0;

  /* Devices name Mandarin zh-CN, zh_CN, cmn, zho or zho-CHN; Intl knows that these are one. */
  const locale = (tag) => {
    const parts = tag.split(/[-_]/);
    for (const known of [parts.join("-"), parts[0]]) {
      try {
        return new Intl.Locale(known);
      } catch {
        /* no such tag, or a browser from before 2020 */
      }
    }
    return { language: parts[0], region: parts[1] };
  };
  const wanted = locale({ "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" }[language] ?? language);
  /* A voice of the device itself, of the region where there is one; a remote voice would send the page away.
     That of Hong Kong or Macao speaks Cantonese, so any other comes before it. */
  const voice = () => {
    const own = speech
      .getVoices()
      .filter((each) => each.localService)
      .map((each) => [each, locale(each.lang)])
      .filter(([, spoken]) => spoken.language === wanted.language);
    const found =
      own.find(([, { region }]) => region === wanted.region) ??
      own.find(([, { region }]) => region !== "HK" && region !== "MO") ??
      own[0];
    return found?.[0];
  };
  const sayable = (block) => block.querySelector(".kyr-pair > :first-child") ?? block;

  const stop = () => {
    turn += 1;
    speech.cancel();
    for (const block of article.querySelectorAll(".kyr-spoken")) block.classList.remove("kyr-spoken");
    for (const button of article.querySelectorAll(".kyr-listen[aria-pressed=true]")) label(button, false);
  };
  const label = (button, on) => {
    button.setAttribute("aria-pressed", String(on));
    if (button === listen) button.textContent = on ? listen.dataset.stop : listen.dataset.start;
  };
  const read = (queue, button) => {
    stop();
    const mine = turn;
    label(button, true);
    const next = () => {
      if (mine !== turn) return;
      article.querySelector(".kyr-spoken")?.classList.remove("kyr-spoken");
      const block = queue.shift();
      if (!block) {
        stop();
        return;
      }
      const utterance = new SpeechSynthesisUtterance(sayable(block).textContent);
      utterance.voice = voice();
      utterance.lang = utterance.voice.lang;
      utterance.onend = next;
      utterance.onerror = next;
      block.classList.add("kyr-spoken");
      speech.speak(utterance);
    };
    next();
  };
  const reader = (button, pick) =>
    button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : read(pick(), button)));

  const section = (heading) => {
    const all = blocks(article);
    const from = all.indexOf(heading);
    const length = all.slice(from + 1).findIndex((block) => block.matches("h1, h2"));
    return length < 0 ? all.slice(from) : all.slice(from, from + 1 + length);
  };

  const offer = () => {
    if (!listen.hidden || !voice()) return;
    listen.dataset.start = listen.textContent;
    listen.hidden = false;
    reader(listen, () => blocks(article));
    for (const heading of words.querySelectorAll("h2")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kyr-listen kyr-listen-part";
      button.setAttribute("aria-label", `${listen.dataset.start}: ${heading.textContent}`);
      button.setAttribute("aria-pressed", "false");
      heading.before(button);
      reader(button, () => section(heading));
    }
  };
  speech.addEventListener?.("voiceschanged", offer);
  offer();
  addEventListener("pagehide", stop);
})();
