// The part of a QR code's address behind “#” never leaves the browser. It says for which entry the
// paper was made: here it is held against the entry that the page shows.
"use strict";

const told = document.getElementById("tu-ma-qr");
if (told && location.hash.length > 1) {
  const same = decodeURIComponent(location.hash.slice(1)) === told.dataset.commitment;
  told.textContent = same ? told.dataset.same : told.dataset.other;
  told.classList.add(same ? "good" : "bad");
  told.hidden = false;
}
