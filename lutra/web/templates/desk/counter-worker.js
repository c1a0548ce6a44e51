{% load static %}// Keeps the counter's page at hand for the time without a network. It never keeps an answer that names somebody.
const SHELF = "counter-{{ version }}";
const PAGE = "{% url "desk:file" %}";
const PARTS = [PAGE, "{% static "lutra/lutra.css" %}", "{% static "lutra/desk.css" %}", "{% static "lutra/page.js" %}", "{% static "lutra/keys.js" %}", "{% static "lutra/desk.js" %}", "{% static "lutra/counter.js" %}"];

addEventListener("install", (event) => event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(PARTS)).then(() => skipWaiting())));

addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name))))),
);

addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || !PARTS.includes(path)) return;
  event.respondWith(
    fetch(event.request).catch(async () => (await caches.match(path, { ignoreSearch: true })) ?? Response.error()),
  );
});
