// Service worker, served at /sw.js: an offline page, hashed files from the cache, pages from the network first.
"use strict";
const CACHE = "adopsi-2";
const OFFLINE = "/luring/";
const HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

// The offline page names the stylesheet, font and script it needs, so their hashed names need no list here.
async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE, { cache: "reload", credentials: "omit" });
  if (!page.ok) return;
  const html = await page.clone().text();
  await cache.put(OFFLINE, page);
  const files = [...html.matchAll(/(?:href|src)="([^"#]+)[^"]*"/g)].map((match) => new URL(match[1], location.origin));
  const ours = files.filter((url) => url.origin === location.origin && /\.(css|js|woff2|svg)$/.test(url.pathname));
  await Promise.allSettled([...new Set(ours.map(String))].map((url) => cache.add(url)));
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
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

// Only what the server calls public is kept: a citizen's own pages never stay on a shared device.
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && /\bpublic\b/.test(fresh.headers.get("Cache-Control") || "")) await cache.put(request, fresh.clone());
    return fresh;
  } catch (offline) {
    return (await cache.match(request)) || (await cache.match(OFFLINE)) || Response.error();
  }
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
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (HASHED.test(url.pathname)) event.respondWith(hashedFile(request));
  else if (/\.(css|js|woff2|svg)$/.test(url.pathname)) event.respondWith(networkElseCache(request));
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
