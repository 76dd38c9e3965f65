// Forms with data-outbox survive a lost network: what is typed stays in this device's store (store.js), photos and all,
// and what could not be sent moves to the outbox, from where the service worker sends it (sw.js).
//   <form data-outbox="laksa" data-outbox-title="title" data-outbox-key="once" data-outbox-skip="kept">
// The form's own script posts it; it asks globalThis.outbox.hold(form) when that failed, .sent(form) when it did not.
(function () {
  "use strict";
  const form = document.querySelector("form[data-outbox]");
  if (!form || !("serviceWorker" in navigator) || !("indexedDB" in self)) return;
  const visitor = document.body.dataset.visitor || "";
  const path = location.pathname;
  const draftKey = `${visitor}:${path}`;
  const key = form.elements[form.dataset.outboxKey];
  const skipped = ["csrfmiddlewaretoken", form.dataset.outboxKey, ...(form.dataset.outboxSkip || "").split(" ")];
  const store = self.adopsiStore;
  let isDone = false;

  const mark = () => localStorage.setItem("kiriman", "1");
  const collect = () =>
    [...new FormData(form)].filter(([name, value]) => !skipped.includes(name) && !(value instanceof File && !value.size));
  const titleOf = () => (form.elements[form.dataset.outboxTitle] || {}).value || "";

  async function keep() {
    if (isDone) return;
    mark();
    await store.put("drafts", { key: draftKey, visitor, once: key.value, fields: collect() });
  }
  let timer = 0;
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };

  function fill(fields) {
    const values = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
    for (const field of form.elements) {
      if (!field.name || skipped.includes(field.name)) continue;
      const [first] = values(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values(field.name).includes(field.value);
      else if (field.type === "file") restoreFiles(field, values(field.name));
      else if (field.type !== "submit" && typeof first === "string") field.value = first;
    }
    form.dispatchEvent(new CustomEvent("outbox:restored", { detail: Object.fromEntries(fields) }));
  }

  function restoreFiles(field, files) {
    if (!files.length) return;
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    field.files = carrier.files;
    field.dispatchEvent(new CustomEvent("photo:restored", { bubbles: true }));
  }

  async function restore() {
    // The page may come from the cache, with a key that was used before; two reports must never share one.
    key.value = crypto.randomUUID();
    const wanted = new URLSearchParams(location.search).get("lanjut");
    const waiting = wanted && (await store.get("outbox", wanted));
    const kept = waiting && waiting.visitor === visitor ? waiting : await store.get("drafts", draftKey);
    if (!kept || document.querySelector("[data-error-summary]")) return;
    key.value = waiting ? waiting.key : kept.once;
    fill(kept.fields);
  }

  async function hold({ state = "waiting" } = {}) {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration) return false;
    const named = { key: key.value, key_field: key.name, kind: form.dataset.outbox, title: titleOf() };
    const row = { ...named, visitor, action: form.action, path };
    try {
      await store.put("outbox", { ...row, fields: collect(), state, reasons: [], problem: "", held_at: Date.now() });
    } catch (full) {
      return false; // No room on this device: the page keeps what was typed and says so.
    }
    mark();
    isDone = true;
    await store.remove("drafts", draftKey);
    // Where the browser cannot send in the background, the next page with a network does (app.js).
    if ("sync" in registration) await registration.sync.register("kiriman").catch(() => {});
    location.assign(form.dataset.outboxPage);
    return true;
  }

  async function sent() {
    isDone = true;
    clearTimeout(timer);
    await Promise.all([store.remove("drafts", draftKey), store.remove("outbox", key.value)]);
  }

  globalThis.outbox = { hold, sent, keep };
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  form.addEventListener("photo:ready", keepSoon);
  addEventListener("pagehide", () => !isDone && timer && keep());
  addEventListener("pageshow", (event) => {
    if (event.persisted && isDone) location.reload();
  });
  // All scripts of the page listen by then.
  document.addEventListener("DOMContentLoaded", () => restore());
})();
