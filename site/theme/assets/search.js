/* Search, in the reader's own browser: nothing she types leaves the page or is kept.

   The index of a language comes in two scripts: first what stands out (titles, descriptions, headings, and the words
   people say instead of ours), then the text of all pages, which sharpens the order and fills in the excerpts.
   pipeline/search.py writes both. */
"use strict";
(() => {
  const HAN = /\p{sc=Han}/u;
  const TOKENS = /\p{sc=Han}+|(?:(?!\p{sc=Han})[\p{L}\p{N}])+/gu;
  const SHOWN = 10;
  const SECTIONS = 2;
  /** Characters that hold a Chinese sentence together: two words meet there, and no word is looked for across them. */
  const BETWEEN = /[的了吗呢吧啊呀嘛哦么在是就也都很太还又再和跟与及被把给让叫对从向着过得地到住个这那哪些谁要想会能该吃本咩]+/u;
  /** What may stand inside a saying: 打了我, 扣住我的护照, 打过我两次. */
  const LOOSE = /[我你他它自己]们?的?|[了过着住到快刚又再还都也就才]|成日|经常|总是|老是|每天|天天|一[个直次下]/gu;

  // ---- texts made comparable ----

  const fold = new Map(); // 簽 -> 签
  const sounds = new Map(); // jia -> 家加价
  const heardAs = new Map(); // 家 -> jia
  const ENDING = /(?<=[a-z]{3})(?:at?ions?|ions?|ments?|ing|i?ed|i?es|i?ers?|ors?|ly|s|e|y)$/;
  const stem = (word) => (/^[a-z]{4,}$/.test(word) ? word.replace(/s$/, "").replace(ENDING, "") : word);
  const simplify = (text) => text.replace(/\p{sc=Han}/gu, (char) => fold.get(char) ?? char);
  /** Small letters without accents, half width, one script. */
  const plain = (text) => simplify(text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").normalize("NFC").toLowerCase());
  const PHONE = /(?<!\d)1?(\d{3})(\d{3})(\d{4})(?!\d)/g;
  /** " t 签证 appl " : tokens between spaces, one script, English words without their endings. */
  const norm = (text) => {
    const tokens = plain(text).replace(PHONE, "$1 $2 $3").match(TOKENS) ?? [];
    return ` ${tokens.map(stem).join(" ")} `;
  };
  /** What to look for in a normed text: Chinese anywhere, other words only as whole words. */
  const key = (text) => {
    const normed = norm(text).trim() || text;
    return (HAN.test(normed[0]) ? "" : " ") + normed + (HAN.test(normed.at(-1)) ? "" : " ");
  };

  // ---- the index ----

  let index; // as pipeline/search.py wrote it
  let pages = [];
  let same = []; // [key, row] for every way of saying something, the longest first
  let words = new Set(); // every word that is not Chinese
  let pairs = new Map(); // two neighbouring Chinese characters -> how much they stand out
  const hits = new Map(); // what was looked for -> how well each page fits

  const learn = (table) => {
    for (const [, sound, chars] of table.matchAll(/([a-z]+)([^a-z]+)/g)) {
      let base = "";
      const known = sounds.get(sound) ?? new Set();
      for (const [, variant, char] of chars.matchAll(/('?)(.)/gu)) {
        if (variant) fold.set(char, base);
        else known.add((base = char)), heardAs.set(char, sound);
      }
      sounds.set(sound, known);
    }
  };
  const notice = (normed, weight) => {
    for (const token of normed.split(" ")) {
      if (!HAN.test(token)) words.add(token);
      else for (let at = 1; at < token.length; at++) {
        const pair = token.slice(at - 1, at + 1);
        pairs.set(pair, (pairs.get(pair) ?? 0) + weight);
      }
    }
  };
  const take = () => {
    index = window.kyrIndex;
    learn(index.han);
    pages = index.pages.map(([url, title, share, top, ...headings]) => ({
      url, title, share,
      name: norm(`${title} / ${top}`),
      sections: headings.map((heading) => ({ heading, normed: norm(heading), text: "", body: " " })),
      description: "",
      about: " ",
      text: "",
      intro: " ",
    }));
    for (const page of pages) {
      notice(page.name, 5);
      for (const section of page.sections) notice(section.normed, 3);
    }
    equals(index.same);
  };
  const equals = (rows) => {
    same = rows.flatMap(([says, first], row) => says.split("|").map((say) => [key(say), row, first]));
    for (const [say] of same) notice(say, 1);
    same.sort(([one, , says], [other, , means]) => !says - !means || other.length - one.length);
  };
  /** The text of all pages, when it has come. */
  const fill = () => {
    const texts = window.kyrTexts;
    learn(texts.han);
    equals(texts.same);
    hits.clear();
    texts.texts.forEach(([description, intro, ...sections], at) => {
      const page = pages[at];
      Object.assign(page, { description, about: norm(description), text: intro, intro: norm(intro) });
      notice(page.about, 2);
      notice(page.intro, 1);
      sections.forEach(([id, text], place) => {
        Object.assign(page.sections[place], { id, text, body: norm(text) });
        notice(page.sections[place].body, 1);
      });
    });
    show();
  };

  // ---- finding ----

  const count = (text, what) => text.split(what).length - 1;
  /** How well a page fits one of the ways to say a thing, 0 for not at all. */
  const fit = (page, what) => {
    let score = page.name.includes(what) ? 6 : 0;
    score += page.about.includes(what) ? 2 : 0;
    score += page.sections.some((section) => section.normed.includes(what)) ? 3 : 0;
    const often = count(page.intro, what) + page.sections.reduce((sum, { body }) => sum + count(body, what), 0);
    return score + Math.min(2, Math.log2(1 + often) * 0.6);
  };
  const fits = (what) => {
    if (!hits.has(what)) hits.set(what, pages.map((page) => fit(page, what)));
    return hits.get(what);
  };
  const known = (what) => fits(what).some(Boolean);

  /** Can one word become the other by so many slips (a letter wrong, missing, too many or in its neighbour's place)? */
  const near = (one, other, slips) => {
    if (Math.abs(one.length - other.length) > slips) return false;
    let before = [];
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const swap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        next[j] = Math.min(
          row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]), swap ? before[j - 2] + 1 : 99,
        );
      }
      [before, row] = [row, next];
    }
    return row[other.length] <= slips;
  };

  /** Southern speakers hear no difference between zh and z, or ing and in; keyboards have no ü. */
  const loose = (sound) =>
    sound.replace(/^([zcs])h/, "$1").replace(/([aei]n)g$/, "$1").replace(/^([ln])(?:v|yu)/, "$1u");
  /** A word typed as it sounds, cut into syllables, the longest first; undefined if it is no pinyin. */
  const syllables = (text) => {
    if (!text) return [];
    for (let end = Math.min(6, text.length); end > 0; end--) {
      const sound = loose(text.slice(0, end));
      const rest = sounds.has(sound) && syllables(text.slice(end));
      if (rest) return [sound, ...rest];
    }
    return undefined;
  };
  /** The Chinese that sounds like this and whose neighbours stand side by side most; undefined if there is none. */
  const heard = (text) => {
    const [first, ...others] = syllables(text) ?? [];
    if (!others.length) return undefined;
    let ends = [...sounds.get(first)].map((char) => [char, 0]);
    for (const sound of others) {
      const longer = [];
      for (const char of sounds.get(sound)) {
        const fits = ends.filter(([run]) => pairs.has(run.at(-1) + char));
        const scored = fits.map(([run, score]) => [run + char, score + Math.log(1 + pairs.get(run.at(-1) + char))]);
        if (scored.length) longer.push(scored.reduce((one, other) => (other[1] > one[1] ? other : one)));
      }
      ends = longer;
    }
    return ends.sort(([, one], [, other]) => other - one)[0]?.[0];
  };
  /** A question with what is typed as it sounds in Chinese characters. */
  const spelled = (question) =>
    plain(question).replace(/[a-z]+(?: +[a-z]+)*/g, (part) => {
      const unknown = part.split(/ +/).filter((word) => word.length > 1 && !words.has(stem(word)));
      if (!sounds.size || !unknown.length) return part;
      const whole = unknown.length === part.split(/ +/).length && heard(unknown.join(""));
      return whole || part.replace(/[a-z]+/g, (word) => (unknown.includes(word) && heard(word)) || word);
    });

  /** Words written as one, as long as some page has them side by side. */
  const apart = (word, before = []) => {
    if (before.length && words.has(stem(word)) && known(` ${[...before, stem(word)].join(" ")} `)) return [...before, stem(word)];
    for (let cut = 1; cut < word.length; cut++) {
      const all = [...before, stem(word.slice(0, cut))];
      const rest = words.has(all.at(-1)) && known(` ${all.join(" ")} `) && apart(word.slice(cut), all);
      if (rest) return rest;
    }
    return undefined;
  };
  /** The words meant by one that no page has: the beginning of a word, two words in one, or a slip of the finger. */
  const meant = (word) => {
    const all = [...words].filter((one) => one.length > 2);
    const longer = word.length > 2 ? all.filter((one) => one.startsWith(word)) : [];
    if (longer.length) return longer.slice(0, 8);
    if (word.length < 4) return [];
    const parts = apart(word);
    if (parts) return [parts.join(" ")];
    const slips = word.length > 7 ? 2 : 1;
    const close = all.filter((one) => near(word, one, 1));
    return (close.length || slips < 2 ? close : all.filter((one) => near(word, one, slips))).slice(0, 8);
  };

  const term = (weight, ways, first = []) => ({ weight, ways, first });
  const han = function* (run) {
    if (run.length === 1 && Math.max(...fits(run)) > 3) yield term(0.3, [run]);
    if (run.length > 2 && run.length < 7) yield term(0.7, [run]);
    const two = [...run].slice(1).map((char, at) => run[at] + char);
    for (const pair of two) yield term(1, [pair]);
    if (two.length && !two.some(known)) {
      for (const char of run) if (Math.max(...fits(char)) > 3) yield term(0.3, [char]); // only what a heading speaks of
    }
  };
  const latin = function* (word, next) {
    if (word.length < 3 && next && known(` ${word} ${next.slice(0, 2)}`)) yield term(2, [` ${word} ${next}`]);
    if (known(` ${word} `)) return yield term(word.length < 3 ? 0.3 : 1, [` ${word} `]);
    const ways = meant(word);
    if (ways.length) yield term(0.8, ways.map((way) => ` ${way} `));
  };
  /** How a Chinese text sounds: 紀錄 is 记录. */
  const sound = (text) => [...text].map((char) => heardAs.get(char) ?? char).join(" ");
  /** What a question asks for. */
  const terms = (asked) => {
    const found = [];
    if (asked.trim().includes(" ") || asked.trim().length > 2) found.push(term(0.7, [asked.trim()]));
    const rows = new Set();
    let understood = false;
    const mean = ([say, row, first], weight) => {
      understood = true;
      if (!first || rows.has(row)) return; // a word that says nothing (怎么办, how do I), or one said already
      rows.add(row);
      const ways = say.length > 1 ? same.filter((entry) => entry[1] === row).map((entry) => entry[0]) : []; // a single character is a hint
      const who = first[0] < 0 ? 0.5 : 1;
      found.push(term((1 + say.trim().length / 8) * weight * who, ways.sort((one, other) => (other === say) - (one === say)), first));
      if (HAN.test(say)) found.push(...[...han(say)].map((part) => ({ ...part, weight: part.weight * 0.3 })));
    };
    const understand = (text) => {
      for (const entry of same) {
        if (!text.includes(entry[0])) continue;
        text = text.split(entry[0]).join(" , ");
        mean(entry, 1);
      }
      return text;
    };
    let rest = understand(asked);
    understand(asked.replace(LOOSE, "")); // 孩子被他带走了 is 孩子被带走
    understand(rest.replace(/(?<=\p{sc=Han}) *, *(?=\p{sc=Han})/gu, "").replace(LOOSE, "")); // 被移民局抓走了 is 被抓走
    rest = understand(rest.replace(LOOSE, "")); // 不让我走 is 不让走
    const tokens = rest.split(" ").flatMap((token) => token.split(BETWEEN)).filter(Boolean);
    tokens.forEach((token, at) => {
      if (token === ",") return;
      if (!HAN.test(token)) return found.push(...latin(token, tokens[at + 1]));
      const like = token.length > 1 && ` ${sound(token)} `;
      for (const entry of like ? same : []) {
        if (HAN.test(entry[0]) && entry[0].length > 1 && like.includes(` ${sound(entry[0])} `)) mean(entry, 0.5);
      }
      found.push(...han(token));
    });
    found.understood = understood;
    return found;
  };

  /** How well each page fits a term; what people say instead counts a little less than the word itself. */
  const weigh = ({ ways, first }) => {
    const all = ways.map(fits);
    const score = pages.map((_, at) => Math.max(0, ...all.map((fit, way) => fit[at] * (way ? 0.8 : 1))));
    first.forEach((at, place) => {
      if (at < 0) score[~at] += Math.max(1, 4 - place);
      else score[at] += Math.max(3, 10 - 2 * place);
    });
    return score;
  };
  const find = (question) => {
    const said = spelled(question);
    const asked = terms(norm(said) + (/^[\d ()+.-]{5,}$/.test(said) ? "# " : ""));
    for (const [both] of said.matchAll(/[a-z]+-[a-z\d]+/g)) asked.push(term(2, [key(both)])); // A-number is no "number"
    const found = pages.map((page) => ({ page, score: 0, cover: 0 }));
    let whole = 0;
    for (const one of asked) {
      const scores = weigh(one);
      const having = scores.reduce((sum, score) => sum + Math.min(1, score / 4), 0); // a title counts whole
      if (!having) continue;
      one.rare = one.weight * Math.log(1 + pages.length / having);
      whole += one.rare;
      scores.forEach((score, at) => {
        found[at].score += score * one.rare;
        if (score) found[at].cover += one.rare;
      });
    }
    for (const one of found) one.score *= (0.3 + (0.7 * one.cover) / whole) * one.page.share;
    found.sort((one, other) => other.score - one.score);
    const least = found[0].score * 0.02;
    const best = found.filter((one) => one.score > least).slice(0, SHOWN);
    return { asked: asked.filter((one) => one.rare), found: landed(best, found, asked) };
  };
  /** With pages that help anyone: after the best two if it is unclear what was meant, else at the end. */
  const landed = (best, found, asked) => {
    if (!best.length && !asked.understood) return best;
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
    const wanted = asked.flatMap(({ ways }) => ways.flatMap((way) => way.trim().split(" ")));
    const spans = [];
    for (const match of same_length.matchAll(TOKENS)) {
      const token = match[0];
      if (!HAN.test(token)) {
        if (token.length > 1 && wanted.includes(stem(token))) spans.push([match.index, match.index + token.length]);
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
  /** The sentence with the most of what was asked for, and what follows; else what the page says of itself. */
  const excerpt = (page, asked, sections) => {
    const length = HAN.test(page.title) ? 70 : 160;
    const texts = [page.description, ...sections.map(({ section }) => section.text), page.text ?? ""];
    let best = { score: 0.5, text: page.description };
    texts.forEach((text, place) => {
      for (const { index: at, 0: sentence } of text.matchAll(/.+?(?:[。！？!?]+|\.(?=\s)|$)/gu)) {
        const held = asked.filter((one) => places(sentence, [one]).length);
        const score = held.reduce((sum, one) => sum + one.rare, 0) + (place ? 0 : 0.5);
        if (score > best.score) best = { score, text: text.slice(at, at + length).trim() };
      }
    });
    return best.text + (best.text.length < length - 2 ? "" : "…");
  };

  let root, box, status, list, opener;

  const result = ({ page }, asked) => {
    const sections = sectionsOf(page, asked);
    const item = make(
      "li", {},
      make("a", { href: new URL(page.url, root) }, ...marked(page.title, asked)),
      make("p", {}, ...marked(excerpt(page, asked, sections), asked)),
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
    index.start.map(([text, url]) => make("li", {}, make("a", { href: new URL(url, root) }, text)));
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
    list.querySelectorAll("a")[focused]?.focus(); // the pages' text may come while she is in the list
    status.textContent = found.length ? index.say.found.replace("{count}", found.length) : index.say.nothing;
  };
  const close = () => {
    document.documentElement.classList.remove("kyr-searching");
    box.value = "";
    show();
    opener?.focus();
  };
  const build = (text) => {
    box = make("input", { type: "search", id: "kyr-search-box", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
    box.setAttribute("autocapitalize", "off");
    box.setAttribute("aria-controls", "kyr-search-found");
    status = make("p", { id: "kyr-search-status" });
    status.setAttribute("role", "status");
    list = make("ol", { id: "kyr-search-found", className: "kyr-found" });
    const shut = make("button", { type: "button" }, index.say.close);
    const form = make("form", { role: "search" }, make("label", { htmlFor: "kyr-search-box" }, index.say.label), make("div", {}, box, shut));
    const panel = make("div", { id: "kyr-search", className: "kyr-search" }, form, status, list);
    document.querySelector(".md-container").before(panel);

    let wanted = () => {
      wanted = () => {};
      setTimeout(() => text().then(fill, () => {}), 0); // after the first results are on the screen
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
    addEventListener("pagehide", close); // coming back must not show what was searched for
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
    open(link, site, text) {
      [opener, root] = [link, site];
      if (!box) {
        take();
        build(text);
      }
      document.documentElement.classList.add("kyr-searching");
      show();
      scrollTo(0, 0);
      box.focus();
    },
  };
})();
