// The report form with a script: kelurahan of the chosen kecamatan, kecamatan of the pin, and a sending that survives a
// lost connection. Without it the same form works page by page.
(function () {
  "use strict";
  const LONGEST_WAIT = 90000;
  const form = document.querySelector("[data-laksa-report]");
  if (!form) return;
  const say = form.dataset;
  const district = form.elements.district_code;
  const village = form.elements.village_code;
  const alertBox = form.querySelector("[data-laksa-alert]");
  const progress = form.querySelector("[data-laksa-progress]");

  // This script fills the kelurahan by itself.
  form.querySelectorAll("[data-laksa-plain]").forEach((part) => (part.hidden = true));

  function tell(text) {
    alertBox.textContent = text;
    alertBox.hidden = !text;
    if (text) alertBox.focus();
  }

  function fillVillages(rows, chosen) {
    village.replaceChildren(new Option(say.sayChoose, ""), ...rows.map(([code, name]) => new Option(name, code)));
    if (rows.some(([code]) => code === chosen)) village.value = chosen;
  }

  let asked = 0;
  async function ask(query) {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${say.villages}?${new URLSearchParams(query)}`, { credentials: "same-origin" });
      // A later question overtook this one.
      return answer.ok && mine === asked ? await answer.json() : null;
    } catch (offline) {
      return null; // The kecamatan alone is enough; the server derives it from the point.
    }
  }

  district.addEventListener("change", async () => {
    const rows = district.value ? await ask({ district: district.value }) : { villages: [] };
    if (rows) fillVillages(rows.villages, "");
  });

  const latitude = form.elements.latitude;
  const longitude = form.elements.longitude;
  latitude.addEventListener("change", async () => {
    if (!latitude.value || !longitude.value) return;
    const found = await ask({ lat: latitude.value, lng: longitude.value });
    if (!found) return;
    tell(found.outside ? say.sayOutside : "");
    if (found.district && found.district !== district.value) {
      district.value = found.district;
      fillVillages(found.villages, "");
    }
  });

  function busy(is) {
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.disabled = is;
      button.setAttribute("aria-busy", String(is));
    }
    progress.textContent = is ? say.saySending : "";
  }

  // outbox.js brings back what was typed on this device; the options of the kelurahan only come now.
  form.addEventListener("outbox:restored", ({ detail }) => {
    // The map has already looked at empty fields.
    if (latitude.value) latitude.dispatchEvent(new Event("input"));
    if (district.value) ask({ district: district.value }).then((rows) => rows && fillVillages(rows.villages, detail.village_code));
  });

  // What was typed is only given up when the server has the report.
  function trouble(text) {
    busy(false);
    if (globalThis.outbox) globalThis.outbox.keep();
    tell(text);
  }

  // Into the outbox, from where it is sent when the network or the log-in is back; else it stays on this page.
  async function hold(options, text) {
    if (!(globalThis.outbox && (await globalThis.outbox.hold(options)))) trouble(text);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    tell("");
    const body = new FormData(form);
    busy(true);
    const token = form.elements.csrfmiddlewaretoken.value;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        // A network that is there and carries nothing is no network.
        signal: AbortSignal.timeout ? AbortSignal.timeout(LONGEST_WAIT) : undefined,
      });
    } catch (lost) {
      delete form.dataset.sending;
      await hold({}, say.sayLost);
      return;
    }
    delete form.dataset.sending;
    if (answer.status === 201) {
      const { location: received } = await answer.json();
      if (globalThis.outbox) await globalThis.outbox.sent();
      location.assign(received);
    } else if (answer.status === 422 || answer.status === 429) {
      const result = await answer.json().catch(() => null);
      if (!result) {
        // Turned away at the door, where too many came at once: nobody looked at it, so it is sent later.
        await hold({}, say.sayFailed);
        return;
      }
      // The photos are kept on the server now: post the text once more and get the page with what to change.
      form.elements.kept.value = result.kept;
      for (const code of result.photo_problems) {
        const note = Object.assign(document.createElement("input"), { type: "hidden", name: "photo_problem", value: code });
        form.append(note);
      }
      form.elements.photos.value = "";
      HTMLFormElement.prototype.submit.call(form);
    } else if (answer.status === 413) trouble(say.sayTooLarge);
    else if (answer.status === 400) trouble(say.sayLost);
    else if (answer.redirected) await hold({ state: "login" }, say.sayExpired);
    else if (answer.status === 403) await hold({}, say.sayExpired);
    else trouble(say.sayFailed);
  });
})();
