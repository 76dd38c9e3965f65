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

  // What waits to be sent lies in this device's store (outbox.js), and the service worker sends it. A mark in
  // localStorage says that there is something, so that other pages need not look.
  const WAITS = "kiriman";
  const tellWorker = async (act) => {
    const registration = "serviceWorker" in navigator && (await navigator.serviceWorker.getRegistration());
    if (registration && registration.active) registration.active.postMessage({ act });
  };
  const sendWhatWaits = () => localStorage.getItem(WAITS) && tellWorker("send");
  if ("serviceWorker" in navigator) {
    addEventListener("online", sendWhatWaits);
    addEventListener("load", sendWhatWaits);
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (!data.outbox) return;
      const { waiting, drafts } = data.outbox;
      if (waiting + drafts) localStorage.setItem(WAITS, "1");
      else localStorage.removeItem(WAITS);
      document.querySelectorAll("[data-outbox-bar]").forEach((bar) => (bar.hidden = !waiting));
      document.dispatchEvent(new CustomEvent("outbox:changed"));
    });
  }
  // Logging out empties the store; whoever has something in it is asked first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A field named "action" hides the property of that name.
    if (!(form.getAttribute("action") || "").endsWith("/keluar/")) return;
    if (localStorage.getItem(WAITS) && !("forget" in form.dataset)) {
      event.preventDefault();
      location.assign("/kiriman/?keluar=1");
      return;
    }
    Object.keys(localStorage).filter((key) => /^(draf:|kiriman$|cari:)/.test(key)).forEach((key) => localStorage.removeItem(key));
    tellWorker("forget");
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
  });

  // "/" leads to the search, as long as nobody is typing.
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !document.body.dataset.serviceWorker) return;
    event.preventDefault();
    const field = document.getElementById("cari-utama");
    if (field) field.focus();
    else location.assign("/cari/");
  });

  // Low data: a photo comes when it is tapped, or all of the page's at once.
  const loadPhoto = (image) => {
    image.src = image.dataset.later;
    delete image.dataset.later;
  };
  on("click", "img[data-later]", (image, event) => {
    event.preventDefault();
    loadPhoto(image);
  });
  on("click", "[data-load-photos]", (link, event) => {
    event.preventDefault();
    document.querySelectorAll("img[data-later]").forEach(loadPhoto);
    link.remove();
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
