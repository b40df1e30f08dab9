// What makes pages pleasanter; each of them works without it.
"use strict";

// A form that was sent is not sent twice by an impatient second click. The keys of the entries
// keep it from counting twice anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  if (!navigator.onLine) {
    event.preventDefault();
    tellOffline(form);
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => form.querySelectorAll("button").forEach((each) => { each.disabled = true; }));
});

// Without a line the form stays where it is, with what was typed.
function tellOffline(form) {
  const said = form.querySelector("[data-offline]") || document.createElement("div");
  said.className = "notice bad";
  said.dataset.offline = "";
  said.setAttribute("role", "alert");
  said.textContent = document.body.dataset.sayOffline;
  form.append(said);
}

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
