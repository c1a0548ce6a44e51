// Small helps for every page; each page works without them.

// A form sent twice by an impatient finger goes out once (the server also refuses a second copy by its key).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's arrow: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// The list of errors is read first.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-print], [data-copy]");
  if (!button) return;
  if ("print" in button.dataset) return window.print();
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
});

// Buttons that need this script appear only with it.
for (const button of document.querySelectorAll("[data-print], [data-copy]")) button.hidden = false;
