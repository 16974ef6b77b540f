"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const read = (id) => ($(id) ? JSON.parse($(id).textContent) : null);
  const K = read("kata"), D = read("data");
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, k) => values[k]);
  const el = (tag, cls, text) => {
    const made = document.createElement(tag);
    if (cls) made.className = cls;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const say = (text) => { $("kabar").textContent = text; };
  document.documentElement.classList.add("on");

  // findings: filter
  const cards = [...document.querySelectorAll("article.t")];
  const matters = [...document.querySelectorAll("#daftar .matter")];
  const groups = [...document.querySelectorAll("#daftar .matter, #daftar .under")];
  const form = document.querySelector("form.filter");
  let texts = null, wanted = null;
  const waiting = (card) => card.querySelector(":scope > script");
  const words_of = (card) => {
    const script = waiting(card);
    const text = !script ? card.textContent : script.textContent.replace(/<[^>]*>/g, " ")
      .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    return text.toLowerCase();
  };
  const filter = () => {
    const grades = new Set([...form.querySelectorAll("input[name=g]:checked")].map((i) => i.value));
    const kind = form.k.value, part = form.b.value;
    const words = form.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = cards.map(words_of);
    let n = 0;
    cards.forEach((card, i) => {
      const c = card.classList;
      const grade = c.contains("lepas") ? "lepas" : c.contains("tinggi") ? "tinggi" : c.contains("sedang") ? "sedang" : "rendah";
      const show = grades.has(grade) && (!kind || card.dataset.k === kind) && (!part || card.dataset.b.includes(` ${part} `))
        && words.every((w) => texts[i].includes(w));
      if (card.hidden === show) card.hidden = !show;
      n += show;
    });
    groups.forEach((group) => { group.hidden = ![...group.querySelectorAll(":scope > article, :scope > .under > article")].some((c) => !c.hidden); });
    const narrowed = words.length || kind || part || n < cards.length;
    if (narrowed) document.querySelectorAll("#daftar details.minor, #daftar details.under").forEach((d) => { d.open = true; });
    form.querySelector(".count").textContent = n === cards.length ? "" : fill(K.count, { n: matters.filter((one) => !one.hidden).length, m: matters.length });
    $("kosong").hidden = n > 0;
  };
  if (form) {
    form.addEventListener("submit", (e) => e.preventDefault());
    form.addEventListener("change", filter);
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    const all = $("buka");
    all.addEventListener("click", () => {
      const open = all.dataset.open !== "1";
      wanted = open;
      cards.forEach((c) => { const d = c.querySelector("details.body"); if (d && !c.hidden) d.open = open; });
      all.dataset.open = open ? "1" : "";
      all.textContent = open ? K.close : K.all;
    });
  }

  // long texts: clipped until opened
  const unclip = (clip, open) => {
    clip.classList.toggle("open", open);
    const button = clip.nextElementSibling;
    if (button) { button.textContent = open ? K.less : K.more; button.setAttribute("aria-expanded", open); }
  };
  const clips = (root) => root.querySelectorAll(".clip").forEach((clip) => {
    const button = el("button", "unclip", K.more);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => unclip(clip, !clip.classList.contains("open")));
    clip.after(button);
  });
  clips(document);

  // later findings wait as text (escaped by the template of the page) until they come near the screen
  const flesh = (card) => {
    const script = waiting(card);
    if (!script) return;
    const box = el("div");
    box.innerHTML = script.textContent;
    if (wanted !== null) box.querySelector("details.body").open = wanted;
    script.replaceWith(...box.childNodes);
    card.classList.remove("wait");
    clips(card);
  };
  const near = new IntersectionObserver((seen) => seen.forEach((s) => {
    if (s.isIntersecting) { near.unobserve(s.target); flesh(s.target); }
  }), { rootMargin: "1500px 0px" });
  document.querySelectorAll("article.wait").forEach((card) => near.observe(card));

  // jumps: open what hides the target, bring it into view, let it flash
  const jump = (id) => {
    const target = id && $(id);
    if (!target) return;
    if (target.matches("article.t")) {
      if (target.hidden) { form.reset(); filter(); }
      flesh(target);
      target.querySelector("details.body").open = true;
    }
    for (let up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") up.open = true;
      if (up.classList.contains("clip") && up !== target) unclip(up, true);
    }
    const place = target.tagName === "SECTION" || target.offsetHeight > innerHeight * 0.6 ? "start" : "center";
    const bring = () => target.scrollIntoView({ block: place, inline: "center" });
    bring();
    requestAnimationFrame(() => { bring(); setTimeout(bring, 60); });  // what is laid out on the way may move it
    if (target.tagName === "SECTION") return;
    if (!target.matches("a, button, [tabindex]")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    target.classList.remove("flash");
    void target.offsetWidth;
    target.classList.add("flash");
    setTimeout(() => target.classList.remove("flash"), 2300);
  };
  const go = () => jump(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", go);
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) { e.preventDefault(); go(); }
  });

  // panel: what a number takes part in
  const panel = $("panel"), inside = $("panel-isi");
  let from = null;
  const close = () => {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (from) { from.classList.remove("now"); from.focus({ preventScroll: true }); }
    from = null;
  };
  const chip = (i, own) => {
    const [text, state] = D.n[i];
    const link = el("a", `n ${state}`, text);
    link.href = `#n${i}`;
    if (own) link.title = K.this;
    return link;
  };
  const working = (w, own) => {
    const [rule, outcome, violated, stated, calc, subject, ids, more, main] = w;
    const open = outcome === "tidak dapat diuji";
    const item = el("li", `w${violated ? " bad" : open ? " open" : ""}`);
    const verdict = el("div", "verdict-line");
    verdict.append(el("b", "", `${violated ? "\u2717" : open ? "\u2013" : "\u2713"} ${violated ? K.wrong : K.outcomes[outcome] || outcome}`));
    if (stated) verdict.append(` \u00b7 ${K.stated} `, el("bdi", "", stated));
    item.append(verdict);
    if (calc) item.append(el("div", "calc", calc));
    if (D.s[subject]) item.append(el("bdi", "", D.s[subject]));
    if (ids.length > 1) {
      const chips = el("div", "chips");
      chips.setAttribute("role", "group");
      chips.setAttribute("aria-label", K.numbers);
      ids.forEach((i) => chips.append(chip(i, i === own)));
      if (more) chips.append(el("span", "soft", fill(K.others, { n: more })));
      item.append(chips);
    }
    const told = el("div", "soft rule"), link = el("a", "soft", rule);
    link.href = `#a-${rule}`;
    told.append(`${K.rule} `, link, `: ${D.t[rule] || ""}`);
    item.append(told);
    return item;
  };
  const open = (node) => {
    const i = Number(node.id.slice(1)), [text, state, r, c, works, found, b] = D.n[i], row = D.s[r], column = D.s[c], about = D.s[b];
    if (from) from.classList.remove("now");
    from = node;
    node.classList.add("now");
    $("panel-judul").textContent = text;
    inside.replaceChildren();
    const [label, meaning] = K.states[state] || ["", K.plain];
    const p = el("p");
    if (label) p.append(el("span", `n ${state}`, label), " ");
    p.append(meaning);
    inside.append(p);
    const place = [row && `${K.row} ${row}`, column && `${K.column} ${column}`].filter(Boolean).join(" · ");
    if (place) { const s = el("p", "soft"); s.append(el("bdi", "", place)); inside.append(s); }
    if (about) { const s = el("p", "soft"); s.append(`${K.about}: `, el("bdi", "", about)); inside.append(s); }
    if (found.length) {
      inside.append(el("h3", "", K.found));
      const list = el("ol");
      found.forEach(([k, role]) => {
        const [id, grade, title] = D.f[k], item = el("li"), link = el("a", "", title);
        link.href = `#t-${id}`;
        item.append(el("span", "tag", K.grades[grade]), " ", link, " ", el("span", "soft", `(${K.roles[role]})`));
        list.append(item);
      });
      inside.append(list);
    }
    inside.append(el("h3", "", K.calc));
    if (works.length) {
      const rank = (w) => (w[2] ? 0 : 4) + (w[8] === i ? 0 : 2) + (w[4] ? 0 : 1) + (w[4] || w[2] ? 0 : 8);
      const order = [...works].sort((a, b) => rank(D.w[a]) - rank(D.w[b]));
      const list = el("ol");
      const add = (upto) => { while (list.children.length < upto && list.children.length < order.length) list.append(working(D.w[order[list.children.length]], i)); };
      add(12);
      inside.append(list);
      if (order.length > 12) {
        const rest = el("button", "", fill(K.shown, { n: order.length - 12 }));
        rest.type = "button";
        rest.addEventListener("click", () => { add(order.length); rest.remove(); });
        inside.append(rest);
      }
    } else inside.append(el("p", "", K.none));
    const top = node.getBoundingClientRect().top;
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("with-panel");
    const stay = () => {  // the text is set anew beside the panel: the number keeps its height on the screen
      const free = innerWidth <= 736 ? innerHeight * 0.26 : innerHeight - 60;
      scrollBy(0, node.getBoundingClientRect().top - Math.min(Math.max(top, 60), free));
    };
    stay();
    requestAnimationFrame(stay);
    $("panel-judul").focus({ preventScroll: true });
  };
  if (D) {
    const numbers = document.querySelector(".doc");
    numbers.addEventListener("click", (e) => { const n = e.target.closest(".n[id]"); if (n) open(n); });
    numbers.addEventListener("keydown", (e) => {
      if ((e.key === "Enter" || e.key === " ") && e.target.matches(".n[id]")) { e.preventDefault(); open(e.target); }
    });
    $("panel-tutup").addEventListener("click", close);
    addEventListener("keydown", (e) => { if (e.key === "Escape" && !panel.hidden) close(); });
    inside.addEventListener("click", (e) => {  // a number of a calculation: go there, and show its own
      const link = e.target.closest("a[href^='#n']");
      if (link) setTimeout(() => { const n = $(link.getAttribute("href").slice(1)); if (n) open(n); });
      else if (innerWidth <= 736 && e.target.closest("a")) { from = null; close(); }
    });
    // legend: the next number of that state, after the one shown last
    const at = {};
    document.querySelectorAll(".key").forEach((key) => key.addEventListener("click", () => {
      const s = key.dataset.s, all = numbers.querySelectorAll(`.n.${s}`);
      if (!all.length) return;
      at[s] = ((at[s] ?? -1) + 1) % all.length;
      jump(all[at[s]].id);
      say(fill(K.nth, { k: K.states[s][0], n: at[s] + 1, m: all.length }));
    }));
  }

  // a sentence for the review note
  document.addEventListener("click", async (e) => {
    const button = e.target.closest("button.copy");
    if (!button) return;
    const quote = button.previousElementSibling;
    const text = quote.querySelector("bdi").textContent;
    try { await navigator.clipboard.writeText(text); } catch {
      const range = document.createRange();
      range.selectNodeContents(quote.querySelector("bdi"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = K.copied;
    say(K.copied);
    setTimeout(() => { button.textContent = K.copy; }, 2000);
  });

  // paper shows everything; what the reader had closed is closed again afterwards
  let closed = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("article.wait").forEach(flesh);
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((d) => { d.open = false; }));
  if (location.hash) go();
})();
