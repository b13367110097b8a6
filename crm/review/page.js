"use strict";
// From here on the files are not laid out while they arrive, which with a thousand takes half a minute.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const articles = [...document.querySelectorAll("article.file")];
  const number = (text) => (text === "" || text === undefined ? Infinity : Number(text));
  const files = articles.map((article, place) => ({
    article,
    place,
    id: article.id,
    name: article.dataset.file,
    title: article.querySelector("h2").textContent,
    contacts: Number(article.dataset.contacts),
    warnings: Number(article.dataset.warnings),
    low: number(article.dataset.low),
    look: article.dataset.look === "1",
    failed: article.dataset.error === "1",
    key: `crm-review:${article.dataset.key}`,
    box: article.querySelector(".reviewed input"),
  }));
  const fileOf = new Map(files.map((file) => [file.id, file]));
  let listed = files;
  let current = null;
  let active = null;

  // What is remembered: a browser may refuse to, and the page works all the same.
  const remembered = (key) => {
    try { return localStorage.getItem(key) === "1"; } catch { return false; }
  };
  const remember = (key, value) => {
    try { value ? localStorage.setItem(key, "1") : localStorage.removeItem(key); } catch { /* not remembered */ }
  };

  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const entry = (file) => {
    const item = make("li", file.look ? "doubt" : "");
    const link = make("a");
    link.href = `#${file.id}`;
    link.append(make("span", "title", file.title));
    const facts = make("span", "facts");
    facts.append(make("span", "name", file.name));
    if (file.failed) {
      facts.append(make("span", "badge bad", "✕ not read"));
    } else {
      facts.append(make("span", file.contacts ? "badge" : "badge bad", `${file.contacts} contact${file.contacts === 1 ? "" : "s"}`));
      if (file.low !== Infinity) {
        facts.append(make("span", file.low < 0.6 ? "badge bad" : "badge", `${Math.round(file.low * 100)}%`));
      }
      if (file.warnings) facts.append(make("span", "badge bad", `${file.warnings} warning${file.warnings === 1 ? "" : "s"}`));
    }
    link.append(facts);
    item.append(link);
    file.item = item;
    file.link = link;
    return item;
  };

  const orders = {
    order: () => 0,
    low: (a, b) => (a.failed ? -1 : a.low) - (b.failed ? -1 : b.low) || 0,
    warnings: (a, b) => b.warnings - a.warnings,
    file: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  };

  const arrange = () => {
    const words = byId("words").value.trim().toLowerCase();
    const order = orders[byId("sort").value];
    listed = files
      .filter((file) => !byId("look").checked || file.look)
      .filter((file) => !byId("unreviewed").checked || !file.box.checked)
      .filter((file) => !words || `${file.name}\n${file.title}`.toLowerCase().includes(words))
      .sort((a, b) => order(a, b) || a.place - b.place);
    byId("list").replaceChildren(...listed.map((file) => file.item));
    byId("none").hidden = listed.length > 0;
    count();
  };

  const count = () => {
    const look = files.filter((file) => file.look).length;
    const reviewed = files.filter((file) => file.box.checked).length;
    const at = current === null ? 0 : listed.indexOf(current) + 1;
    byId("counts").textContent =
      `${at ? `${at} of ` : ""}${listed.length}${listed.length < files.length ? ` listed, ${files.length} in all` : ""}` +
      ` · ${look} need a look · ${reviewed} reviewed`;
  };

  const setReviewed = (file, value) => {
    file.box.checked = value;
    file.item.classList.toggle("done", value);
    file.link.setAttribute("aria-label", `${file.title}, ${file.name}${value ? ", reviewed" : file.look ? ", needs a look" : ""}`);
  };

  const show = (file) => {
    if (current === file) return;
    if (current) {
      // Found by the search of the browser, and shown then.
      current.article.setAttribute("hidden", "until-found");
      current.link.removeAttribute("aria-current");
    }
    light(null);
    current = file;
    file.article.removeAttribute("hidden");
    file.link.setAttribute("aria-current", "true");
    file.item.scrollIntoView({ block: "nearest" });
    if (stacked()) scrollTo(0, 0);
    document.title = `${file.title} · Communiqués to review`;
    count();
  };

  const stacked = () => matchMedia("(max-width: 60rem)").matches;
  const within = (selector) => [...current.article.querySelectorAll(selector)];
  const light = (mark) => {
    for (const element of document.querySelectorAll(".on")) element.classList.remove("on");
    active = mark;
    if (mark !== null) for (const element of within(`[data-m~="${mark}"]`)) element.classList.add("on");
  };

  const placeOf = (mark) => within(`.source mark[data-m~="${mark}"]`)[0] || byId(`${current.id}-s${mark}`);
  const see = (mark, side) => {
    light(mark);
    const card = byId(`${current.id}-m${mark}`);
    const place = placeOf(mark);
    // Where the panes stand one over the other, only one of the two can be in view.
    const shown = stacked() ? [side === "s" ? place || card : card] : [card, place];
    for (const element of shown) element?.scrollIntoView({ block: "center" });
  };

  const go = (hash) => {
    if (location.hash === hash) follow();
    else location.replace(hash);
  };

  const follow = () => {
    const asked = /^#(f\d+)(?:-([ms])(\d+))?$/.exec(location.hash);
    const file = (asked && fileOf.get(asked[1])) || current || listed[0];
    if (!file) return;
    show(file);
    if (asked && asked[3] && fileOf.has(asked[1])) see(Number(asked[3]), asked[2]);
  };

  const step = (by) => {
    if (!listed.length) return;
    const at = listed.indexOf(current);
    const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), listed.length - 1);
    go(`#${listed[to].id}`);
  };

  const finding = (by) => {
    if (!current) return;
    const marks = within(".findings [id]").map((row) => Number(row.dataset.m));
    if (!marks.length) return;
    const at = marks.indexOf(active);
    const to = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
    go(`#${current.id}-m${marks[to]}`);
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => finding(1),
    p: () => finding(-1),
    r: () => current?.box.click(),
    "/": () => { byId("files").open = true; byId("words").focus(); },
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const wanted = keys[event.key];
    if (!wanted) return;
    event.preventDefault();
    wanted();
  });

  const main = byId("main");
  const numbers = (target) => target.closest?.("[data-m]")?.dataset.m.split(" ") ?? [];
  let dwelling = 0;
  main.addEventListener("pointerover", (event) => {
    for (const element of document.querySelectorAll(".hot")) element.classList.remove("hot");
    clearTimeout(dwelling);
    // Of marks one in another the smallest is meant: it comes first.
    const [mark] = numbers(event.target);
    if (!mark) return;
    for (const element of within(`[data-m~="${mark}"]`)) element.classList.add("hot");
    if (stacked() || event.pointerType !== "mouse") return;
    // Only the other pane moves, and only for who stays: the one under the pointer would run away from it.
    const other = event.target.closest(".source") ? byId(`${current.id}-m${mark}`) : placeOf(mark);
    dwelling = setTimeout(() => other?.scrollIntoView({ block: "nearest" }), 150);
  });
  main.addEventListener("pointerleave", () => {
    clearTimeout(dwelling);
    for (const element of document.querySelectorAll(".hot")) element.classList.remove("hot");
  });
  main.addEventListener("click", (event) => {
    if (event.target.closest("a, label, input") || String(getSelection())) return;
    const [mark] = numbers(event.target);
    if (mark) go(`#${current.id}-${event.target.closest(".source") ? "m" : "s"}${mark}`);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    if (stacked() && link.closest("#list")) byId("files").open = false;
    go(link.getAttribute("href"));
  });
  main.addEventListener("change", (event) => {
    const file = files.find((one) => one.box === event.target);
    if (!file) return;
    remember(file.key, file.box.checked);
    setReviewed(file, file.box.checked);
    count();
  });
  main.addEventListener("beforematch", (event) => {
    const file = fileOf.get(event.target.id);
    if (file) show(file);
  });
  for (const id of ["look", "unreviewed", "sort"]) byId(id).addEventListener("change", arrange);
  byId("words").addEventListener("input", arrange);
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("print").addEventListener("click", () => {
    for (const file of listed) file.article.classList.add("printed");
    root.classList.add("print-listed");
    print();
  });
  addEventListener("afterprint", () => {
    root.classList.remove("print-listed");
    for (const file of files) file.article.classList.remove("printed");
  });
  addEventListener("hashchange", follow);

  for (const file of files) {
    entry(file);
    setReviewed(file, remembered(file.key));
    file.article.setAttribute("hidden", "until-found");
  }
  byId("overview").hidden = false;
  root.classList.add("ready");
  if (stacked()) byId("files").open = false;
  arrange();
  follow();
});
