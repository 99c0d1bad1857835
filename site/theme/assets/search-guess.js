/* What is meant by a word that no page has: Chinese typed as it sounds or by its first letters, a character that only
   sounds alike, two words written as one, a slip of the finger. And what to show of a page's text. It comes after the
   first results, and works upon what search.js has learned. */
"use strict";
(() => {
  const { HAN, places, plain, stem, sounds, heardAs, words, stems, pairs, sayings, texts, together } = window.kyrSearch.known;

  /** How many slips (a letter wrong, missing, too many or in its neighbour's place) make one word the other. */
  const slips = (one, other) => {
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
    return row[other.length];
  };
  /** Who writes one letter for two, or two for one, has the word in mind: scamed, controll. */
  const single = (word) => word.replace(/(.)\1/g, "$1");
  /** Are two words one but for how a vowel of theirs is spelled? So is loyer, who hears it, and lawyer. */
  const rhymes = (one, other) => {
    let [begin, end] = [0, 0];
    while (one[begin] === other[begin] && begin < one.length) begin++;
    while (one.at(-1 - end) === other.at(-1 - end) && end < Math.min(one.length, other.length) - begin) end++;
    return begin > 0 && end > 1 && [one, other].every((word) => /^[aeiouwy]{1,2}$/.test(word.slice(begin, word.length - end)));
  };
  const allowed = ({ length }) => (length > 7 ? 2 : length > 3 ? 1 : 0);
  /** The word of ours with the fewest slips, its ending set aside; of several the one that stands out most. */
  const nearest = (word) => {
    const most = allowed(word);
    const root = stem(word);
    const bare = single(word);
    const few = Math.min(most, allowed(root));
    let best;
    let least = Infinity;
    for (const [one, weight] of most ? words : []) {
      if (Math.abs(one.length - word.length) > most || one.length < 4 || HAN.test(one)) continue;
      let wrong = slips(...(bare.length > 5 || bare === single(one) ? [bare, single(one)] : [word, one]));
      // benifit for benefits, medicade for medicaid; but docked is no doctor
      if (wrong > few && wrong < most + 2) wrong = slips(root, stem(one));
      if (wrong > few && rhymes(word, one)) wrong = few;
      if (wrong > few) continue;
      // another first letter makes another word of a short one: drop is no grope
      if (one[0] !== word[0] && root.length < 6 && !(one[0] === word[1] && one[1] === word[0])) continue;
      const cost = wrong + (one[0] !== word[0]) * 0.6 - Math.min(0.9, Math.log10(1 + weight) * 0.3);
      if (cost < least) [best, least] = [one, cost];
    }
    return best;
  };
  /** The word of ours that is one slip away and no other form of the same: lawer is lawyer, and not law with an ending. */
  const another = (word) => {
    let best;
    const plainer = single(word);
    for (const [one, weight] of word.length > 4 ? words : []) {
      if (single(one) === plainer) return one;
      if (one[0] !== word[0] || Math.abs(one.length - word.length) > 1 || weight <= (words.get(best) ?? 0)) continue;
      if (stem(one) !== stem(word) && slips(word, one) === 1) best = one;
    }
    return best;
  };
  /** Words written as one, as long as some page or saying has them side by side. */
  const apart = (word, before = []) => {
    for (let cut = word.length; cut > 0; cut--) {
      const all = [...before, word.slice(0, cut)];
      if (!stems.has(stem(all.at(-1))) || (all.length > 1 && !together(all))) continue;
      const rest = cut < word.length ? apart(word.slice(cut), all) : all;
      if (rest) return rest;
    }
    return undefined;
  };

  const SHORT = /^(?:a|a[mnst]|b[ey]|do|go|he|i[dfnst]|m[ey]|no|o[fnr]|so|to|u[ps]|we|...+)$/;
  /** Words written as one that stand side by side nowhere: bosstookmypassport. Cut where the commonest words result; a
      short word, or one in small pieces, can be cut by chance. */
  const spaced = (word) => {
    const best = [{ cost: 0, all: [] }];
    for (let end = 1; end <= word.length; end++) {
      for (let begin = Math.max(0, end - 15); begin < end; begin++) {
        const part = word.slice(begin, end);
        const weight = (SHORT.test(part) || (part === "i" && !begin)) && words.get(part);
        if (!weight || !best[begin]) continue;
        const cost = best[begin].cost + 12 - Math.log(weight);
        if (cost < (best[end]?.cost ?? Infinity)) best[end] = { cost, all: [...best[begin].all, part] };
      }
    }
    const all = best[word.length]?.all ?? [];
    const two = all.length === 2 && all.every(({ length }) => length > 2);
    return two || (word.length > 8 && all.length && all.length * 2.6 <= word.length) ? all.join(" ") : undefined;
  };
  /** One word written as two that stand side by side nowhere: pass port. */
  const joined = (all) =>
    all.reduce((found, word) => {
      const two = [found.at(-1) ?? "", word];
      const one = two.join("");
      const apart = two.some(({ length }) => length < 3) || !words.has(one) || together(two);
      return apart ? [...found, word] : [...found.slice(0, -1), one];
    }, []);

  const JOINS = ["and", "for", "in", "of", "the"];
  /** A name of ours by its first letters: dol is the Department of Labor. */
  const initials = (word) => {
    if (!/^[a-z]{3,6}$/.test(word)) return undefined;
    const each = [...word].map((letter) => `(?:${letter.toUpperCase()}[a-z]+|${JOINS.filter((join) => join[0] === letter).join("|") || "(?!)"})`);
    const name = new RegExp(`\\b(?=[A-Z])${each.join(` (?:(?:${JOINS.join("|")}) )?`)}\\b`);
    return name.exec(texts().join("\n"))?.[0].toLowerCase();
  };

  /** Southern speakers hear no difference between zh and z, or ing and in; keyboards have no ü. */
  const loose = (sound) =>
    sound.replace(/^([zcs])h/, "$1").replace(/([aei]n)g$/, "$1").replace(/^([ln])(?:v|yu)/, "$1u");
  /** The same all through what is typed in one piece. */
  const eased = (text) => text.replace(/([zcs])h/g, "$1").replace(/([lnjqxy])v/g, "$1u");
  const level = (text) => eased(text).replace(/ng(?![aeiou])/g, "n");
  /** Nor do many of them between n, l and r, or f and hu: these are what else of ours may be meant by a sound. */
  const accents = (sound) =>
    [
      ...["n", "l", "r"].map((first) => sound.replace(/^[nlr]/, first)),
      sound.replace(/^f/, "h"),
      sound.replace(/^f(?!u)/, "hu").replace("huei", "hui"),
      sound.replace(/^h/, "f"),
      sound.replace(/^hu(?=[ai])/, "f").replace(/^fi$/, "fei"),
    ].filter((other) => other !== sound && sounds.has(other));
  /** What stands behind a sound that is only begun: d… is da, de and dian. */
  const BEGUN = "…";
  const begun = (part) => [...sounds.keys()].filter((sound) => sound.startsWith(loose(part)));
  /** The characters of a sound, with what each costs: those of an accent count less. */
  const choices = (sound, accent) => {
    const costs = new Map();
    if (sound.endsWith(BEGUN)) {
      for (const other of begun(sound.slice(0, -1))) for (const char of sounds.get(other)) costs.set(char, 0);
      return costs;
    }
    for (const other of accent ? accents(sound) : []) for (const char of sounds.get(other)) costs.set(char, 2);
    for (const char of sounds.get(sound) ?? []) costs.set(char, 0);
    return costs;
  };
  /** A word typed as it sounds, cut into syllables, the longest first; undefined if it is no pinyin. Of one that is still
      being typed (open), the last may be only begun. */
  const syllables = (text, accent, open, dead = new Set()) => {
    if (!text) return [];
    if (text.endsWith(BEGUN)) return [text];
    if (dead.has(text)) return undefined;
    for (let end = Math.min(6, text.length); end > 0; end--) {
      const sound = loose(text.slice(0, end));
      const rest = (sounds.has(sound) || (accent && accents(sound).length)) && syllables(text.slice(end), accent, open, dead);
      if (rest) return [sound, ...rest];
    }
    if (open && text.length < 6 && begun(text).length) return [loose(text) + BEGUN];
    // each end once: xianxianxian… has two ways at every step
    dead.add(text);
    return undefined;
  };
  /** What stands as far down in the row of a saying is no commoner than what merely stands on our pages. */
  const ROW = 30;
  /** So many syllables are heard at once: a pasted page must not keep her waiting. */
  const BREATH = 12;
  /** What anybody adds to anything she says (想死了). */
  const ENDINGS = "了吗的呢吧";
  /** Behind these nothing follows: in 他经常骂我 there is no 经常吗, which stands on our pages. */
  const LAST = "吗呢";
  /** The Chinese that sounds like the first of some words, as many as go together: what people say, or whose neighbours
      stand side by side most; and how many words that is. */
  const listen = (spoken, accent, open) => {
    const all = [];
    let ends = [["", 0]];
    let kept;
    for (const [at, word] of spoken.entries()) {
      const parts = syllables(word, accent, open && at + 1 === spoken.length) ?? [""];
      for (const [place, sound] of parts.entries()) {
        // a word of several syllables is typed in one piece, and need not go with what stands before it
        const begins = !place && parts.length > 1;
        const chars = choices(sound, accent);
        const longer = [];
        const last = at + 1 === spoken.length && place + 1 === parts.length;
        for (const [char, cost] of all.length < BREATH ? chars : []) {
          if (all.length && !last && LAST.includes(char)) continue;
          const fits = ends.filter(([run]) => !run || begins || pairs.has(run.at(-1) + char) || (run.length > 1 && ENDINGS.includes(char)));
          const scored = fits.map(([run, score]) => [run + char, score + Math.log(1 + (pairs.get(run.at(-1) + char) ?? 0)) - cost]);
          if (scored.length) longer.push(scored.reduce((one, other) => (other[1] > one[1] ? other : one)));
        }
        // what goes with nothing of ours may become anything: it is not heard yet
        if (sound.endsWith(BEGUN) && !longer.length) break;
        all.push(chars);
        if (all.length > BREATH) break;
        ends = longer;
      }
      if (!ends.length || all.length > BREATH) break;
      if (all.length > 1) kept = { ends, many: at + 1, length: all.length };
    }
    if (!kept) return undefined;
    for (const { say, place } of sayings()) {
      if (say.length !== kept.length || place > ROW || ![...say].every((char, at) => all[at].has(char))) continue;
      const cost = [...say].reduce((sum, char, at) => sum + all[at].get(char), Math.log((1 + place) / ROW));
      const score = [...say].slice(1).reduce((sum, char, at) => sum + Math.log(1 + (pairs.get(say[at] + char) ?? 0)), -cost);
      kept.ends.push([say, score]);
    }
    const [said, score] = kept.ends.sort(([, one], [, other]) => other - one)[0];
    return { said, score, many: kept.many };
  };
  const heard = (word, accent, open) => listen([word], accent, open)?.said;
  const isSaying = (text) => sayings().some(({ say }) => say === text);
  /** The same, with an accent where more can be heard so; not if a saying was heard without (小费被 is no 校会被). */
  const hear = (spoken, open) => {
    const [exactly, loosely] = [listen(spoken, false, open), listen(spoken, true, open)];
    return loosely && !(exactly && (exactly.many >= loosely.many || isSaying(exactly.said))) ? loosely : exactly;
  };
  /** Can a text be typed so, each character by its sound or as little of it as the first letter? */
  const typed = (text, chars) => {
    if (!chars.length) return !text;
    const sound = heardAs.get(chars[0]) ?? "";
    let as = 0;
    while (as < sound.length && text[as] === sound[as]) as++;
    for (; as > 0; as--) if (typed(text.slice(as), chars.slice(1))) return true;
    return false;
  };
  /** The sayings that may be typed by their first letters, each with how much it stands out: dh is 电话, baoj is 报警. */
  const initialed = (text) => {
    const begins = ({ say, first }) => first && say.length > 1 && say.length <= text.length && heardAs.get(say[0])?.[0] === text[0];
    const may = sayings().filter((one) => begins(one) && /^\p{sc=Han}+$/u.test(one.say) && [text, level(text)].some((some) => typed(some, [...one.say])));
    return may.map(({ say, place }) => [say, (pairs.get(say.slice(0, 2)) ?? 0) / (1 + place) + say.length]);
  };
  const likeliest = (all) => all.reduce((one, other) => (other[1] > one[1] ? other : one), ["", 0])[0] || undefined;
  /** The saying that is typed so, or two that meet somewhere on our pages: lgdw is 老公打我, though dw alone is 定位. */
  const shortened = (word) => {
    const text = eased(word);
    const both = [];
    const one = likeliest(initialed(text));
    for (let at = 2; !one && at + 1 < Math.min(text.length, BREATH); at++) {
      const rest = initialed(text.slice(at));
      for (const [begin, weight] of rest.length ? initialed(text.slice(0, at)) : []) {
        for (const [end, other] of rest) both.push([begin + end, Math.sqrt(weight * other) * (pairs.has(begin.at(-1) + end[0]) ? 1 : 0.2)]);
      }
    }
    return one ?? likeliest(both);
  };
  /** Begins it with a letter that stands for a whole syllable? qzheng is 签证 and no slip for 取证. */
  const LETTER_FIRST = /^(?![zcs]h)[bpmfdtnlgkhjqxzcsrwy](?![aeiouv])/;

  /** Pinyin in one piece is cut where our pages and sayings have no such neighbours: shoujidingwei is 手机, 定位. Of the
      ways to cut it the one with the best words: tajingchangmawo is 经常, 骂我, though 他进 stands on our pages too. */
  const spelled = (word, open) => {
    const typed = syllables(word, false, open) ?? [];
    const all = typed.filter((sound) => !sound.endsWith(BEGUN));
    if (typed.length < 4) return undefined;
    const best = [...all, 0].map(() => ({ score: 0, found: [] }));
    for (let at = all.length - 1; at >= 0; at--) {
      best[at] = best[at + 1];
      const longest = listen(all.slice(at));
      // its last syllable may begin the next word
      const shorter = longest?.many > 2 && listen(all.slice(at, at + longest.many - 1));
      for (const some of [longest, shorter]) {
        const score = some && some.score + best[at + some.many].score;
        if (score > best[at].score) best[at] = { score, found: [some.said, ...best[at + some.many].found] };
      }
    }
    const { found } = best[0];
    return found.join("").length * 2 > all.length ? found.join(" ") : undefined;
  };
  /** A name of ours in letters, and after it what is typed as it sounds: tqianzheng is T签证. */
  const lettered = (word) => {
    for (let cut = 1; cut < word.length - 3; cut++) {
      const name = word.slice(0, cut);
      const rest = words.has(name) && (heard(word.slice(cut)) ?? spelled(word.slice(cut)));
      if (rest && (cut > 2 || sayings().some(({ say }) => say.startsWith(` ${name} ${rest[0]}`)))) return `${name} ${rest}`;
    }
    return undefined;
  };

  let sayable;
  /** What our sayings sound like that lead to a page, for comparing letter by letter. */
  const sounding = () =>
    (sayable ??= sayings()
      .filter(({ say, first }) => first && say.length > 1 && say.length <= 6 && /^\p{sc=Han}+$/u.test(say))
      .map(({ say, place }) => [say, level([...say].map((char) => heardAs.get(char) ?? "").join("")), place]));
  /** The saying that is typed so but for a slip: jaibao is 家暴. Of several as near, the commonest. */
  const misspelt = (word) => {
    const text = level(word);
    const most = text.length > 3 ? allowed(text) : 0;
    let best;
    let least = Infinity;
    for (const [say, as, place] of most ? sounding() : []) {
      if (as[0] !== text[0] || Math.abs(as.length - text.length) > most) continue;
      const wrong = slips(text, as);
      const cost = wrong + place / 100 - Math.min(0.4, Math.log10(1 + (pairs.get(say.slice(0, 2)) ?? 0)) * 0.2);
      if (wrong <= most && cost < least) [best, least] = [say, cost];
    }
    return best;
  };

  const chinese = () => document.documentElement.lang.startsWith("zh");
  /** The word of ours that is meant by one that is not, or the word itself. */
  const meant = (word, last) => {
    if (words.has(word) || word.length < 2) return word;
    if (stems.has(stem(word))) return another(word) ?? word;
    const exactly = sounds.size && (heard(word) ?? spelled(word));
    // still typing: baoji becomes baojing
    const all = last && exactly && !isSaying(exactly) ? syllables(word) : undefined;
    const soon = all && listen([...all.slice(0, -1), all.at(-1) + BEGUN])?.said;
    if (soon?.length === all?.length && isSaying(soon)) return soon;
    // medicade sounds like something too
    if (exactly && ((chinese() && isSaying(exactly)) || !nearest(word))) return exactly;
    // still typing
    if (last && word.length > 2 && [...words.keys()].some((one) => one.startsWith(word))) return word;
    const so_far = last && sounds.size && (heard(word, false, true) ?? spelled(word, true));
    // where pages are Chinese that is likelier than a misspelling
    if (so_far && (chinese() || !nearest(word))) return so_far;
    const parts = word.length > 3 && apart(word)?.join(" ");
    if (parts) return parts;
    const named = lettered(word) || initials(word);
    if (named) return named;
    const accented = heard(word, true);
    if (accented && isSaying(accented)) return accented;
    const letters = (chinese() || !/[aeiou]/.test(word)) && !sounds.has(loose(word));
    const brief = letters && chinese() && LETTER_FIRST.test(word) && shortened(word);
    if (brief) return brief;
    const some = (chinese() && misspelt(word)) || nearest(word) || spaced(word) || accented;
    return some || (letters && shortened(word)) || word;
  };
  /** A question's part in Latin letters with every word as one that we know, where one can be meant. */
  const understood = (part, last) => {
    const all = joined(part.split(/ +/));
    const strange = all.map((word) => word.length > 1 && !words.has(word) && !stems.has(stem(word)));
    const strangers = (at, end) => strange.slice(at, end).filter(Boolean).length;
    const found = [];
    for (let at = 0; at < all.length; ) {
      let end = at;
      const open = (place) => last && place > at && place + 1 === all.length && begun(all[place]).length;
      while (end < at + BREATH && (strange[end] || sounds.has(loose(all[end] ?? "")) || open(end))) end++;
      // min is a word of ours, and in yi min ju a syllable
      while (end > at && strangers(at, end) * 2 < end - at) end--;
      const some = end > at + 1 ? hear(all.slice(at, end), last && end === all.length) : undefined;
      const several = some?.many > 1;
      found.push(several ? some.said : meant(all[at], last && at + 1 === all.length));
      at += several ? some.many : 1;
    }
    return found.join(" ");
  };

  /** How a character sounds; any other sign is its own sound. */
  const sound = (char) => heardAs.get(char) ?? char;
  /** Does a saying stand here in other characters of the same sound, which are no word with those beside them? */
  const slipped = (run, say, at, least) => {
    let right = 0;
    for (let place = 0; place < say.length; place++) {
      const char = run[at + place];
      if (char === say[place]) right++;
      else if (ENDINGS.includes(char) || sound(char) !== sound(say[place])) return false;
    }
    if (right < least) return false;
    if (right === say.length || (run.length === say.length && !pairs.has(run))) return true;
    // 会说 stands on our pages and is no 会所
    if (say.length < 3 && pairs.has(run[at] + run[at + 1])) return false;
    const end = at + say.length - 1;
    // two that meet once on our pages are no word: 子不 leaves 工子 to be 工资
    const word = (two, ours) => (pairs.get(two) ?? 0) * 20 > (pairs.get(ours) ?? 0);
    const before = run[at] !== say[0] && word(run[at - 1] + run[at], say.slice(0, 2));
    return right > 0 && !before && !(run[end] !== say.at(-1) && word(run[end] + run[end + 1], say.slice(-2)));
  };
  /** Is a verb here without its object beside it: 信寄到哪里 is 寄信, 离不了婚 is 离婚? */
  const parted = (run, say) => {
    const [at, there] = [run.indexOf(say[0]), run.indexOf(say[1])];
    return say.length === 2 && !/(.)\1|[我他人]/.test(say) && at >= 0 && there >= 0 && Math.abs(at - there) < 4;
  };
  /** Of a life in danger nothing is guessed from two sounds: 有钱 is no 有枪. */
  const far = ({ say, first }) => say.length < 3 && new Set(first).size < first?.length;
  const meansOf = (run) => {
    const found = [];
    const sounded = new Set([...run].map(sound));
    const may = sayings().filter((one) => {
      const { say } = one;
      return !far(one) && say.length > 1 && say.length <= run.length && HAN.test(say[0]) && HAN.test(say.at(-1)) && [...say].every((char) => sounded.has(sound(char)));
    });
    // 拘流 is 拘留, which it has a character of, and no 居留
    for (const least of [1, 0]) {
      for (const entry of may) {
        const { say } = entry;
        let at = 0;
        while (at + say.length <= run.length && !slipped(run, say, at, least)) at++;
        if (at + say.length <= run.length) run = run.slice(0, at) + ",".repeat(say.length) + run.slice(at + say.length);
        else if (least || !parted(run, say)) continue;
        found.push(entry);
      }
    }
    return found;
  };

  /** Characters of any sentence: no slips. */
  const COMMON = /[我他们的了吗呢吧说想要会能就都还没不是在有这那去来到给跟和]/;
  /** Does nothing, or a word of ours, stand at a border? 手机好像 is no 手机号 before an 像. */
  const bordered = (two) => two.length < 2 || pairs.has(two);
  /** As the south hears it, where 驱 and 拘 begin alike: breath tells no two sounds apart, nor n from l, or f from hu. But
      seven months are no 几个月. */
  const dull = (char) => {
    if (/[二三四五六七八九十]/.test(char)) return char;
    return sound(char).replace(/^[pbtdkgqjcz]/, (first) => "bbddggjjzz"["pbtdkgqjcz".indexOf(first)]).replace(/^[nr]/, "l").replace(/^hu?/, "f");
  };
  /** Where one character is wrong in a saying that sounds so, and makes no word with those beside it; else -1. */
  const slip = (run, say, at) => {
    const wrong = [...say].flatMap((char, place) => (run[at + place] === char ? [] : [at + place]));
    const [place] = wrong;
    if (wrong.length !== 1 || dull(run[place]) !== dull(say[place - at]) || COMMON.test(run[place])) return -1;
    if (pairs.has(run[place - 1] + run[place]) || pairs.has(run[place] + run[place + 1])) return -1;
    const end = at + say.length;
    const begins = place > at || bordered(run.slice(Math.max(0, at - 2), at));
    return begins && (place + 1 < end || bordered(run.slice(end, end + 2))) ? place : -1;
  };
  /** Such slips in longer sayings put right, before a part of one is heard: 庇护锁 is 庇护所 and no 庇护. */
  const righted = (run) => {
    const here = new Set([...run].flatMap((char) => [char, dull(char)]));
    const size = ({ length }) => length > 2 && length <= run.length;
    const longer = ({ say, first }) => first && size(say) && /^\p{sc=Han}+$/u.test(say);
    // all but one of its characters stand here
    const most = ({ say }) => [...say].filter((char) => !here.has(char)).length < 2;
    const may = sayings().filter((one) => longer(one) && most(one) && [...one.say].every((char) => here.has(char) || here.has(dull(char))));
    for (const { say } of may) {
      for (let at = 0; at + say.length <= run.length; at++) {
        const place = slip(run, say, at);
        if (place >= 0) run = run.slice(0, place) + say[place - at] + run.slice(place + 1);
      }
    }
    return run;
  };

  /** hu4zhao4 is huzhao. */
  const toneless = (text) =>
    text.replace(/(?:[a-z]{2,6}[1-5] ?)+/g, (part) => {
      const bare = part.replace(/[1-5 ]/g, "");
      return syllables(bare) ? `${bare} ` : part;
    });

  const DIGITS = "〇零一幺二二三三四四五五六六七七八八九九";
  const digits = (run) => [...run].map((char) => DIGITS.indexOf(char) >> 1).join("");
  /** 九一一 is 911, and 二十七岁, which is no 十七岁, is 27岁: so dictation writes a number. */
  const numbered = (text) =>
    text.replace(new RegExp(`[${DIGITS}]{3,}`, "g"), digits)
      .replace(/(^|[^百千万])([二三四五六七八九])十([一二三四五六七八九]?)/g, (_, before, tens, ones) => before + digits(tens + (ones || "零")));

  /** Not so far as to end within a word; but a telephone number is shown whole. */
  const upTo = (length, text) => {
    const begin = text.slice(0, length);
    if (/\d[\d-]*$/.test(begin)) return begin + /^[\d-]*/.exec(text.slice(length))[0];
    return begin.replace(/\s*\w+$|\s+(?:(?!\p{sc=Han})[\p{L}\p{M}])+$/u, "").replace(/[\s(（]+$/, "");
  };
  /** The sentence with the most of what was asked for, and what follows; else what the page says of itself. */
  const excerpt = (page, asked, sections) => {
    const length = HAN.test(page.title) ? 70 : 160;
    const texts = [page.description, ...sections.map(({ section }) => section.text), page.text ?? ""];
    let best = { score: 0.5, text: page.description };
    texts.forEach((text, place) => {
      for (const { index: at, 0: sentence } of text.matchAll(/.+?(?:[。！？!?।॥؟۔።။]+|\.(?=\s)|$)/gmu)) {
        const held = asked.filter((one) => places(sentence, [one]).length);
        const score = held.reduce((sum, one) => sum + one.rare, 0) + (place ? 0 : 0.5);
        if (score <= best.score) continue;
        const rest = text.slice(at).trim();
        best = { score, text: rest.length > length ? `${upTo(length, rest)}…` : rest };
      }
    });
    return best.text;
  };

  window.kyrGuess = {
    /** A question in words that we know. */
    question: (text) =>
      toneless(numbered(plain(text))).replace(/\p{sc=Han}{3,}/gu, righted).replace(
        /(^|[^\da-z-])([a-z]+(?: +[a-z]+)*)/g,
        (all, before, part, at, whole) => before + understood(part, at + all.length === whole.length),
      ),
    /** The sayings that may be meant by what is left of a question. */
    sayings: (rest) => (rest.match(/\p{sc=Han}{2,}/gu) ?? []).flatMap(meansOf),
    excerpt,
  };
})();
