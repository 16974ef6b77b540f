// The desk with the keyboard and the mouse: files that are dropped, decisions with one key.
"use strict";

// A file dropped on a field is the field's file.
for (const label of document.querySelectorAll(".jatuh")) {
  const input = label.querySelector("input");
  const told = label.querySelector(".terpilih");
  const none = told.textContent;
  const shown = () => {
    label.classList.toggle("siap", input.files.length > 0);
    told.textContent = [...input.files].map((file) => file.name).join(", ") || none;
  };
  shown();
  input.addEventListener("change", shown);
  for (const name of ["dragover", "dragleave", "drop"]) {
    label.addEventListener(name, (event) => {
      event.preventDefault();
      label.classList.toggle("di-atas", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        shown();
      }
    });
  }
}

// Y and T decide the card that has the focus, J and K go to the next and the one before.
const cards = () => [...document.querySelectorAll(".satu-tombol article")];
let after = "";

function move(step) {
  const all = cards();
  const at = all.indexOf(document.activeElement.closest("article"));
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (!document.querySelector(".satu-tombol")) return;
  if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
    return;
  }
  const card = event.target.closest(".satu-tombol article");
  const button = card?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) {
    event.preventDefault();
    const all = cards();
    after = all[all.indexOf(card) + 1]?.id ?? card.id;
    button.click();
  }
});

// Where tabs are wider than a phone, the one that is shown is in sight.
for (const tab of document.querySelectorAll(".tab [aria-current], .tingkat [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 40;
}

// What was put in place keeps the focus where the hand was.
document.addEventListener("htmx:afterSwap", (event) => {
  const lost = document.activeElement === document.body;
  const made = document.getElementById(after || (lost ? event.detail.target.id : ""));
  (made?.querySelector("a.sel") ?? made)?.focus();
  after = "";
});
document.addEventListener("htmx:beforeSwap", () => document.getElementById("pesan")?.replaceChildren());
