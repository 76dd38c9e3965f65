// Notices in this browser: asked for by a button, shown as it stands, taken back by another.
(function () {
  "use strict";
  const box = document.querySelector("[data-push]");
  if (!box) return;
  const say = box.dataset;
  const ask = box.querySelector("[data-push-on]");
  const stop = box.querySelector("[data-push-off]");
  const status = box.querySelector("[data-push-status]");
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  const tell = (text) => (status.textContent = text);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const post = (url, fields) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }) });

  async function current() {
    const registration = await navigator.serviceWorker.ready;
    return registration.pushManager.getSubscription();
  }

  async function show() {
    const kept = await current();
    // A browser of an earlier sign-in is asked anew: the server knows it no more.
    const isOn = Boolean(kept) && Notification.permission === "granted" && "pushKnown" in say;
    ask.hidden = isOn;
    stop.hidden = !isOn;
    if (Notification.permission === "denied") {
      ask.disabled = true;
      tell(say.sayDenied);
    }
  }

  ask.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) !== "granted") {
      tell(say.sayDenied);
      return;
    }
    try {
      const registration = await navigator.serviceWorker.ready;
      const old = await registration.pushManager.getSubscription();
      if (old) await old.unsubscribe();
      const options = { userVisibleOnly: true, applicationServerKey: bytes(say.pushKey) };
      const made = (await registration.pushManager.subscribe(options)).toJSON();
      const answer = await post(say.subscribe, { endpoint: made.endpoint, ...made.keys });
      if (!answer.ok) throw new Error(String(answer.status));
      location.reload();
    } catch (failed) {
      tell(say.sayFailed);
    }
  });
  stop.addEventListener("click", async () => {
    const kept = await current();
    if (kept) {
      await post(say.unsubscribe, { endpoint: kept.endpoint });
      await kept.unsubscribe();
    }
    location.reload();
  });

  if ("serviceWorker" in navigator && "PushManager" in self && "Notification" in self) show();
  else tell(say.sayNone);
})();
