// Messages to click; they fill the box for a new post.

import { byId, el } from "./dom.js";

const FIRST_STEPS = [
  "As Amina, choose “The usual case” below and send it.",
  "On the card, say how you checked and press Ask a developer.",
  "Become Dana and press Approve. She lacks production access, so only she is told how to get it.",
  "Switch on Dana’s production access and press Approve again.",
  "Look at “What happened”: one row changed, and everything is on the record.",
];

export function startExamples(examples, onChoose) {
  const groups = new Map();
  for (const example of examples) groups.set(example.group, [...(groups.get(example.group) || []), example]);
  byId("examples").append(
    el("details", { class: "block", open: true }, el("summary", {}, "See the whole story in five steps"), el("ol", { class: "steps" }, FIRST_STEPS.map((step) => el("li", {}, step)))),
    ...[...groups].flatMap(([title, list]) => [
      el("h3", {}, title),
      el("ul", { class: "examples" }, list.map((example) => el("li", {}, choice(example, onChoose)))),
    ]),
  );
}

function choice(example, onChoose) {
  return el(
    "button",
    { type: "button", class: "example", onclick: () => onChoose(example.text) },
    el("span", { class: "example-title" }, example.title),
    el("span", { class: "example-text" }, example.text),
  );
}
