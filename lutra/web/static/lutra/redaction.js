// Boxes drawn over a page by mouse, pen, finger or keyboard. They only fill in the form's numbers, which work alone, too.

const layer = document.querySelector("[data-draw]");
const form = document.querySelector("#kotak-baru");
const MM = 72 / 25.4; // points of a millimetre
const SMALLEST = 4; // points; less is a click
const field = (name) => form.elements[name];
const [, , wide, high] = layer.getAttribute("viewBox").split(" ").map(Number);
const toggle = document.querySelector("[data-draw-toggle]");
const now = document.querySelector("[data-draw-now]");
let draft = null;
let from = null;

for (const hidden of document.querySelectorAll("[data-draw-key], [data-draw-hint], [data-draw-direct]")) hidden.hidden = false;
// A finger scrolls the page unless it was told to draw.
if (matchMedia("(any-pointer: coarse)").matches) toggle.hidden = false;
toggle.addEventListener("click", () => {
  const on = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", on);
  layer.toggleAttribute("data-drawing", on);
});

const within = (value, most) => Math.min(Math.max(value, 0), most);
const show = (box, fill = true) => {
  if (!draft) {
    draft = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    draft.setAttribute("class", "redact__draft");
    draft.setAttribute("tabindex", "0");
    draft.setAttribute("role", "img");
    draft.setAttribute("aria-label", layer.dataset.sayDraft);
    draft.addEventListener("keydown", move);
    layer.append(draft);
  }
  for (const [name, value] of Object.entries(box)) draft.setAttribute(name, value.toFixed(1));
  if (!fill) return;
  const numbers = { left: box.x, top: box.y, width: box.width, height: box.height };
  for (const [name, value] of Object.entries(numbers)) field(name).value = (value / MM).toFixed(1);
};
const drop = () => {
  draft?.remove();
  draft = from = null;
};
const shown = () => Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, Number(draft.getAttribute(name))]));

const place = (event) => {
  const area = layer.getBoundingClientRect();
  return {
    x: within(((event.clientX - area.left) / area.width) * wide, wide),
    y: within(((event.clientY - area.top) / area.height) * high, high),
  };
};
layer.addEventListener("pointerdown", (event) => {
  if (event.button || (event.pointerType === "touch" && !layer.hasAttribute("data-drawing"))) return;
  event.preventDefault();
  drop();
  from = place(event);
  layer.setPointerCapture(event.pointerId);
});
layer.addEventListener("pointermove", (event) => {
  if (!from) return;
  const to = place(event);
  show({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) });
});
layer.addEventListener("pointerup", () => {
  from = null;
  if (!draft) return;
  const box = shown();
  if (box.width < SMALLEST || box.height < SMALLEST) return drop();
  if (now.checked && field("ground").value && field("matter").value && field("reason").value) form.requestSubmit();
  else draft.focus({ preventScroll: true });
});
layer.addEventListener("pointercancel", drop);

const STEPS = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] };
function move(event) {
  if (event.key === "Escape") return drop();
  if (event.key === "Enter") return event.preventDefault(), field("ground").focus();
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const box = shown();
  if (event.shiftKey) {
    box.width = Math.min(Math.max(box.width + step[0], SMALLEST), wide - box.x);
    box.height = Math.min(Math.max(box.height + step[1], SMALLEST), high - box.y);
  } else {
    box.x = within(box.x + step[0], wide - box.width);
    box.y = within(box.y + step[1], high - box.height);
  }
  show(box);
}
document.querySelector("[data-draw-key]").addEventListener("click", () => {
  if (!draft) show({ x: wide / 2 - 60, y: high / 3, width: 120, height: 16 });
  draft.focus();
});
// Numbers that are typed are drawn.
for (const name of ["left", "top", "width", "height"]) {
  field(name).addEventListener("input", () => {
    const [x, y, width, height] = ["left", "top", "width", "height"].map((each) => Number(field(each).value) * MM);
    if (width > 0 && height > 0) show({ x, y, width, height }, false);
    else drop();
  });
}
