// Service worker, served at /sw.js after store.js: an offline page, hashed files from the cache, pages from the network
// first, forms that can be filled in without a network, and what waits to be sent.
"use strict";
const CACHE = "adopsi-3";
// Forms that the server lets be kept (X-Keep-Offline); emptied at log-out, for a phone may have several hands.
const FORMS = "adopsi-forms";
// A person's own pages that are of use without a network (X-Keep-Offline: own), a ticket at a gate; emptied at log-out
// too, and whenever the log-in page is shown, for then nobody is signed in here.
const OWN = "adopsi-own";
const MOST_OWN = 12;
const LOG_IN = "/akun/masuk/";
const OFFLINE = "/luring/";
const OUTBOX = "/kiriman/";
const HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

// The offline page names the stylesheet, font and script it needs, so their hashed names need no list here.
async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE, { cache: "reload", credentials: "omit" });
  if (!page.ok) return;
  const html = await page.clone().text();
  await cache.put(OFFLINE, page);
  await keepFilesOf(html);
}

// A page without its scripts is no use without a network: what it names is kept with it, once.
async function keepFilesOf(html) {
  const cache = await caches.open(CACHE);
  const files = [...html.matchAll(/(?:href|src)="([^"#]+)[^"]*"/g)].map((match) => new URL(match[1], location.origin));
  const ours = files.filter((url) => url.origin === location.origin && /\.(css|js|woff2|svg)$/.test(url.pathname));
  const keep = async (url) => (await cache.match(url)) || cache.add(url);
  await Promise.allSettled([...new Set(ours.map(String))].map(keep));
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => ![CACHE, FORMS, OWN].includes(name)).map((name) => caches.delete(name)));
  await clients.claim();
}

async function hashedFile(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

// Only what the server calls public is kept, and what it says may be; a citizen's other pages never stay on a device.
async function page(event) {
  const request = event.request;
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && /\bpublic\b/.test(fresh.headers.get("Cache-Control") || "")) await cache.put(request, fresh.clone());
    const keep = fresh.ok && !fresh.redirected && fresh.headers.get("X-Keep-Offline");
    if (keep && keep !== "own") event.waitUntil(keepForm(request, fresh.clone()));
    else event.waitUntil(keepOwn(request, keep ? fresh.clone() : fresh, keep));
    return fresh;
  } catch (offline) {
    const forms = await caches.open(FORMS);
    const form = await forms.match(request, { ignoreSearch: true });
    const own = await (await caches.open(OWN)).match(request, { ignoreSearch: true });
    return form || own || (await cache.match(request)) || (await cache.match(OFFLINE)) || Response.error();
  }
}

async function keepForm(request, answer) {
  const forms = await caches.open(FORMS);
  const path = new URL(request.url).pathname;
  const html = await answer.clone().text();
  await forms.put(path, answer);
  await keepFilesOf(html);
  // Where a form is filled in without a network, there must be a page that shows what became of it.
  if (path === OUTBOX || (await forms.match(OUTBOX))) return;
  const outbox = await fetch(OUTBOX).catch(() => null);
  if (!outbox || !outbox.ok || outbox.redirected) return;
  await keepFilesOf(await outbox.clone().text());
  await forms.put(OUTBOX, outbox);
}

// A page that is no longer to be kept (a ticket cancelled, a day gone by) leaves the device when it is seen again.
async function keepOwn(request, answer, keep) {
  const path = new URL(request.url).pathname;
  if (path.startsWith(LOG_IN) && answer.ok) await caches.delete(OWN);
  const isGone = answer.ok || answer.status === 404 || answer.status === 410;
  if (!keep && !(isGone && (await caches.has(OWN)))) return;
  const own = await caches.open(OWN);
  await own.delete(path);
  if (!keep) return;
  const html = await answer.clone().text();
  await own.put(path, answer);
  const kept = await own.keys();
  await Promise.all(kept.slice(0, -MOST_OWN).map((old) => own.delete(old)));
  await keepFilesOf(html);
}

async function networkElseCache(request) {
  try {
    return await fetch(request);
  } catch (offline) {
    return (await caches.match(request)) || Response.error();
  }
}

addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(dropOldCaches()));
addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(url.pathname)) event.respondWith(hashedFile(request));
  else if (/\.(css|js|woff2|svg)$/.test(url.pathname)) event.respondWith(networkElseCache(request));
});

// --- what waits to be sent: one row of the store each, sent once by its own key ----------------------------------
const SAID = { 404: "gone", 410: "gone", 413: "large" };

async function sendAll() {
  const isDue = (row) => (row.state === "waiting" || row.state === "login") && !(row.not_before > Date.now());
  const rows = (await adopsiStore.all("outbox")).filter(isDue);
  if (!rows.length) return;
  // Who is signed in now, and a token of theirs; without a network this throws and the row waits on.
  const who = await (await fetch(`${OUTBOX}siapa/`, { cache: "no-store" })).json();
  for (const row of rows) {
    if (who.visitor === row.visitor) await send(row, who.token);
    else if (!who.visitor) await adopsiStore.put("outbox", { ...row, state: "login" });
  }
}

async function send(row, token) {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value);
  // By its key the server knows a report that it has already.
  body.append(row.key_field, row.key);
  body.append("csrfmiddlewaretoken", token);
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const answer = await fetch(row.action, { method: "POST", body, headers, redirect: "manual" });
  const kept = { ...row, tried_at: Date.now(), reasons: [], problem: "", not_before: 0 };
  if (answer.status === 201) {
    const { location } = await answer.json();
    await adopsiStore.put("outbox", { ...kept, state: "sent", fields: [], url: location });
  } else if (answer.status === 422) {
    await adopsiStore.put("outbox", { ...kept, state: "refused", reasons: (await answer.json()).reasons || [] });
  } else if (answer.status === 429) {
    // Too many in a while: it waits as long as the server says, which is not for the browser to hurry.
    const { reasons = [] } = await answer.json().catch(() => ({}));
    const seconds = Number(answer.headers.get("Retry-After")) || 60;
    await adopsiStore.put("outbox", { ...kept, state: "waiting", reasons, not_before: Date.now() + seconds * 1000 });
  } else if (answer.status in SAID) {
    await adopsiStore.put("outbox", { ...kept, state: "refused", problem: SAID[answer.status] });
  } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    await adopsiStore.put("outbox", { ...kept, state: "login" });
  } else {
    await adopsiStore.put("outbox", { ...kept, state: "waiting" });
    throw new Error(`not now: ${answer.status}`);
  }
}

// One at a time, or a row would be sent twice at once; that would still be one report, but two uploads.
const sendOneByOne = () => navigator.locks.request("kiriman", sendAll).finally(tellPages);

async function tellPages() {
  const rows = await adopsiStore.all("outbox");
  const waiting = rows.filter((row) => row.state !== "sent").length;
  const drafts = (await adopsiStore.all("drafts")).length;
  for (const client of await clients.matchAll()) client.postMessage({ outbox: { waiting, drafts } });
}

async function forget() {
  await Promise.all([adopsiStore.clear("outbox"), adopsiStore.clear("drafts"), caches.delete(FORMS), caches.delete(OWN)]);
  const asked = registration.pushManager && (await registration.pushManager.getSubscription());
  if (asked) await asked.unsubscribe();
  await tellPages();
}

addEventListener("sync", (event) => {
  // A failure makes the browser try again by itself.
  if (event.tag === "kiriman") event.waitUntil(sendOneByOne());
});
addEventListener("message", (event) => {
  if (event.data.act === "send") event.waitUntil(sendOneByOne().catch(() => {}));
  if (event.data.act === "forget") event.waitUntil(forget());
});

// Web push: {"title", "body", "url", "tag"}.
addEventListener("push", (event) => {
  if (!event.data) return;
  const note = event.data.json();
  const options = { body: note.body, tag: note.tag, data: { url: note.url }, icon: note.icon };
  event.waitUntil(registration.showNotification(note.title, options));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL((event.notification.data || {}).url || "/", location.origin);
  if (target.origin === location.origin) event.waitUntil(clients.openWindow(target.href));
});
