"use strict";
(() => {
  document.documentElement.classList.add("on");
  const form = document.querySelector("form.filter");
  const rules = [...document.querySelectorAll(".cards li")];
  const texts = rules.map((r) => `${r.textContent} ${r.dataset.q}`.toLowerCase());
  const kinds = [...document.querySelectorAll("section.jenis")];
  const filter = () => {
    const grades = new Set([...form.querySelectorAll("input[name=g]:checked")].map((i) => i.value));
    const words = form.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    rules.forEach((r, i) => {
      const show = grades.has(r.dataset.g) && (!form.k.value || r.dataset.k === form.k.value) && words.every((w) => texts[i].includes(w));
      r.hidden = !show;
      n += show;
    });
    kinds.forEach((k) => { k.hidden = !k.querySelector("li:not([hidden])"); });
    form.querySelector(".count").textContent = n === rules.length ? "" : `${n} dari ${rules.length} aturan`;
    document.getElementById("kosong").hidden = n > 0;
  };
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  filter();
})();
