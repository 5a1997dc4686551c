// The team's figures: the same card that the bot posts for "stats", drawn anew whenever something happens.

import { rendered } from "./card.js";
import { byId, el, get } from "./dom.js";
import { watch } from "./stream.js";

const WAIT = 300; // milliseconds: a click changes many things at once
let timer = null;

export function startFigures() {
  const place = el("div", { class: "block", id: "figures-card" });
  const hint = el("p", { class: "hint" }, "The bot posts the same as a card to whoever writes: stats.");
  byId("figures").append(hint, place);
  watch("message/", again);
}

export function redrawFigures() {
  again();
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(draw, WAIT);
}

// Nobody asks the database for what nobody sees.
async function draw() {
  if (document.body.dataset.pane !== "figures") return;
  const card = await get("/figures");
  if (card) byId("figures-card").replaceChildren(rendered(card, () => {}));
}
