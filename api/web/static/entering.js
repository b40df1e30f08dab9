// The treasurer's forms: a known donor fills the rest of the line; an address can be copied.
"use strict";

// When a suggested name was chosen, its address and kind follow, where nothing was typed yet. The
// name itself is never touched: an input method may be composing in it.
document.addEventListener("change", (event) => {
  const name = event.target;
  const line = name.dataset && name.dataset.fills;
  if (!line) return;
  const chosen = [...name.list.options].find((each) => each.value === name.value);
  if (!chosen) return;
  const contact = document.getElementById(`f-dia-chi-${line}`);
  const kind = document.getElementById(`f-loai-${line}`);
  if (contact && !contact.value) contact.value = chosen.dataset.contact || "";
  if (kind && !kind.value) kind.value = chosen.dataset.kind || "";
});

document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
  });
});
