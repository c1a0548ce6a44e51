// A long list of choices gets a field that narrows it as one types. Without this script the whole list is there.
for (const place of document.querySelectorAll("[data-narrow]")) {
  const choices = [...place.querySelectorAll(".choice")];
  if (choices.length < 12) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "narrow";
  field.placeholder = "…";
  field.setAttribute("aria-label", place.querySelector("legend")?.textContent.trim() ?? "");
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const choice of choices)
      choice.hidden = !choice.querySelector("input").checked && !choice.textContent.toLowerCase().includes(wanted);
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  place.prepend(field);
}
