// Lets the browser keep the newest announcements of dangers for the time without a network.
navigator.serviceWorker?.register(document.querySelector("[data-offline]").dataset.offline).catch(() => {});
