// The outbox: what of this device waits, was refused or has gone out, from the store (store.js).
(function () {
  "use strict";
  const list = document.querySelector("[data-outbox-list]");
  if (!list) return;
  const visitor = document.body.dataset.visitor || "";
  const say = list.dataset;
  const template = document.getElementById("kiriman-baris");
  const STATES = { waiting: say.sayWaiting, login: say.sayLogin, refused: say.sayRefused, sent: say.saySent };
  const HUES = { refused: "hue-red", sent: "hue-green" };
  const PROBLEMS = { gone: say.sayGone, large: say.sayLarge };
  const worker = async (act) => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration && registration.active) registration.active.postMessage({ act });
  };
  const show = (part, is) => {
    if (part) part.hidden = !is;
  };

  const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });

  function facts(row) {
    const photos = row.fields.filter(([, value]) => value instanceof Blob);
    const size = photos.reduce((sum, [, file]) => sum + file.size, 0);
    const language = document.documentElement.lang;
    const when = new Date(row.held_at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
    if (!photos.length) return when;
    return `${when} · ${photos.length} ${say.sayPhotos} (${Math.max(1, Math.round(size / 1024)).toLocaleString(language)} KB)`;
  }

  function draw(row) {
    const item = template.content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-part=${name}]`);
    item.dataset.state = row.state;
    part("title").textContent = row.title || say.sayUntitled;
    part("facts").textContent = facts(row);
    const isLater = row.not_before > Date.now();
    part("state").textContent = isLater ? `${say.sayLater} ${clock(row.not_before)}` : STATES[row.state];
    part("state").classList.replace("hue-amber", HUES[row.state] || "hue-amber");
    const reasons = [PROBLEMS[row.problem], ...row.reasons].filter(Boolean);
    part("reasons").replaceChildren(...reasons.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    show(part("reasons"), reasons.length);
    show(part("open"), row.state === "sent");
    part("open").href = row.url || "#";
    show(part("login"), row.state === "login");
    show(part("retry"), row.state === "waiting" && !isLater);
    show(part("edit"), row.state !== "sent");
    part("edit").href = `${row.path}?lanjut=${row.key}`;
    show(part("delete"), row.state !== "sent");
    show(part("clear"), row.state === "sent");
    item.querySelectorAll("[data-act=delete]").forEach((button) => (button.dataset.key = row.key));
    return item;
  }

  // What was told to wait goes out by itself while this page is open.
  let timer = 0;
  function wake(rows) {
    clearTimeout(timer);
    const moments = rows.map((row) => row.not_before).filter((moment) => moment > Date.now());
    if (moments.length) timer = setTimeout(() => worker("send"), Math.min(...moments) - Date.now() + 500);
  }

  async function redraw() {
    const all = await self.adopsiStore.all("outbox");
    const rows = all.filter((row) => row.visitor === visitor);
    // Nobody is signed in: that something waits may be said, what it is may not.
    const isHidden = !visitor && all.some((row) => row.state !== "sent");
    show(document.querySelector("[data-outbox-hidden]"), isHidden);
    rows.sort((one, other) => other.held_at - one.held_at);
    list.replaceChildren(...rows.map(draw));
    wake(rows);
    show(document.querySelector("[data-outbox-empty]"), !rows.length && !isHidden);
    show(document.querySelector("[data-outbox-offline]"), !navigator.onLine);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-act]");
    if (!button) return;
    if (button.dataset.act === "retry") {
      document.querySelector("[data-outbox-status]").textContent = navigator.onLine ? say.saySending : say.sayOffline;
      await worker("send");
    } else {
      await self.adopsiStore.remove("outbox", button.dataset.key);
      await worker("send"); // With nothing to send it only counts anew.
      document.querySelector("[data-outbox-status]").textContent = say.sayDeleted;
    }
    await redraw();
  });
  document.addEventListener("outbox:changed", async () => {
    document.querySelector("[data-outbox-status]").textContent = "";
    await redraw();
  });
  addEventListener("offline", redraw);
  addEventListener("online", redraw);
  redraw();
})();
