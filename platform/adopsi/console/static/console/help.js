// The help page about the open page, in a drawer beside it; without a script the link opens the page itself.
(function () {
  "use strict";
  const drawer = document.getElementById("laci-bantuan");
  const link = document.querySelector("[data-help]");
  if (!drawer || !link || !drawer.showModal) return;
  const text = drawer.querySelector("[data-help-text]");
  const open = () => {
    if (drawer.open) return;
    drawer.showModal();
    if (text.dataset.loaded) return;
    fetch(`${link.href}?laci=1`)
      .then((answer) => {
        if (!answer.ok || answer.redirected) throw new TypeError(String(answer.status));
        return answer.text();
      })
      .then((html) => {
        // Our own page, already escaped by the server; as a document its scripts do not run.
        const parsed = new DOMParser().parseFromString(html, "text/html");
        text.replaceChildren(...parsed.body.childNodes);
        text.dataset.loaded = "yes";
      })
      .catch(() => location.assign(link.href));
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-help-close]")) drawer.close();
  });
  drawer.addEventListener("keydown", (event) => event.stopPropagation());
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key !== "b") return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    event.preventDefault();
    open();
  });
})();
