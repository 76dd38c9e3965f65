// The LIVE Room's wall: asks for news, draws points, turns slides, tells time; and tells when it is cut off.
(function () {
  "use strict";
  const wall = document.querySelector("[data-wall]");
  const { url, say } = { url: wall.dataset.url, say: wall.dataset };
  const PERIOD = Number(wall.dataset.poll) * 1000;
  const [PATIENCE, HIDDEN, LONGEST, TURN, PULSE] = [8000, 60000, 60000, 12000, 60000];
  const RELOAD_PAUSE = 5 * 60 * 1000;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(width < 60rem)");
  const language = document.documentElement.lang;

  // --- the clock, corrected by the server's, for a device's own may be wrong
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const zone = wall.dataset.zone;
  const hand = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const exact = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  // Only Indonesian knows WIB, WITA and WIT, which people here say in both languages.
  const parts = new Intl.DateTimeFormat("id", { timeZone: zone, timeZoneName: "short" }).formatToParts();
  const zoneName = parts.find((part) => part.type === "timeZoneName").value;
  const calendar = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
  function tick() {
    const moment = now();
    wall.querySelector("[data-clock]").textContent = `${hand.format(moment)} ${zoneName}`;
    wall.querySelector("[data-date]").textContent = calendar.format(moment);
  }

  // --- whether what is shown is fresh
  const state = wall.querySelector("[data-state]");
  let freshAt = now();
  function tell(isLive) {
    state.classList.toggle("is-stale", !isLive);
    const text = isLive ? say.sayLive : `${say.sayStale} ${exact.format(freshAt)}`;
    const line = state.querySelector("[data-state-text]");
    // A screen reader is told of changes only.
    if (line.textContent !== text) line.textContent = text;
  }

  // --- slides
  const shown = new Map();
  let isPaused = false;
  function show(deck, number) {
    const slides = [...deck.querySelectorAll("[data-slide]")];
    if (!slides.length) return;
    const present = ((number % slides.length) + slides.length) % slides.length;
    shown.set(deck, present);
    slides.forEach((slide, index) => (slide.hidden = !narrow.matches && index !== present));
    let dots = deck.parentElement.querySelector("[data-dots]");
    if (!dots) {
      dots = document.createElement("p");
      dots.dataset.dots = "";
      dots.className = "wall-dots";
      dots.setAttribute("aria-hidden", "true");
      deck.after(dots);
    }
    dots.hidden = slides.length < 2 || narrow.matches;
    dots.replaceChildren(...slides.map((_slide, index) => Object.assign(document.createElement("span"), { className: index === present ? "is-on" : "" })));
  }
  const turn = (step) => document.querySelectorAll("[data-deck]").forEach((deck) => show(deck, (shown.get(deck) || 0) + step));
  setInterval(() => !isPaused && !narrow.matches && turn(1), TURN);
  narrow.addEventListener("change", () => turn(0));

  // --- points
  let map = null;
  let points = null;
  const drawn = new Map();
  const dot = (hue, isNew) => {
    const mark = document.createElement("span");
    mark.className = `wall-point hue-${/^[a-z]+$/.test(hue) ? hue : "teal"}${isNew ? " is-new" : ""}`;
    return L.divIcon({ html: mark, className: "", iconSize: [20, 20] });
  };
  function label(title, text) {
    const box = document.createElement("span");
    box.textContent = text ? `${title} · ${text}` : title;
    return box;
  }
  function draw() {
    if (!map || !points) return;
    const isFirst = drawn.size === 0 && !map.wasDrawn;
    map.wasDrawn = true;
    const kept = new Set();
    for (const [key, latitude, longitude, hue, title, text] of points) {
      kept.add(key);
      const known = drawn.get(key);
      if (known && known.hue === hue) continue;
      if (known) known.marker.remove();
      const isNew = !known && !isFirst;
      const marker = L.marker([latitude, longitude], { icon: dot(hue, isNew), keyboard: false, alt: title });
      marker.bindTooltip(label(title, text)).addTo(map);
      if (isNew) {
        if (!still.matches) setTimeout(() => marker.setIcon(dot(hue, false)), PULSE);
        marker.setZIndexOffset(1000);
      }
      drawn.set(key, { marker, hue });
    }
    for (const [key, { marker }] of drawn) {
      if (kept.has(key)) continue;
      marker.remove();
      drawn.delete(key);
    }
    wall.dataset.points = String(drawn.size);
  }
  document.addEventListener("map:ready", (event) => {
    ({ map } = event.detail);
    draw();
  });

  // --- news
  function adopt(told) {
    for (const [name, html] of Object.entries(told.panels)) {
      const panel = wall.querySelector(`[data-panel="${name}"]`);
      const held = panel.contains(document.activeElement) && document.activeElement.getAttribute("href");
      panel.innerHTML = html;
      if (panel.matches("[data-deck]")) show(panel, shown.get(panel) || 0);
      if (held) panel.querySelector(`[href="${CSS.escape(held)}"]`)?.focus();
    }
    points = told.points;
    draw();
  }
  // A new release on the server: take its page, but never in a circle while two releases answer in turn.
  function renew(release) {
    if (release === wall.dataset.release) return;
    const last = Number(sessionStorage.getItem("liveroom:reloaded") || 0);
    if (Date.now() - last < RELOAD_PAUSE) return;
    sessionStorage.setItem("liveroom:reloaded", String(Date.now()));
    location.reload();
  }
  let etag = "";
  let failures = 0;
  async function ask() {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(url, { headers, credentials: "same-origin", cache: "no-store", signal: patience.signal, redirect: "error" });
      if (answer.status === 401 || answer.status === 403) return leave();
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      const told = answer.status === 304 ? null : await answer.json();
      if (answer.headers.get("Date")) ahead = Date.parse(answer.headers.get("Date")) - Date.now();
      etag = answer.headers.get("ETag") || etag;
      failures = 0;
      freshAt = now();
      tell(true);
      if (told) {
        adopt(told);
        renew(told.release);
      }
    } catch {
      failures += 1;
      tell(false);
    } finally {
      clearTimeout(timer);
    }
    return plan();
  }
  // Not allowed any more: nothing may stay on the wall.
  function leave() {
    clearInterval(ticking);
    wall.replaceChildren();
    location.reload();
  }
  let planned = 0;
  function plan() {
    const usual = document.hidden ? HIDDEN : PERIOD * 2 ** Math.min(failures, 3);
    clearTimeout(planned);
    // So that many walls do not ask at one moment after a restart.
    planned = setTimeout(ask, Math.min(usual, LONGEST) * (0.9 + Math.random() / 5));
  }
  document.addEventListener("visibilitychange", () => !document.hidden && ask());
  addEventListener("online", ask);
  addEventListener("offline", () => tell(false));

  // --- hands
  const pauseButton = wall.querySelector("[data-pause]");
  function pause() {
    isPaused = !isPaused;
    pauseButton.setAttribute("aria-pressed", String(isPaused));
  }
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  pauseButton.addEventListener("click", pause);
  wall.querySelector("[data-full]").addEventListener("click", full);
  addEventListener("keydown", (event) => {
    const isElsewhere = event.target.closest(".leaflet-container, button, a, input") || event.ctrlKey || event.metaKey || event.altKey;
    const act = { f: full, F: full, " ": pause, ArrowRight: () => turn(1), ArrowLeft: () => turn(-1) }[event.key];
    if (!act || (isElsewhere && !/^f$/i.test(event.key))) return;
    event.preventDefault();
    act();
  });

  tick();
  const ticking = setInterval(tick, 1000);
  turn(0);
  ask();
})();
