// A document's page: asks how far the look has come, and lets x choose the finding that j and k stand on. A form that
// somebody is filling in (data-watch-stays) is not loaded anew, nor is a page whose form is on its way: that would stop it.

const place = document.querySelector("[data-watch]");
let leaving = false;
document.addEventListener("submit", () => (leaving = true));
const ask = async () => {
  let wait = 1500;
  try {
    const answer = await fetch(place.dataset.watch, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok) {
      const words = await answer.text();
      // Read aloud only when it says something new.
      if (words !== place.dataset.words) place.innerHTML = place.dataset.words = words;
      if (answer.headers.get("X-Lutra-Done")) return "watchStays" in place.dataset || leaving || location.reload();
    } else wait = 10000;
  } catch {
    wait = 5000;
  }
  setTimeout(ask, wait);
};
if (place) setTimeout(ask, 800);

document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  document.querySelector("tr[data-chosen] input[type=checkbox]")?.click();
});
