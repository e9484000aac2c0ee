// Shows the words, roles and voices of one claim at a time: on hover and focus while they
// last, on click or Enter until Escape or the next one. Arrow keys, Home and End move
// between claims, in the list and in the text.
"use strict";

const widths = new Map();
const pen = document.createElement("canvas").getContext("2d");

function widthOf(label) {
  if (!widths.has(label)) {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.64;
    pen.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
    widths.set(label, pen.measureText(label).width);
  }
  return widths.get(label);
}

for (const report of document.querySelectorAll(".report")) {
  const claims = [...report.querySelectorAll(".claim")];
  const heads = claims.map((claim) => claim.querySelector(".head"));
  const words = [...report.querySelectorAll(".g")];
  const marked = new Map(claims.map((_, n) => [n, []]));
  for (const part of report.querySelectorAll("[data-m]")) {
    for (const mark of part.dataset.m.split(" ")) {
      const [n, role, first] = mark.split(".");
      marked.get(Number(n)).push([part, role, first]);
    }
  }
  const labels = JSON.parse(report.dataset.labels);
  let shown = -1;
  let pinned = -1;

  function clear() {
    if (shown < 0) return;
    for (const [part] of marked.get(shown)) {
      part.classList.remove("on", "first", "lit");
      part.removeAttribute("data-role");
      for (const role of Object.keys(labels)) part.classList.remove(`on-${role}`);
    }
    claims[shown].classList.remove("active");
    shown = -1;
  }

  function show(n) {
    if (n === shown) return;
    clear();
    if (n < 0) return;
    for (const [part, role, first] of marked.get(n)) {
      if (role === "evidence") {
        part.classList.add("lit");
        continue;
      }
      if (part.classList.contains("on") && role !== "trigger") {
        // Words with two roles in one claim keep the first line and carry both labels.
        if (first && part.dataset.role) part.dataset.role += `, ${labels[role]}`;
        continue;
      }
      part.classList.add("on", `on-${role}`);
      if (first && labels[role] && role !== "trigger") {
        part.dataset.role = labels[role];
        part.classList.add("first");
      }
    }
    claims[n].classList.add("active");
    shown = n;
    const parts = new Set(marked.get(n).map(([part]) => part));
    spread([...parts].filter((part) => part.dataset.role));
  }

  // Labels stand above the words; one that would cover the next pushes it to the right.
  function spread(parts) {
    const taken = new Map(); // line -> where its last label ends
    const at = (part) => part.getClientRects()[0];
    for (const part of parts.sort((a, b) => at(a).left - at(b).left)) {
      const box = at(part);
      const line = Math.round(box.top / 8);
      const left = Math.max(box.left, taken.get(line) ?? 0);
      part.style.setProperty("--shift", `${left - box.left}px`);
      taken.set(line, left + widthOf(part.dataset.role) + 5);
    }
  }

  function pin(n) {
    if (pinned >= 0) {
      claims[pinned].classList.remove("pinned");
      heads[pinned].setAttribute("aria-pressed", "false");
    }
    pinned = n;
    if (n >= 0) {
      claims[n].classList.add("pinned");
      heads[n].setAttribute("aria-pressed", "true");
    }
    show(n);
  }

  function bring(part) {
    const box = part.getBoundingClientRect();
    if (box.top < 40 || box.bottom > innerHeight - 40) part.scrollIntoView({ block: "center" });
  }

  function bringWords(n) {
    const word = words.find((w) => w.dataset.claims.split(" ").includes(String(n)));
    if (word) bring(word);
  }

  function bringClaim(n) {
    const side = report.querySelector(".side");
    if (getComputedStyle(side).position !== "sticky") return;
    const claim = claims[n].getBoundingClientRect();
    const box = side.getBoundingClientRect();
    if (claim.top < box.top || claim.bottom > box.bottom) {
      side.scrollTop += claim.top - box.top - box.height / 3;
    }
  }

  function move(items, event) {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const at = items.indexOf(event.currentTarget);
    let to = at + (steps[event.key] ?? 0);
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = items.length - 1;
    if (to === at || to < 0 || to >= items.length) return;
    event.preventDefault();
    items[to].focus();
  }

  claims.forEach((claim, n) => {
    claim.addEventListener("mouseenter", () => { if (pinned < 0) show(n); });
    claim.addEventListener("mouseleave", () => { if (pinned < 0) show(-1); });
    heads[n].addEventListener("focus", () => {
      if (pinned >= 0 && pinned !== n) pin(-1);
      show(n);
      if (heads[n].matches(":focus-visible")) bringWords(n);
    });
    heads[n].addEventListener("blur", () => { if (pinned < 0) show(-1); });
    heads[n].addEventListener("click", () => {
      pin(pinned === n ? -1 : n);
      if (pinned === n) bringWords(n);
      else show(n);
    });
    heads[n].addEventListener("keydown", (event) => move(heads, event));
  });

  // Reading why a mention was taken for someone keeps its claim lit.
  claims.forEach((claim, n) => {
    for (const summary of claim.querySelectorAll("summary")) {
      summary.addEventListener("focus", () => {
        if (pinned >= 0 && pinned !== n) pin(-1);
        show(n);
      });
      summary.addEventListener("blur", () => { if (pinned < 0) show(-1); });
    }
  });

  words.forEach((word, at) => {
    const own = word.dataset.claims.split(" ").map(Number);
    word.tabIndex = at === 0 ? 0 : -1;
    word.addEventListener("mouseenter", () => {
      if (pinned < 0) { show(own[0]); bringClaim(own[0]); }
    });
    word.addEventListener("mouseleave", () => { if (pinned < 0) show(-1); });
    word.addEventListener("focus", () => {
      for (const other of words) other.tabIndex = other === word ? 0 : -1;
      if (pinned >= 0 && !own.includes(pinned)) pin(-1);
      if (pinned < 0) { show(own[0]); bringClaim(own[0]); }
    });
    word.addEventListener("blur", () => { if (pinned < 0) show(-1); });
    word.addEventListener("click", () => {
      // A word that begins several claims shows the next one with each click.
      const next = own[own.indexOf(pinned) + 1];
      pin(next === undefined ? -1 : next);
      if (pinned >= 0) bringClaim(pinned);
    });
    word.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        word.click();
      } else move(words, event);
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pin(-1);
  });
}
