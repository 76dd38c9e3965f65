// What every page carries: nothing here is needed for a page to work, and it stays under 4 KB compressed.
(function () {
  "use strict";
  const root = document.documentElement;
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const element = event.target instanceof Element && event.target.closest(selector);
      if (element) act(element, event);
    });

  // Light and dark: the button is a form; with a script the choice takes effect without a new page.
  on("click", "button[name=tema]", (button, event) => {
    event.preventDefault();
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `tema=${button.value};path=/;max-age=31536000;samesite=lax${secure}`;
    root.dataset.theme = button.value === "gelap" ? "kota-gelap" : "kota";
    const other = button.form.querySelector(`button[name=tema]:not([value=${button.value}])`);
    if (other) other.focus();
  });

  // A form is sent once. The value of the pressed button is part of the data, so it is disabled only afterwards.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "resubmit" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => {
      for (const button of form.elements) {
        if (button.type === "submit" && !button.disabled) {
          button.disabled = true;
          button.setAttribute("aria-busy", "true");
        }
      }
    });
  });
  const reopen = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-busy]")) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(reopen));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-sent]");
    if (form) reopen(form);
  });

  // Open menus and confirmations close on Escape, on a click elsewhere and on their own button.
  const shut = (details) => {
    if (!details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details[data-menu][open], details[data-confirm][open]").forEach(shut);
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  on("click", "[data-close]", (button) => shut(button.closest("details")));
  on("click", "[data-dismiss]", (button) => button.closest("[data-toast]").remove());
  on("click", "[data-print]", () => print());
  on("change", "[data-submit-on-change]", (control) => control.form.requestSubmit());
  on("click", "[data-copy]", (button) => {
    const source = document.querySelector(button.dataset.copy);
    navigator.clipboard.writeText(source.value || source.textContent.trim()).then(() => {
      if (button.dataset.copied) button.textContent = button.dataset.copied;
    });
  });

  // Text typed into a form that is not sent yet stays on this device.
  // It belongs to who typed it: the next person on a shared phone must not read it.
  const draftKey = (form) => `draf:${document.body.dataset.visitor || ""}:${location.pathname}:${form.dataset.draft}`;
  const draftFields = (form) =>
    [...form.elements].filter((field) => field.name && /^(text|textarea|tel|email|search|select-one)$/.test(field.type));
  const keepDraft = (form) => {
    const values = draftFields(form).map((field) => [field.name, field.value]);
    try {
      localStorage.setItem(draftKey(form), JSON.stringify(values));
    } catch (problem) {
      if (problem.name !== "QuotaExceededError" && problem.name !== "SecurityError") throw problem;
    }
  };
  const restoreDraft = (form) => {
    const kept = JSON.parse(localStorage.getItem(draftKey(form)) || "[]");
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (field && "value" in field && !field.value) field.value = value;
    }
  };
  on("input", "form[data-draft]", keepDraft);
  document.addEventListener("submit", (event) => {
    if (navigator.onLine && event.target.dataset.draft) localStorage.removeItem(draftKey(event.target));
    if (event.target.action.endsWith("/keluar/")) {
      Object.keys(localStorage).filter((key) => key.startsWith("draf:")).forEach((key) => localStorage.removeItem(key));
    }
  });

  const showCount = (area) => {
    const output = document.getElementById(`${area.id}_count`);
    if (output) output.textContent = `${area.value.length}/${area.maxLength}`;
  };
  on("input", "[data-count]", showCount);

  // What only makes sense with a script is hidden until now. Runs again for parts htmx brings in.
  const prepare = (part) => {
    part.querySelectorAll("[data-close], [data-dismiss], [data-needs-script]").forEach((element) => {
      element.hidden = false;
    });
    part.querySelectorAll("form[data-draft]").forEach(restoreDraft);
    part.querySelectorAll("[data-count]").forEach((area) => {
      if (area.maxLength < 1 || document.getElementById(`${area.id}_count`)) return;
      const output = document.createElement("p");
      output.id = `${area.id}_count`;
      output.className = "text-soft mt-1 text-sm";
      area.after(output);
      showCount(area);
    });
    const summary = part.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };
  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));

  const worker = document.body.dataset.serviceWorker;
  if (worker && "serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register(worker));
})();
