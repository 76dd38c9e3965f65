// Keys and choosing in the officers' queue: j and k go through the rows, x chooses, o opens. Without it the same page
// works by mouse, Tab and space. The list of keys (?) and the search (/) are the console's own.
(function () {
  "use strict";
  const form = document.querySelector("[data-worklist]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const boxes = rows.map((row) => row.querySelector("[data-choose]"));
  const all = form.querySelector("[data-choose-all]");
  const count = form.querySelector("[data-chosen-count]");

  function tell() {
    const chosen = boxes.filter((box) => box && box.checked).length;
    if (!count) return;
    count.textContent = String(chosen);
    count.hidden = chosen === 0;
    form.querySelector("[data-chosen-some]").hidden = chosen === 0;
    form.querySelector("[data-chosen-words]").hidden = chosen > 0;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }

  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      tell();
    });
    form.addEventListener("change", tell);
    // Going back in the browser brings ticks back after the page is ready.
    window.addEventListener("pageshow", tell);
    tell();
  }

  const at = () => rows.findIndex((row) => row.contains(document.activeElement));
  function go(to) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    const link = row && row.querySelector("[data-open]");
    if (!link) return;
    link.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  const isTyping = (target) =>
    target instanceof Element && target.closest("input, textarea, select, [contenteditable]") && !/^(checkbox|radio)$/.test(target.type || "");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const now = at();
    const acts = {
      j: () => go(now + 1),
      k: () => go(now < 0 ? 0 : now - 1),
      x: () => {
        const box = boxes[now];
        if (!box) return;
        box.checked = !box.checked;
        tell();
      },
      o: () => {
        if (now >= 0) rows[now].querySelector("[data-open]").click();
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
