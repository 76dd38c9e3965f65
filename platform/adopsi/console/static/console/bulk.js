// Ticking all rows of a page, how many are ticked, and the keys x (tick the row in focus) and z (take back).
(function () {
  "use strict";
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = () => [...document.querySelectorAll("input[name=pilih]")];
  const all = bar.querySelector("[data-bulk-all]");
  const count = bar.querySelector("[data-bulk-count]");
  const update = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    count.hidden = ticked === 0;
    count.textContent = ticked ? ` (${ticked})` : "";
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && ticked < boxes().length;
  };
  bar.querySelector("[data-bulk-all-box]").hidden = false;
  all.addEventListener("change", () => {
    boxes().forEach((box) => {
      box.checked = all.checked;
    });
    update();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "pilih") update();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    const undo = document.querySelector("[data-key=z]");
    const row = event.target.closest("tr");
    const box = row && row.querySelector("input[name=pilih]");
    if (event.key === "z" && undo) undo.focus();
    else if (event.key === "x" && box) box.click();
    else return;
    event.preventDefault();
  });
  update();
})();
