// Comfort only: every page works without this file.
"use strict";

// An open menu closes with Escape (focus goes back to its word) and when one clicks elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.drop[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// After a refused form the list of errors is read first.
document.querySelector(".errors")?.focus();

// A form is sent once, not by each click of two; one that only opened a file may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.submitter?.formTarget) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
// Whoever comes back to a form finds what was typed; so its token must be the one it was sent with.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  const tokens = [...document.querySelectorAll("input[name=submission]")];
  const kept = history.state?.tokens;
  if (kept?.length === tokens.length) tokens.forEach((token, n) => { token.value = kept[n]; });
  else history.replaceState({ ...history.state, tokens: tokens.map((token) => token.value) }, "");
});

// What is typed in a form with data-draft is kept every few seconds, and when one leaves the page.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const typed = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("draft_state");
    return fields;
  };
  let waiting = 0, kept = String(typed());
  const keep = async () => {
    waiting = clearTimeout(waiting);
    const body = typed();
    if (form.dataset.sent || kept === String(body)) return;
    kept = String(body);
    body.set("keep_draft", "auto");
    const sent = fetch(location.pathname + location.search, { method: "POST", body, keepalive: true });
    const done = await sent.then((answer) => answer.status === 204, () => false);
    if (done) form.elements.draft_state.value = "open";
    const say = form.querySelector("[data-draft-state]");
    say.textContent = done ? say.dataset.kept : say.dataset.lost;
  };
  form.addEventListener("input", () => { waiting ||= setTimeout(keep, 2000); });
  for (const event of ["visibilitychange", "pagehide"]) window.addEventListener(event, keep, true);
}
