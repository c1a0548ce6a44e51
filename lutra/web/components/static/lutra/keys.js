// Keyboard for lists and cases: data-key="d" on a link, button or field makes the key D press it or go to it;
// j and k walk the rows of table[data-rows], Enter opens the first link of the chosen row.

// Nobody types into a box that is ticked: there the keys go on.
const typing = (node) =>
  node.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr")];

const walk = (step) => {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => "chosen" in row.dataset);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))] ?? all[0];
  if (at >= 0) delete all[at].dataset.chosen;
  next.dataset.chosen = "";
  next.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j" || event.key === "k") return walk(event.key === "j" ? 1 : -1);
  if (event.key === "Enter" && event.target === document.body)
    return document.querySelector("tr[data-chosen] a")?.click();
  // What the page itself offers comes before the menu.
  const wanted = `[data-key="${CSS.escape(event.key)}"]`;
  const target = document.querySelector(`main ${wanted}`) ?? document.querySelector(wanted);
  if (!target) return;
  event.preventDefault();
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details"))
    if (!target.closest("summary")) fold.open = true;
  typing(target) ? target.focus() : target.click();
});
