{% load static %}// Keeps the newest announcements of dangers at hand for the time without a network. It keeps no other page.
const SHELF = "announcements-{{ version }}";
const PAGE = "{% url "portal:offline" %}";
const PARTS = [PAGE, "{% static "lutra/lutra.css" %}", "{% static "lutra/page.js" %}"];
// The officers' pages have a worker of their own, and nobody's case belongs here.
const OTHERS = /^\/(desk|akun|command|pimpinan|t|k)\//;
const STALE = 10 * 60 * 1000;
let renewed = 0;

addEventListener("install", (event) => event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(PARTS)).then(() => skipWaiting())));

addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("announcements-") && name !== SHELF).map((name) => caches.delete(name))))),
);

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || OTHERS.test(path)) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
    if (Date.now() - renewed > STALE) {
      renewed = Date.now();
      event.waitUntil(caches.open(SHELF).then((shelf) => shelf.add(PAGE)).catch(() => {}));
    }
  } else if (PARTS.includes(path)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(path)) ?? Response.error()));
  }
});
