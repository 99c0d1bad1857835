/* Search, in the reader's own browser: nothing she types leaves the page or is kept.

   The index of a language comes in two scripts: first what stands out (titles, headings, and the words people say
   instead of ours), then the text of all pages, which sharpens the order and fills in the excerpts. pipeline/search.py
   writes both. search-guess.js, which comes after the first result too, knows what is meant by a word typed as it
   sounds, shortened or misspelled, and what to show of a page's text. */
"use strict";
(() => {
  const HAN = /\p{sc=Han}/u;
  /** Letters, with the marks that are a Hindi word's vowels, and digits are apart: i918b is I-918 B. */
  const TOKENS = /\p{sc=Han}+|(?:(?!\p{sc=Han})\p{L}\p{M}*)+|\p{N}+|\p{Extended_Pictographic}/gu;
  /** Thai, Lao, Burmese, Khmer and Japanese put no space between words either: the browser knows where they end. */
  const segmenter = Intl.Segmenter && new Intl.Segmenter([], { granularity: "word" });
  const cut = (token) => (segmenter && /[฀-ヿ]/.test(token) ? [...segmenter.segment(token)].map(({ segment }) => segment) : [token]);
  const SHOWN = 10;
  const SECTIONS = 2;
  /** How many of the commonest words of a saying are looked for on the pages. */
  const WAYS = 16;
  /** Characters that hold a Chinese sentence together: two words meet there, and no word is looked for across them. */
  const BETWEEN = /[的了吗呢吧啊呀嘛哦么在是就也都很太还又再和跟与及被把给让叫对从向着过得地到住个这那哪些谁要想会能该吃本咩]+/u;
  /** Characters that say too little by themselves. */
  const SMALL = /[我他人不来去有没一大小上下家]/u;
  /** A page that fits no better has but characters of some words of the question. */
  const TORN = 7;
  /** What may stand inside a saying and changes nothing: 打了我, 打过我两次; and whom it is done to: 扣住我的护照.
      不还给我 would be 不给我, and that any 不让我. */
  const SLACK =
    /[了过着住到快刚又再都也就才地]|成日|经常|总是|老是|每天|天天|[一两几]?[个直次下些顿]| (?:the|an?|your|our|his|her|just|alway|still|even)(?= )/gu;
  const WHOSE = /(?:自己|[我他它])们?的?/gu;

  // ---- texts made comparable ----

  // 簽 -> 签
  const fold = new Map();
  // jia -> 家加价
  const sounds = new Map();
  // 家 -> jia
  const heardAs = new Map();
  // 不准 -> the sign that 不让 has: said the one for the other, also inside a longer saying
  const alike = new Map();
  // any of these
  let likes = /(?!)/;
  // search-guess.js, when it has come
  let guess;
  /** Pages say 您 and you of whom the reader calls 我 and I. */
  const READER = { i: "you", me: "you", my: "your", am: "are", 您: "我", 你: "我" };
  const ENDING = /^([a-z]{3,}?)(?:at?ions?|ions?|ments?|ing|i?ed|i?es|i?ers?|ors?|ly|s|e|y)$/;
  const stem = (word) => (/^[a-z]{4,}$/.test(word) ? word.replace(/s$/, "").replace(ENDING, "$1").replace(/(.)\1$/, "$1") : (READER[word] ?? word));
  const simplify = (text) =>
    text.replace(/\p{sc=Han}/gu, (char) => ((char = fold.get(char) ?? char), READER[char] ?? char));
  /** Small letters in one script and half width. Without accents, Arabic vowels and hamza, which people
      leave out; letters that are one on another keyboard, or look alike (کمک, أسرة), are one, and Thai am is in one piece. */
  const plain = (text) =>
    simplify(
      text.normalize("NFKD").replace(/[\u0300-\u036f\u0640\u064b-\u065f'’]/g, "").normalize("NFC").toLowerCase()
        .replace(/[یى]/g, "ي").replace(/ک/g, "ك").replace(/ة/g, "ه").replace(/ํา/g, "ำ"),
    );
  const PHONE = /(^|\D)1?(\d{3})(\d{3})(\d{4})(?!\d)/g;
  /** " t 签证 appl " : tokens between spaces, one script, English words without their endings. */
  const norm = (text, weight = 0) => {
    const tokens = (plain(text).replace(PHONE, "$1$2 $3 $4").match(TOKENS) ?? []).flatMap(cut);
    if (weight) for (const token of tokens) notice(token, weight);
    return ` ${tokens.map(stem).join(" ")} `;
  };
  /** What to look for in a normed text: Chinese anywhere, other words only as whole words. */
  const key = (text, weight) => {
    const normed = norm(text, weight).trim() || text;
    return (HAN.test(normed[0]) ? "" : " ") + normed + (HAN.test(normed.at(-1)) ? "" : " ");
  };

  // ---- the index ----

  // as pipeline/search.py wrote it
  let index;
  let pages = [];
  // every way of saying something, the longest first
  let same = [];
  // the same by how they begin
  const begins = new Map();
  // every word that is not Chinese -> how much it stands out
  const words = new Map();
  // the same without their endings
  const stems = new Set();
  // two neighbouring Chinese characters -> how much they stand out
  const pairs = new Map();
  // what was looked for -> how well each page fits
  const hits = new Map();

  const learn = (table) => {
    let first = "";
    for (const [, capital, letters, chars] of table.matchAll(/([A-Z]?)([a-z]*)([^A-Za-z]+)/g)) {
      let base = "";
      first = capital.toLowerCase() || first;
      const sound = first + letters;
      const known = sounds.get(sound) ?? new Set();
      for (const [, variant, char] of chars.matchAll(/('?)(.)/gu)) {
        if (variant) fold.set(char, base);
        else known.add((base = char)), heardAs.set(char, sound);
      }
      sounds.set(sound, known);
    }
  };
  const more = (map, what, weight) => map.set(what, (map.get(what) ?? 0) + weight);
  /** Remember a token of ours by how much it stands out. */
  const notice = (token, weight) => {
    if (HAN.test(token)) for (let at = 1; at < token.length; at++) more(pairs, token.slice(at - 1, at + 1), weight);
    else more(words, token, weight), stems.add(stem(token));
  };
  const take = () => {
    index = window.kyrIndex;
    learn(index.han);
    pages = index.pages.map(([url, title, share, ...headings]) => ({
      url, title,
      share: Math.abs(share),
      // below 0: English stands in
      own: share < 0 ? { lang: "en" } : {},
      name: norm(title, 5),
      sections: headings.map((heading) => ({ heading, normed: norm(heading, 3), text: "", body: " " })),
      description: "",
      about: " ",
      // normed: what can be found
      all: "",
      text: "",
      intro: " ",
    }));
    gather();
    equals(index.same);
  };
  const gather = () => {
    hits.clear();
    for (const page of pages) {
      page.all = page.name + page.about + page.intro + page.sections.map(({ normed, body }) => normed + body).join("");
    }
  };
  const equals = (rows) => {
    same = rows.flatMap(([says, first], row) =>
      says.split("|").map((text, place) => {
        const say = key(text, 1);
        const lean = reduced(say);
        return { say, text, row, first, place, lean, leaner: reduced(say, WHOSE) };
      }),
    );
    same.sort((one, other) => other.say.length - one.say.length || !one.first - !other.first);
    begins.clear();
    same.forEach((entry, order) => {
      entry.order = order;
      for (const as of ["say", "lean", "leaner"]) {
        const begin = as + entry[as].slice(0, 2);
        if (entry[as]) begins.has(begin) ? begins.get(begin).push(entry) : begins.set(begin, [entry]);
      }
    });
  };
  /** The text of all pages, when it has come. */
  const fill = () => {
    const texts = window.kyrTexts;
    learn(texts.han);
    // one sign for all of them, which is in no word: 告诉警察, as 上报警察, would hold 报警
    texts.alike.forEach((words, at) => words.forEach((word) => alike.set(norm(word).trim(), String.fromCharCode(0xe000 + at))));
    const longest = [...alike.keys()].sort((one, other) => other.length - one.length);
    const any = (chinese) => longest.filter((word) => HAN.test(word) === chinese).join("|") || "(?!)";
    likes = new RegExp(`${any(true)}| (?:${any(false)})(?= )`, "g");
    equals(texts.same);
    texts.texts.forEach(([description, intro, ...sections], at) => {
      const page = pages[at];
      Object.assign(page, { description, about: norm(description, 2), text: intro, intro: norm(intro, 1) });
      sections.forEach(([id, text], place) => {
        Object.assign(page.sections[place], { id, text, body: norm(text, 1) });
      });
    });
    gather();
    show();
  };

  // ---- finding ----

  /** A question without what changes nothing, and one word for those said the one for the other. */
  const tight = (text, without = "") => text.replace(SLACK, "").replace(without, "");
  const reduce = (text, without) => tight(text, without).replace(likes, (word) => alike.get(word) ?? ` ${alike.get(word.slice(1))}`);
  /** A saying so; not if nothing is left that tells one from another, if it begins or ends with what goes (受不了, 自己申请),
      or if what is left is short (跟着我 is no 跟我). */
  const reduced = (say, without) => {
    const short = reduce(say, without);
    const [all, left] = [say.trim(), tight(say, without).trim()];
    const enough = short.trim().length > 1 && (left === all || left.length > 2);
    return enough && left[0] === all[0] && left.at(-1) === all.at(-1) ? short : "";
  };
  /** How well a page fits one of the ways to say a thing, 0 for not at all. */
  const fit = (page, what) => {
    let score = page.name.includes(what) ? 6 : 0;
    score += page.about.includes(what) ? 2 : 0;
    score += page.sections.some((section) => section.normed.includes(what)) ? 3 : 0;
    const often = [page.intro, ...page.sections.map(({ body }) => body)].join("\n").split(what).length;
    return score + Math.min(2, Math.log2(often) * 0.6);
  };
  const fits = (what) => {
    if (!hits.has(what)) hits.set(what, pages.map((page) => (page.all.includes(what) ? fit(page, what) : 0)));
    return hits.get(what);
  };
  const known = (what) => fits(what).some(Boolean);

  const term = (weight, ways, first = []) => ({ weight, ways, first });
  const han = function* (run) {
    if (run.length === 1 && !SMALL.test(run) && Math.max(...fits(run)) > 3) yield term(0.3, [run]);
    if (run.length > 2 && run.length < 7) yield term(0.7, [run]);
    const two = [...run].slice(1).map((char, at) => run[at] + char);
    for (const pair of two) yield term(1, [pair]);
    if (two.length && !two.some(known)) {
      // only what a heading speaks of
      for (const char of run) yield* han(char);
    }
  };
  const latin = function* (word, next) {
    if (word.length < 3 && next && known(` ${word} ${next.slice(0, 2)}`)) yield term(2, [` ${word} ${next}`]);
    if (known(` ${word} `)) return yield term(word.length < 3 ? 0.3 : 1, [` ${word} `]);
    // still typing
    const longer = word.length > 2 ? [...stems].filter((one) => one.startsWith(word)).slice(0, 8) : [];
    if (longer.length) yield term(0.8, longer.map((one) => ` ${one} `));
  };
  /** What a question asks for. */
  const terms = (asked, said) => {
    const found = [];
    const whole = asked.trim();
    if (whole.length > 2 && !same.some(({ say, first }) => first?.length && say.trim() === whole)) found.push(term(0.7, [HAN.test(whole[0]) ? whole : ` ${whole}`]));
    const rows = new Set();
    let understood = false;
    const mean = ({ say, row, first }, weight) => {
      understood = true;
      // a word that says nothing (怎么办, how do I), or one said already
      if (!first || rows.has(row)) return;
      rows.add(row);
      const others = same.filter((one) => one.row === row && one.say !== say && HAN.test(one.say) === HAN.test(pages[0].name));
      const ways = others.sort((one, other) => one.place - other.place).map((one) => one.say).slice(0, say.length > 1 ? WAYS : 0);
      const who = first[0] < 0 ? 0.5 : 1;
      found.push(term((1 + say.trim().length / 8) * weight * who, [say, ...ways], first));
    };
    const understand = (text, as = "say", hints = false) => {
      const here = new Set([...text].flatMap((char, at) => [char, text.slice(at, at + 2)]));
      const may = [...here].flatMap((begin) => begins.get(as + begin) ?? []).sort((one, other) => one.order - other.order);
      // training is no train, though both have the same stem
      const nearer = may.filter((one) => said.includes(` ${one.text} `)).map((one) => one.say);
      for (const entry of may) {
        if (entry.say.length < 2 !== hints || !text.includes(entry[as])) continue;
        if (nearer.includes(entry.say) && !said.includes(` ${entry.text} `)) continue;
        text = text.split(entry[as]).join(" , ");
        mean(entry, 1);
      }
      return text;
    };
    let rest = understand(asked);
    for (const text of [asked, rest.replace(/(\p{sc=Han}) *, *(?=\p{sc=Han})/gu, "$1")]) {
      // 孩子被他带走了 is 孩子被带走, 不准我走 is 不让走
      understand(reduce(text), "lean");
      understand(reduce(text, WHOSE), "leaner");
    }
    rest = understand(rest.replace(SLACK, ""));
    for (const entry of guess?.sayings(rest) ?? []) mean(entry, 0.5);
    // a single character is a hint, and part of nothing longer: 欠新 is 欠薪 and no 欠
    rest = understand(rest, "say", true);
    const tokens = rest.split(" ").flatMap((token) => token.split(BETWEEN)).filter(Boolean);
    tokens.forEach((token, at) => {
      if (token !== ",") found.push(...(HAN.test(token) ? han(token) : latin(token, tokens[at + 1])));
    });
    found.understood = understood;
    return found;
  };

  /** How well each page fits a term; what people say instead counts a little less than the word itself. */
  const weigh = ({ ways, first }) => {
    const all = ways.map(fits);
    const score = pages.map((_, at) => Math.max(0, ...all.map((fit, way) => fit[at] * (way ? 0.8 : 1))));
    first.forEach((at, place) => {
      if (at < 0) score[~at] += place < 2 ? 4 - place : 0;
      else score[at] += Math.max(4, 14 - 3 * place);
    });
    return score;
  };
  const find = (question) => {
    // a pasted letter must not keep her waiting
    question = question.slice(0, 300);
    const said = plain(guess?.question(question) ?? question);
    const asked = terms(norm(said) + (/^[\d ()+.-]{5,}$/.test(said) ? "# " : ""), ` ${said} `);
    // A-number is no "number", and i918 the form I-918
    for (const [all, both = all] of said.matchAll(/[a-z]+-[a-z\d]+|(?:^|[^a-z])([a-z] ?\d+)/g)) asked.push(term(2, [key(both)]));
    const found = pages.map((page) => ({ page, score: 0, cover: 0 }));
    let whole = 0;
    for (const one of asked) {
      const scores = weigh(one);
      // a title counts whole
      const having = scores.reduce((sum, score) => sum + Math.min(1, score / 4), 0);
      if (!having) continue;
      one.rare = one.weight * Math.log(1 + pages.length / having);
      whole += one.rare;
      scores.forEach((score, at) => {
        found[at].score += score * one.rare;
        if (score) found[at].cover += one.rare;
      });
    }
    // what her boss does, or her husband
    for (const { first } of asked) for (const at of first) if (at < 0) found[~at].score *= 1.7;
    // who asks as a helper does wants the pages for helpers
    const helps = asked.some(({ first }) => first.some((at) => pages[at < 0 ? ~at : at].share < 1));
    for (const one of found) one.score *= (0.3 + (0.7 * one.cover) / whole) * (helps ? 1 : one.page.share);
    // a life in danger comes first, whatever else was told
    const most = Math.max(...found.map(({ score }) => score));
    for (const { first, weight } of asked) if (weight > 1 && new Set(first).size < first.length) found[first[0]].score += most;
    found.sort((one, other) => other.score - one.score);
    const least = found[0].score * 0.02;
    const best = found.filter((one) => one.score > least).slice(0, SHOWN);
    return { asked: asked.filter((one) => one.rare), found: landed(best, found, asked) };
  };
  /** With pages that help anyone: after the best two if it is unclear what was meant, else at the end. */
  const landed = (best, found, asked) => {
    // 种番茄 has a character of 三种 and nothing else of ours
    const torn = asked.every(({ ways, rare }) => !rare || ways[0].length < 2) && asked.length > 1 && best[0]?.score < TORN;
    if ((torn || !best.length) && !asked.understood) return [];
    const safe = index.safe.map((at) => found.find((one) => one.page === pages[at]));
    const clear = asked.some((one) => one.first[0] >= 0);
    const missing = safe.filter((one) => !best.slice(0, clear ? SHOWN : 4).includes(one));
    const others = best.filter((one) => !missing.includes(one));
    const before = clear ? SHOWN - missing.length : 2;
    return [...others.slice(0, before), ...missing, ...others.slice(before)].slice(0, SHOWN);
  };
  const sectionsOf = (page, asked) => {
    const scored = page.sections.map((section) => {
      let score = 0;
      for (const { ways, rare } of asked) {
        if (ways.some((way) => section.normed.includes(way))) score += 3 * rare;
        else if (ways.some((way) => section.body.includes(way))) score += rare;
      }
      return { section, score };
    });
    scored.sort((one, other) => other.score - one.score);
    return scored.filter(({ score }, at) => score > 0 && at < SECTIONS && score >= scored[0].score / 2);
  };

  // ---- showing ----

  const make = (tag, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };
  /** Where the words asked for stand in a text, as [begin, end] in order, none inside another. */
  const places = (text, asked) => {
    const same_length = simplify(text.toLowerCase());
    const wanted = asked.flatMap(({ ways }) => ways.flatMap((way) => way.trim().split(" "))).filter((word) => !/^(?:your?|are|the|to|and|of|in|for|an|on|at|is|it|or|do)$/.test(word));
    const spans = [];
    for (const match of same_length.matchAll(TOKENS)) {
      const token = match[0];
      if (!HAN.test(token)) {
        let at = match.index;
        for (const word of cut(token)) {
          if (word.length > 1 && wanted.includes(stem(word))) spans.push([at, at + word.length]);
          at += word.length;
        }
        continue;
      }
      for (const word of wanted) {
        if (word.length < 2 || !HAN.test(word)) continue;
        for (let at = token.indexOf(word); at >= 0; at = token.indexOf(word, at + 1)) {
          spans.push([match.index + at, match.index + at + word.length]);
        }
      }
    }
    spans.sort(([a], [b]) => a - b);
    const merged = [];
    for (const span of spans) {
      const last = merged.at(-1);
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
      else merged.push(span);
    }
    return merged;
  };
  const marked = (text, asked) => {
    const parts = [];
    let done = 0;
    for (const [begin, end] of places(text, asked)) {
      parts.push(text.slice(done, begin), make("mark", {}, text.slice(begin, end)));
      done = end;
    }
    return [...parts, text.slice(done)];
  };
  let root, box, status, list, opener;

  const result = ({ page }, asked) => {
    const sections = sectionsOf(page, asked);
    const item = make(
      "li", page.own,
      make("a", { href: new URL(page.url, root) }, ...marked(page.title, asked)),
      make("p", {}, ...marked(guess?.excerpt(page, asked, sections) ?? page.description, asked)),
    );
    if (sections.length) {
      const links = sections.map(({ section }) => {
        const href = new URL(page.url + (section.id ? `#${section.id}` : ""), root);
        return make("li", {}, make("a", { href }, ...marked(section.heading, asked)));
      });
      item.append(make("ul", {}, ...links));
    }
    return item;
  };
  const helpful = () =>
    index.start.map(([text, url]) => {
      const [name, number = ""] = text.split(/ (?=\d[\d-]*$)/);
      return make("li", {}, make("a", { href: new URL(url, root) }, `${name} `, make("span", {}, number)));
    });
  const show = () => {
    if (!box) return;
    const question = box.value.trim();
    if (!question) {
      list.replaceChildren();
      status.textContent = index.say.hint;
      return;
    }
    const { asked, found } = find(question);
    const focused = [...list.querySelectorAll("a")].indexOf(document.activeElement);
    list.replaceChildren(...(found.length ? found.map((one) => result(one, asked)) : helpful()));
    // the pages' text may come while she is in the list
    list.querySelectorAll("a")[focused]?.focus();
    // two letters are no word yet
    const nothing = /^[a-z]{1,2}$/i.test(question) ? index.say.hint : index.say.nothing;
    status.textContent = found.length ? index.say.found.replace("{count}", found.length) : nothing;
  };
  const close = () => {
    document.documentElement.classList.remove("kyr-searching");
    box.value = "";
    show();
    opener?.focus();
  };
  const build = (load, language) => {
    box = make("input", { type: "search", id: "kyr-search-box", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
    box.setAttribute("autocapitalize", "off");
    box.setAttribute("aria-controls", "kyr-search-found");
    const own = index.say.english ? { lang: "en" } : {};
    status = make("p", { id: "kyr-search-status", ...own });
    status.setAttribute("role", "status");
    list = make("ol", { id: "kyr-search-found", className: "kyr-found" });
    const shut = make("button", { type: "button" }, index.say.close);
    const form = make("form", { role: "search", ...own }, make("label", { htmlFor: "kyr-search-box" }, index.say.label), make("div", {}, box, shut));
    const panel = make("main", { id: "kyr-search", className: "kyr-search" }, form, status, list);
    document.querySelector(".md-container").before(panel);

    let wanted = () => {
      wanted = () => {};
      // after the first results are on the screen
      setTimeout(() => {
        load("search-guess.js").then(() => ((guess = window.kyrGuess), show()), () => {});
        load(`search/${language}-text.js`).then(fill, () => {});
      }, 0);
    };
    const changed = () => {
      show();
      if (box.value.trim()) wanted();
    };
    box.addEventListener("input", (event) => event.isComposing || changed());
    box.addEventListener("compositionend", changed);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.focus();
    });
    shut.addEventListener("click", close);
    panel.addEventListener("keydown", move);
    // coming back must not show what was searched for
    addEventListener("pagehide", close);
  };
  /** Arrow keys go through the field and the links; Escape closes. */
  const move = (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    const stops = [box, ...list.querySelectorAll("a")];
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
  };

  window.kyrSearch = {
    find,
    /** What search-guess.js needs to know. */
    known: { HAN, places, plain, stem, sounds, heardAs, words, stems, pairs, sayings: () => same, texts: () => pages.flatMap(({ text, sections }) => [text, ...sections.map((section) => section.text)]), together: (all) => known(` ${all.map(stem).join(" ")} `) },
    open(link, site, load, language) {
      [opener, root] = [link, site];
      if (!box) {
        take();
        build(load, language);
      }
      document.documentElement.classList.add("kyr-searching");
      show();
      scrollTo(0, 0);
      box.focus();
    },
  };
})();
