// Passkeys, and a look at the password while it is typed. Without this, passwords do all the work.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

async function post(form, address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": form.elements.csrf.value };
  const answer = await fetch(address, { method: "POST", headers, body });
  const said = await answer.json();
  if (said.loi) throw new Error(said.loi);
  return said;
}

// What the server asks, with bytes where the browser wants bytes.
function question(said) {
  said.challenge = bytes(said.challenge);
  if (said.user) said.user.id = bytes(said.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const each of said[list] || []) each.id = bytes(each.id);
  }
  return { publicKey: said };
}

function answer(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
}

async function use(form) {
  const asked = question(await post(form, form.dataset.ask, "{}"));
  const making = form.dataset.passkey === "add";
  const made = await (making ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
  const name = making ? "?ten=" + encodeURIComponent(form.elements.ten.value) : "";
  const back = making ? "" : "?tiep=" + encodeURIComponent(form.elements.tiep.value);
  const said = await post(form, form.dataset.answer + name + back, answer(made));
  location.assign(said.tiep);
}

const has_address = /^[\d.]+$|:/.test(location.hostname);
if (window.PublicKeyCredential && window.isSecureContext && !has_address) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const problem = form.querySelector("[data-problem]");
      problem.hidden = true;
      try {
        await use(form);
      } catch (error) {
        // The person closed the browser's window: nothing went wrong.
        if (error.name === "NotAllowedError" || error.name === "AbortError") return;
        problem.textContent = error instanceof DOMException ? form.dataset.failed : error.message;
        problem.hidden = false;
      }
    });
  }
}

for (const look of document.querySelectorAll("[data-look]")) {
  look.hidden = false;
  look.querySelector("input").addEventListener("change", (event) => {
    for (const field of look.closest("form").querySelectorAll("[name^=mat-khau]")) {
      field.type = event.target.checked ? "text" : "password";
    }
  });
}
