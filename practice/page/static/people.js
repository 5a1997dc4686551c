// Be anyone: who this window is, and the developers' production access.

import { avatar, byId, clock, el, send } from "./dom.js";
import { me } from "./me.js";
import { part, watch } from "./stream.js";

export function startPeople(onBecome) {
  const place = byId("people");
  watch("people", () => draw(place, part("people") || [], onBecome));
}

function draw(place, everybody, onBecome) {
  const focused = document.activeElement?.id;
  me.name = everybody.find((person) => person.key === me.key)?.name || "";
  document.title = `${me.name} · OPS TV Support`;
  place.replaceChildren(
    el("h2", {}, "You are"),
    el("ul", {}, everybody.map((person) => row(person, onBecome))),
  );
  if (focused) byId(focused)?.focus();
}

function row(person, onBecome) {
  const here = person.key === me.key;
  const [first, ...rest] = person.name.split(" ");
  const be = el(
    "button",
    { type: "button", id: `be-${person.key}`, class: "person", "aria-pressed": String(here), onclick: () => onBecome(person.key) },
    avatar(person.name),
    el("span", { class: "person-words" }, el("span", { class: "person-name" }, first, el("span", { class: "surname" }, ` ${rest.join(" ")}`)), el("span", { class: "role" }, person.role)),
  );
  const window_ = el(
    "a",
    { href: `/?as=${person.key}`, target: "_blank", rel: "noopener", class: "another", title: `Open a window as ${person.name}` },
    el("span", { "aria-hidden": "true" }, "⧉"),
    el("span", { class: "unseen" }, `Open a window as ${person.name}`),
  );
  return el("li", { class: here ? "here" : "" }, be, window_, person.active === null ? null : access(person));
}

function access(person) {
  const turn = () => send("activate", { person: person.key, on: !person.active });
  return el(
    "button",
    {
      type: "button", role: "switch", id: `access-${person.key}`, class: "switch", "aria-checked": String(person.active),
      "aria-label": `Production access of ${person.name}`, onclick: turn,
    },
    el("span", { class: "knob", "aria-hidden": "true" }),
    el("span", {}, `Production access ${person.active ? "on" : "off"}`, person.until ? el("span", { class: "until" }, ` until ${clock(person.until)}`) : null),
  );
}
