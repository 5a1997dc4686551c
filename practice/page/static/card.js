// Cards through Microsoft's own renderer, and what Teams shows of the answer to a click.
/* global AdaptiveCards, markdownit */

import { el, send } from "./dom.js";
import { hostConfig } from "./host-config.js";
import { me } from "./me.js";
import { withTypeahead } from "./typeahead.js";

// The markdown that Teams promises in cards, and no HTML (teams-facts §1.5).
const markdown = markdownit("zero", { html: false }).enable(["emphasis", "link", "list", "escape", "newline"]);
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

const isDark = () => document.documentElement.dataset.theme === "dark";

// A card as Microsoft's renderer draws it; `onAction` is told of every button, `search` what is typed where it asks.
export function rendered(content, onAction, search) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(isDark()));
  card.onExecuteAction = onAction;
  card.search = search;
  card.parse(withTypeahead(named(content)));
  return card.render() || el("p", {}, content.fallbackText || "");
}

export function drawCard(view) {
  const place = el("div", { class: "card", tabindex: "-1", role: "group", "aria-label": view.summary || "Card" });
  place.append(rendered(view.card, (action) => execute(action, place, view), (dataset, text) => search(dataset, text, view)));
  if (view.private) place.append(el("p", { class: "private-note" }, "Only you see the card like this, until it changes."));
  place.append(el("div", { class: "after-click", "aria-live": "polite" }));
  return place;
}

// A mention in a card is text that one of its entities repeats exactly (teams-facts §1.6).
function named(card) {
  const mentions = (card.msteams?.entities || []).filter((entity) => entity.type === "mention").map((each) => each.text);
  if (!mentions.length) return card;
  const plain = (text) => mentions.reduce((all, at) => all.replaceAll(at, `**${at.replace(/<\/?at>/g, "")}**`), text);
  return JSON.parse(JSON.stringify(card), (_, value) => (typeof value === "string" ? plain(value) : value));
}

async function execute(action, place, view) {
  if (action instanceof AdaptiveCards.OpenUrlAction) {
    if (/^https?:/.test(action.url || "")) window.open(action.url, "_blank", "noopener,noreferrer");
    return;
  }
  if (!(action instanceof AdaptiveCards.ExecuteAction)) return;
  const buttons = [...place.querySelectorAll("button")];
  const pressed = buttons.find((button) => button.textContent === action.title) || document.activeElement;
  const after = place.querySelector(".after-click");
  after.replaceChildren();
  working(place, buttons, pressed, true);
  const sent = { type: "Action.Execute", id: action.id, title: action.title, verb: action.verb, data: action.data ?? {} };
  const answer = await send("press", { as: me.key, message: view.id, action: sent });
  working(place, buttons, pressed, false);
  if (answer.failed || answer.error) after.append(banner());
  else if (answer.line) after.append(line(answer.line, after));
  if (place.isConnected && after.firstChild) after.scrollIntoView({ block: "nearest" });
}

async function search(dataset, text, view) {
  const answer = await send("search", { as: me.key, message: view.id, dataset, text });
  return answer.choices || [];
}

function working(place, buttons, pressed, on) {
  place.classList.toggle("working", on);
  place.setAttribute("aria-busy", String(on));
  pressed?.classList.toggle("pressed", on);
  // Not `disabled`: that would take the keyboard's focus away in the middle of a click.
  for (const button of buttons) button.setAttribute("aria-disabled", String(on));
}

// What Teams shows for every failure, whatever the reason was (teams-facts §1.3).
export const banner = () => el("p", { class: "banner", role: "alert" }, "Something went wrong. Please try again");

function line(text, place) {
  const close = el("button", { type: "button", class: "quiet", onclick: () => place.replaceChildren() }, "Close");
  return el("div", { class: "line" }, el("p", {}, el("strong", {}, "Only you can see this. "), text), close);
}
