// The command palette of console and pusat, the list of keys, and going to a page by two letters.
// A page adds keys of its own to the list: data-key="j" data-key-label="Baris berikutnya" on any element.
(function () {
  "use strict";
  const palette = document.getElementById("palet");
  const keys = document.getElementById("tombol");
  if (!palette || !keys || !palette.showModal) return;
  const input = palette.querySelector("[role=combobox]");
  const list = palette.querySelector("[role=listbox]");
  const status = palette.querySelector("[data-palette-status]");
  const words = palette.dataset;
  const store = `palet:${document.body.dataset.visitor || ""}:${location.host}`;
  const MOST_RECENT = 5;
  const GO_WITHIN = 1500;
  let shown = [];
  let at = -1;
  let asked = null;
  let timer = 0;

  // --- what was chosen before, on this device alone
  const recent = () => {
    try {
      return JSON.parse(localStorage.getItem(store) || "[]");
    } catch (problem) {
      if (problem instanceof SyntaxError || problem.name === "SecurityError") return [];
      throw problem;
    }
  };
  const keep = (choice) => {
    const others = recent().filter((each) => each.url !== choice.url);
    try {
      localStorage.setItem(store, JSON.stringify([choice, ...others].slice(0, MOST_RECENT)));
    } catch (problem) {
      if (problem.name !== "QuotaExceededError" && problem.name !== "SecurityError") throw problem;
    }
  };
  // The next person at a shared desk must not read whom the last one looked up.
  document.addEventListener("submit", (event) => {
    if (event.target.action && event.target.action.endsWith("/keluar/")) localStorage.removeItem(store);
  });

  // --- the list
  const point = (index) => {
    at = index;
    [...list.children].forEach((line, number) => line.setAttribute("aria-selected", String(number === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const part = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const line = (choice, index) => {
    const row = document.createElement("li");
    row.id = `palet-${index}`;
    row.setAttribute("role", "option");
    row.append(part("span", "palette-title", choice.title));
    if (choice.note) row.append(part("span", "palette-note", choice.note));
    row.append(part("span", "palette-group", choice.group));
    row.addEventListener("click", () => go(choice));
    return row;
  };
  const draw = (choices, text) => {
    shown = choices;
    list.replaceChildren(...choices.map(line));
    input.setAttribute("aria-expanded", String(choices.length > 0));
    status.textContent = text;
    point(choices.length ? 0 : -1);
  };
  const go = (choice) => {
    keep(choice);
    location.assign(choice.url);
  };
  const ask = (query) => {
    if (asked) asked.abort();
    asked = new AbortController();
    const address = `${words.url}?q=${encodeURIComponent(query)}`;
    fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal })
      .then((answer) => {
        if (!answer.ok || answer.redirected) throw new TypeError(String(answer.status));
        return answer.json();
      })
      .then((found) => {
        const before = query ? [] : recent().map((each) => ({ ...each, group: words.recent }));
        const known = new Set(before.map((each) => each.url));
        const all = [...before, ...found.choices.filter((each) => !known.has(each.url))];
        draw(all, all.length ? words.found.replace("#", all.length) : words.nothing);
      })
      .catch((problem) => {
        if (problem.name === "AbortError") return;
        draw([], words.failed);
      });
  };
  const open = () => {
    if (palette.open) return;
    if (keys.open) keys.close();
    input.value = "";
    draw([], "");
    palette.showModal();
    input.focus();
    ask("");
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input.value.trim()), 120);
  });
  input.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    const moves = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) };
    if (event.key in moves && shown.length) {
      event.preventDefault();
      point(moves[event.key]);
    }
  });
  palette.querySelector("form").addEventListener("submit", (event) => {
    if (at < 0) return;
    event.preventDefault();
    go(shown[at]);
  });
  // The page behind must not hear a key that belongs to an open dialog.
  for (const dialog of [palette, keys]) {
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-palette], [data-palette-keys]");
    if (!button) return;
    event.preventDefault();
    if ("palette" in button.dataset) open();
    else showKeys();
  });

  // --- the keys of the page
  const goable = () => [...document.querySelectorAll("[data-go]")];
  const explain = (name, rows) => {
    keys.querySelector(`[data-keys-title=${name}]`).hidden = rows.length === 0;
    keys.querySelector(`[data-keys=${name}]`).replaceChildren(
      ...rows.map(([key, text]) => {
        const row = document.createElement("div");
        const term = document.createElement("dt");
        term.append(...key.split(" ").map((each) => part("kbd", "", each)));
        row.append(term, part("dd", "", text));
        return row;
      }),
    );
  };
  const showKeys = () => {
    explain("page", [...document.querySelectorAll("[data-key][data-key-label]")].map((each) => [each.dataset.key, each.dataset.keyLabel]));
    explain("go", goable().map((each) => [each.dataset.go, each.dataset.goLabel || each.textContent.trim()]));
    keys.showModal();
    keys.querySelector("h2").focus();
  };

  let went = 0;
  const isTyping = (target) =>
    target instanceof Element && (target.closest("input, textarea, select, [contenteditable]") !== null) && !/^(checkbox|radio|button|submit)$/.test(target.type || "");
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (went && event.timeStamp - went < GO_WITHIN) {
      went = 0;
      const target = goable().find((each) => each.dataset.go === event.key.toLowerCase());
      if (target) {
        event.preventDefault();
        event.stopImmediatePropagation();
        location.assign(target.href);
      }
      return;
    }
    if (event.key === "g") went = event.timeStamp;
    if (event.key === "?") {
      event.preventDefault();
      showKeys();
    }
    const search = document.querySelector("main input[type=search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
})();
