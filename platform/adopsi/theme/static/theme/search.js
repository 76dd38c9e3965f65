// The last searches stay on this device alone; logging out forgets them (app.js).
(function () {
  "use strict";
  const MOST = 6;
  const key = `cari:${document.body.dataset.visitor || ""}`;
  const read = () => JSON.parse(localStorage.getItem(key) || "[]");
  const holder = document.querySelector("[data-search-query]");
  const query = holder && holder.dataset.searchQuery;
  if (query) localStorage.setItem(key, JSON.stringify([query, ...read().filter((each) => each !== query)].slice(0, MOST)));

  const section = document.querySelector("[data-recent]");
  if (!section) return;
  const draw = () => {
    const rows = read().map((text) => {
      const link = Object.assign(document.createElement("a"), { className: "btn btn-outline btn-sm", textContent: text });
      link.href = `?${new URLSearchParams({ q: text })}`;
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    section.querySelector("[data-recent-list]").replaceChildren(...rows);
    section.hidden = !rows.length;
  };
  section.querySelector("[data-recent-clear]").addEventListener("click", () => {
    localStorage.removeItem(key);
    draw();
  });
  draw();
})();
