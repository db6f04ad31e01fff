"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const rows = [...document.querySelectorAll("article.row")];
  const files = [...document.querySelectorAll("section.file")];
  const path = (file) => file.querySelector("h2").textContent;
  const paths = new Map(files.map((file) => [file, path(file).toLowerCase()]));
  const accepted = (row) => row.dataset.state === "accepted";

  // A finding is known by its fingerprint within its file, as in a baseline.
  const fingerprint = (row) => row.id.split("-")[1];
  const identity = new Map(rows.map((row) => [row, `${fingerprint(row)} ${path(row.closest(".file"))}`]));

  // What was dismissed: kept where the page may keep things, else until it is closed.
  const DISMISSED = "captioncheck-dismissed";
  const KEYS = "captioncheck-keys";
  const memory = (() => {
    try {
      localStorage.setItem("captioncheck-test", "1");
      localStorage.removeItem("captioncheck-test");
      return localStorage;
    } catch {
      document.getElementById("memory").textContent = "while this page is open, which may not store anything here";
      return { getItem: () => null, setItem: () => {} };
    }
  })();
  function keep(key, text) {
    try {
      memory.setItem(key, text);
    } catch {
      // It is full: what is kept is what was kept before.
    }
  }
  const stored = () => {
    try {
      const found = JSON.parse(memory.getItem(DISMISSED));
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };
  const dismissed = new Set(stored());
  const isDismissed = (row) => !accepted(row) && dismissed.has(identity.get(row));

  // The filter stands in the address, behind the #, where a link to a finding may stand, too.
  const fields = [...form.elements].filter((field) => field.name);
  const value = (name) => form.elements[name]?.value.trim() ?? "";
  const linked = () => rows.find((row) => `#${row.id}` === location.hash);

  // Links within the page, to signatures for example, are no filter.
  const elsewhere = () => location.hash.length > 1 && !location.hash.includes("=") && !linked();

  function read() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = wanted.get(field.name) ?? "";
    for (const field of fields) if (field.selectedIndex === -1) field.value = "";
  }
  function write() {
    const wanted = new URLSearchParams();
    for (const field of fields) if (value(field.name)) wanted.set(field.name, value(field.name));
    history.replaceState(null, "", "#" + wanted);
  }

  function shown(row, file) {
    const rule = value("rule"), level = value("level"), language = value("language");
    const score = value("score"), show = value("show");
    const state = accepted(row) ? "accepted" : isDismissed(row) ? "dismissed" : "";
    return (!rule || row.dataset.rule === rule)
      && (!level || row.classList.contains(level))
      && (!language || row.dataset.language === language)
      && (!score || (row.dataset.score && +row.dataset.score < +score))
      && file.includes(value("file").toLowerCase())
      && (show === "all" || show === state);
  }
  const number = (count) => count.toLocaleString("en").replaceAll(",", "\u00a0");
  function apply() {
    let count = 0;
    for (const file of files) {
      const fold = file.querySelector("details");
      let some = 0, folded = 0;
      for (const row of file.querySelectorAll("article.row")) {
        row.hidden = !shown(row, paths.get(file));
        some += !row.hidden;
        folded += !row.hidden && accepted(row);
      }
      file.hidden = some === 0;
      if (fold) { fold.hidden = folded === 0; fold.open = true; }
      count += some;
    }
    document.getElementById("none").hidden = count > 0;
    document.getElementById("count").textContent = `${number(count)} of ${number(rows.length)}`;
  }
  function label() {
    const count = rows.filter(isDismissed).length;
    const button = document.getElementById("download");
    button.disabled = count === 0;
    button.textContent = count ? `Download baseline (${count})` : "Download baseline";
  }

  // The current row, for the keys.
  let current = null;
  function select(row) {
    current?.classList.remove("current");
    current = row;
    if (!row) return;
    row.classList.add("current");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    const visible = rows.filter((row) => !row.hidden || row === current);
    const place = visible.indexOf(current);
    const next = visible[place + by] ?? (current ? null : visible[0]);
    if (next && !next.hidden) select(next);
  }
  function toggle(row) {
    if (accepted(row)) return;
    const key = identity.get(row);
    if (!dismissed.delete(key)) dismissed.add(key);
    keep(DISMISSED, JSON.stringify([...dismissed]));
    for (const other of rows) if (identity.get(other) === key) mark(other);
    const held = row === current || row.contains(document.activeElement);
    const following = rows.slice(rows.indexOf(row) + 1).find((other) => !other.hidden);
    const before = rows.slice(0, rows.indexOf(row)).findLast((other) => !other.hidden);
    apply();
    label();
    if (held && row.hidden) select([following, before].find((other) => other && !other.hidden) ?? null);
  }
  function mark(row) {
    if (accepted(row)) return;
    const gone = isDismissed(row);
    row.classList.toggle("dismissed", gone);
    const button = row.querySelector("button");
    button.textContent = gone ? "Restore" : "Dismiss";
    button.setAttribute("aria-label", `${button.textContent} ${row.querySelector(".place").textContent}`);
  }

  function download() {
    const text = JSON.stringify(baseline(), null, 2) + "\n";
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const anchor = Object.assign(document.createElement("a"), { href: address, download: "captioncheck-baseline.json" });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
  function baseline() {
    const findings = new Map();
    for (const row of rows.filter(isDismissed)) {
      const text = (row.querySelector("blockquote mark") ?? row.querySelector("blockquote")).textContent;
      const known = findings.get(identity.get(row));
      if (known) known.count += 1;
      else findings.set(identity.get(row), {
        path: path(row.closest(".file")),
        rule: row.dataset.rule,
        text: text.replace(/\s+/g, " ").trim(),
        fingerprint: fingerprint(row),
        count: 1,
      });
    }
    return { schema: "captioncheck-baseline/1", findings: [...findings.values()] };
  }

  for (const row of rows) {
    row.tabIndex = -1;
    row.setAttribute("aria-label", row.querySelector("h3").textContent);
    if (accepted(row)) continue;
    const button = document.createElement("button");
    button.type = "button";
    row.querySelector(".margin").append(button);
    mark(row);
  }
  document.addEventListener("click", (event) => {
    const row = event.target.closest("article.row");
    if (!row) return;
    if (event.target.closest("button")) toggle(row);
    else if (!event.target.closest("a") && getSelection().isCollapsed) select(row);
  });
  const active = document.querySelector("#keys input");
  active.checked = memory.getItem(KEYS) !== "off";
  active.addEventListener("change", () => keep(KEYS, active.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!active.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, button")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "d" && current) toggle(current);
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", () => { write(); apply(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => { event.preventDefault(); clear(); });
  document.querySelector("#none button").addEventListener("click", clear);
  document.getElementById("download").addEventListener("click", download);
  function clear() {
    for (const field of fields) field.value = "";
    write();
    apply();
  }
  function follow() {
    if (elsewhere()) return;
    read();
    const row = linked();
    if (row && (accepted(row) || isDismissed(row))) form.elements.show.value = "all";
    apply();
    if (row) select(row);
  }
  addEventListener("hashchange", follow);
  form.hidden = false;
  document.getElementById("keys").hidden = false;
  label();
  if (elsewhere()) apply();
  follow();
})();
