// What makes pages pleasanter; each of them works without it.
"use strict";

// A form that was sent is not sent twice by an impatient second click. The keys of the entries
// keep it from counting twice anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => form.querySelectorAll("button").forEach((each) => { each.disabled = true; }));
});

// Back from the page that followed: the form may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((each) => { each.disabled = false; });
  });
});

// After a part was exchanged, the focus goes where the part says.
document.addEventListener("htmx:afterSwap", (event) => {
  const first = event.target.querySelector("[autofocus]");
  if (first) first.focus();
});

// Print from the page itself.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
