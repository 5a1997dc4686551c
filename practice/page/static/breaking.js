// Break it: switches, and faults for the next calls of a service.

import { byId, el, send } from "./dom.js";
import { part, watch } from "./stream.js";

const SWITCHES = [
  ["graph", "Graph is down", "Nobody can be checked, so nothing may be approved."],
  ["database", "The service database is down", "Looking up and acting fail; intake goes on."],
  ["removed", "The bot was removed from the team", "Teams refuses every call of the bot."],
];
const DELIVERIES = [
  ["twice", "Deliver the next activity twice"],
  ["late", "Deliver the next activity 5 seconds late"],
];

export function startBreaking(choices) {
  const place = byId("break");
  const switches = el("div", { class: "switches" });
  const waiting = el("div", { class: "waiting", role: "status" });
  place.append(
    el("p", { class: "hint" }, "Whatever you break, no action runs twice and the card tells the truth. Try it."),
    switches,
    el("h3", {}, "On the way to the bot"),
    el("div", { class: "buttons" }, DELIVERIES.map(([how, title]) => el("button", { type: "button", onclick: () => send("deliveries", { how }) }, title))),
    el("h3", {}, "On the way from the bot"),
    form(choices),
    waiting,
    el("button", { type: "button", id: "mend", onclick: () => send("mend", {}) }, "Mend everything"),
  );
  const draw = () => redraw(switches, waiting, part("broken"), choices);
  watch("broken", draw);
  if (part("broken")) draw();
}

function redraw(switches, waiting, broken, choices) {
  const focused = document.activeElement?.id;
  switches.replaceChildren(...SWITCHES.filter(([name]) => name !== "database" || broken.has_door).map((each) => toggle(each, broken)));
  if (focused?.startsWith("switch-")) byId(focused)?.focus();
  const lines = choices.services.filter(({ value }) => broken.waiting[value]).map(({ value, title }) => `${title}: ${count(broken.waiting[value], "call")} to break`);
  if (broken.twice) lines.push(`${count(broken.twice, "activity", "activities")} to deliver twice`);
  if (broken.late) lines.push(`${count(broken.late, "activity", "activities")} to deliver late`);
  waiting.replaceChildren(...lines.map((line) => el("p", {}, line)));
  const all = lines.length + SWITCHES.filter(([name]) => broken[name]).length;
  byId("broken-count").hidden = all === 0;
  byId("broken-count").textContent = all ? ` (${all})` : "";
}

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

function toggle([name, title, words], broken) {
  const on = Boolean(broken[name]);
  return el(
    "div",
    { class: "switch-row" },
    el(
      "button",
      { type: "button", role: "switch", id: `switch-${name}`, class: "switch", "aria-checked": String(on), "aria-describedby": `about-${name}`, onclick: () => send("switch", { name, on: !on }) },
      el("span", { class: "knob", "aria-hidden": "true" }),
      el("span", {}, title),
    ),
    el("p", { class: "hint", id: `about-${name}` }, words),
  );
}

function form(choices) {
  const options = (list) => list.map(({ value, title }) => el("option", { value }, title));
  const service = el("select", { id: "break-service" }, options(choices.services));
  const fault = el("select", { id: "break-fault" }, options(choices.faults));
  const times = el("input", { id: "break-times", type: "number", min: "1", max: String(choices.most), value: "3" });
  const field = (title, input) => el("div", { class: "field" }, el("label", { for: input.id }, title), input);
  const made = el(
    "form",
    { class: "break-form" },
    field("Who answers badly", service),
    field("How", fault),
    field("For the next calls", times),
    el("button", { type: "submit", class: "primary" }, "Break it"),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    send("break", { service: service.value, fault: fault.value, times: Number(times.value) });
  });
  return made;
}
