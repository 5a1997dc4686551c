// Message actions and the dialogs that they open (teams-facts §4): what the app's manifest offers, on any message.
/* global AdaptiveCards */

import { banner, rendered } from "./card.js";
import { el, send } from "./dom.js";
import { me } from "./me.js";

let actions = [];

export function offer(given) {
  actions = given;
}

export function actionButtons(view) {
  return actions.map((action) =>
    el("button", { type: "button", class: "quiet", onclick: (event) => open(view, action, event.target) }, action.title),
  );
}

async function open(view, action, button) {
  const dialog = el("dialog", { class: "dialog", "aria-label": action.title });
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  await ask(dialog, view, action, null);
}

// Sends the press or the submit, and shows what came back: the next card, a message, nothing (closed) or the banner.
async function ask(dialog, view, action, data) {
  dialog.setAttribute("aria-busy", "true");
  const body = { as: me.key, message: view.id, command: action.id };
  const answer = await send("act", data === null ? body : { ...body, data });
  dialog.removeAttribute("aria-busy");
  if (answer.failed || answer.error) return fill(dialog, action.title, banner());
  if (answer.line) return fill(dialog, action.title, el("p", {}, answer.line));
  if (!answer.card) return dialog.close();
  const card = rendered(answer.card, (pressed) => {
    if (pressed instanceof AdaptiveCards.SubmitAction) ask(dialog, view, action, pressed.data ?? {});
  });
  return fill(dialog, answer.title || action.title, el("div", { class: "card" }, card));
}

function fill(dialog, title, ...inside) {
  const close = el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close");
  dialog.replaceChildren(el("h2", {}, title), ...inside, close);
}
