/* The packet without this script can be read and printed; this adds answering, saving and keys. Nothing is sent. */
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const languages = Object.keys(data.languages);
  const place = "kyr-packet-" + data.digest;
  const at = (id) => document.getElementById(id);
  const root = document.documentElement;
  const units = [...document.querySelectorAll(".unit")];
  const judged = units.filter((unit) => !("missing" in unit.dataset));
  let language = languages.find((one) => data.languages[one] === root.lang);
  let current = null;
  let unsaved = false;

  // ---- words ----

  const words = (key, values) =>
    data.words[key][languages.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function speak(element, key, values = {}) {
    element.dataset.say = key;
    element.dataset.values = JSON.stringify(values);
    element.textContent = words(key, values);
  }

  function tell(key, values, wrong) {
    at("said").className = wrong ? "wrong" : "";
    speak(at("said"), key, values);
  }

  /* What was said about an earlier step makes room, above all on a telephone. */
  function hush() {
    delete at("said").dataset.say;
    at("said").textContent = "";
    at("copy").hidden = true;
  }

  function choose(next) {
    language = next;
    root.lang = data.languages[language];
    for (const element of document.querySelectorAll("[data-say]")) {
      element.textContent = words(element.dataset.say, JSON.parse(element.dataset.values || "{}"));
    }
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
  }

  // ---- answers ----

  const radios = (unit) => [...unit.querySelectorAll("input[type=radio]")];
  const verdict = (unit) => radios(unit).find((radio) => radio.checked)?.value ?? "";
  const note = (unit) => unit.querySelector(".note");
  const wording = (unit) => unit.querySelector(".wording");
  const role = () => document.querySelector("input[name=role]:checked")?.value ?? "";
  const name = (answer) => [answer.unit, answer.source, answer.target].join(" ");

  /* What no keyboard types and no file of answers may hold: controls, direction overrides, halves of characters. */
  const clean = (text) =>
    text
      .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, "\n")
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
      .trim();

  function answer(unit) {
    const said = verdict(unit);
    return {
      page: unit.dataset.page,
      unit: unit.dataset.unit,
      source: unit.dataset.source,
      target: unit.dataset.target,
      verdict: said === "skip" ? "" : said,
      note: clean(note(unit).value),
      suggestion: clean(wording(unit).value),
    };
  }

  const answers = () => units.map(answer).filter((one) => one.verdict || one.note || one.suggestion);
  const handle = () => at("handle").value.trim().toLowerCase();

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${String(now.getFullYear()).padStart(4, "0")}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  const review = () => ({
    format: data.format,
    version: data.version,
    locale: data.locale,
    reviewer: handle(),
    role: role(),
    date: today(),
    answers: answers(),
  });

  function fill(saved) {
    const own = new Map(units.map((unit) => [name(unit.dataset), unit]));
    let filled = 0;
    for (const one of saved.answers) {
      const unit = own.get(name(one));
      if (!unit) continue;
      for (const radio of radios(unit)) radio.checked = radio.value === one.verdict;
      note(unit).value = one.note;
      wording(unit).value = one.suggestion;
      if (one.note || one.suggestion) open(unit, true);
      show(unit);
      filled += 1;
    }
    if (!at("handle").value) at("handle").value = saved.reviewer;
    for (const radio of document.querySelectorAll("input[name=role]")) {
      if (!role()) radio.checked = radio.value === saved.role;
    }
    count();
    return filled;
  }

  // ---- what the page shows ----

  function show(unit) {
    for (const one of ["approve", "reject", "skip"]) {
      unit.classList.toggle("says-" + one, verdict(unit) === one);
    }
    note(unit).required = verdict(unit) === "reject";
    if (note(unit).value.trim() || verdict(unit) !== "reject") complain(unit, false);
  }

  function complain(unit, wrong) {
    if (wrong) note(unit).setAttribute("aria-invalid", "true");
    else note(unit).removeAttribute("aria-invalid");
    at(unit.id + "-missing").hidden = !wrong;
  }

  function open(unit, wide) {
    unit.classList.toggle("open", wide);
    unit.querySelector(".more").setAttribute("aria-expanded", String(wide));
  }

  function count() {
    const done = judged.filter(verdict).length;
    at("progress").max = Math.max(judged.length, 1);
    at("progress").value = done;
    speak(at("count"), "bar.count", { done, all: judged.length });
    if (done === judged.length && unsaved) tell("said.all-done");
  }

  function narrow() {
    for (const unit of units) {
      unit.hidden = at("only").checked && unit !== current && (Boolean(verdict(unit)) || "missing" in unit.dataset);
    }
  }

  function take(unit) {
    current?.classList.remove("current");
    current?.removeAttribute("aria-current");
    current = unit;
    unit.classList.add("current");
    unit.setAttribute("aria-current", "true");
  }

  function go(unit) {
    if (!unit) return;
    hush();
    take(unit);
    narrow();
    unit.focus({ preventScroll: true });
    unit.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const seen = units.filter((unit) => !unit.hidden);
    const here = seen.indexOf(current);
    go(here < 0 ? seen[0] : seen[Math.min(Math.max(here + by, 0), seen.length - 1)]);
  }

  function nextUnanswered() {
    const here = judged.indexOf(current);
    go([...judged.slice(here + 1), ...judged.slice(0, here + 1)].find((unit) => !verdict(unit)));
  }

  function changed() {
    unsaved = true;
    hush();
    keep();
  }

  // ---- keeping: only where the reviewer asks for it ----

  function store(text) {
    try {
      if (text === null) localStorage.removeItem(place);
      else localStorage.setItem(place, text);
      return true;
    } catch {
      return false;
    }
  }

  function kept() {
    try {
      return localStorage.getItem(place);
    } catch {
      return null;
    }
  }

  /* A skipped unit says nothing in a saved review, but a kept page remembers it. */
  const skipped = () => judged.filter((unit) => verdict(unit) === "skip").map((unit) => name(unit.dataset));

  function keep() {
    if (!at("keep").checked) return;
    if (!store(JSON.stringify({ review: review(), skipped: skipped() }))) {
      at("keep").checked = false;
      at("keep").disabled = true;
      at("keep-cannot").hidden = false;
    }
    at("forget").hidden = !at("keep").checked;
  }

  function forget() {
    store(null);
    at("keep").checked = false;
    at("forget").hidden = true;
    tell("said.forgotten");
    at("keep").focus();
  }

  function restore() {
    const text = kept();
    if (text === null) return;
    try {
      const saved = JSON.parse(text);
      fill(sound(saved.review));
      for (const unit of judged.filter((one) => saved.skipped.includes(name(one.dataset)))) {
        for (const radio of radios(unit)) radio.checked = radio.value === "skip";
        show(unit);
      }
    } catch {
      store(null);
      return;
    }
    at("keep").checked = true;
    at("forget").hidden = false;
    unsaved = answers().length > 0;
    count();
    tell("said.restored");
  }

  // ---- files ----

  /* The review, if it is one; anything else throws. Whether it may be recorded is for `kyr import` to say. */
  function sound(saved) {
    const texts = (value, keys) => keys.every((key) => typeof value[key] === "string");
    const fields = ["page", "unit", "source", "target", "verdict", "note", "suggestion"];
    const whole =
      saved.format === data.format &&
      saved.version === data.version &&
      texts(saved, ["locale", "reviewer", "role"]) &&
      saved.answers.every((one) => texts(one, fields));
    if (!whole) throw new TypeError("not a review");
    return saved;
  }

  async function load(file) {
    let saved;
    try {
      saved = sound(JSON.parse(await file.text()));
    } catch {
      return tell("said.not-review", {}, true);
    }
    if (saved.locale !== data.locale) return tell("said.other-locale", { name: saved.locale }, true);
    const filled = fill(saved);
    changed();
    const left = saved.answers.length - filled;
    return tell(left ? "said.opened-some" : "said.opened", { count: filled, left });
  }

  /* What stands in the way of saving: the words to say, and where to put them right. */
  function problem() {
    if (!new RegExp(`^(?:${data.handle})$`).test(handle())) return ["said.handle", {}, at("handle")];
    if (!role()) return ["said.role", {}, at("role")];
    if (!answers().length) return ["said.nothing", {}, at("next")];
    const bare = judged.find((unit) => verdict(unit) === "reject" && !clean(note(unit).value));
    if (!bare) return null;
    open(bare, true);
    complain(bare, true);
    go(bare);
    return ["said.note", { number: bare.dataset.number }, note(bare)];
  }

  function save() {
    hush();
    const wrong = problem();
    if (wrong) {
      tell(wrong[0], wrong[1], true);
      wrong[2].focus();
      return;
    }
    const made = review();
    const text = JSON.stringify(made, null, 1) + "\n";
    const file = `kyr-review-${made.locale}-${made.role}-${made.reviewer}.json`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    at("copy-text").value = text;
    at("copy").hidden = false;
    const left = judged.filter((unit) => !verdict(unit)).length;
    tell(left ? "said.saved" : "said.saved-all", { name: file, count: made.answers.length, left });
  }

  // ---- hands ----

  function decide(value) {
    const radio = current && radios(current).find((one) => one.value === value);
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    if (value === "reject") note(current).focus();
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    u: nextUnanswered,
    a: () => decide("approve"),
    n: () => decide("reject"),
    s: () => decide("skip"),
  };

  function pressed(event) {
    const typing = event.target.matches("textarea, input[type=text]");
    const action = KEYS[event.key];
    if (!at("keys").checked || typing || !action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  function listen(unit) {
    unit.addEventListener("change", () => {
      if (verdict(unit) === "reject") open(unit, true);
      show(unit);
      changed();
      count();
    });
    unit.addEventListener("input", (event) => {
      if (!event.target.matches("textarea")) return;
      show(unit);
      changed();
    });
    unit.addEventListener("focusin", () => take(unit));
    unit.addEventListener("click", (event) => {
      const more = event.target.closest(".more");
      const copy = event.target.closest(".copy");
      const term = event.target.closest(".term");
      if (more) open(unit, !unit.classList.contains("open"));
      if (copy) {
        wording(unit).value = clean(copy.dataset.words);
        wording(unit).focus();
        changed();
      }
      if (term) explain(unit, term.dataset.term);
    });
  }

  function explain(unit, number) {
    unit.querySelector(".terms").open = true;
    for (const line of unit.querySelectorAll(".terms li")) {
      line.classList.toggle("pointed", line.dataset.term === number);
    }
  }

  units.forEach(listen);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => choose(button.dataset.language));
  }
  for (const input of [at("handle"), at("role")]) input.addEventListener("change", keep);
  at("save").addEventListener("click", save);
  at("next").addEventListener("click", nextUnanswered);
  at("only").addEventListener("change", narrow);
  at("keep").addEventListener("change", () => (at("keep").checked ? keep() : forget()));
  at("forget").addEventListener("click", forget);
  at("open").addEventListener("change", async () => {
    const [file] = at("open").files;
    if (file) await load(file);
    at("open").value = "";
  });
  document.addEventListener("keydown", pressed);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !at("keep").checked) event.preventDefault();
  });
  root.classList.add("running");
  count();
  restore();
})();
