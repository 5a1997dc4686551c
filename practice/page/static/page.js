// Starts the page: who you are, the stream, the channel, and the three parts beside it.

import { offer } from "./actions.js";
import { startBreaking } from "./breaking.js";
import { byId, get, send } from "./dom.js";
import { startExamples } from "./examples.js";
import { redrawFigures, startFigures } from "./figures.js";
import { startHappened } from "./happened.js";
import { become, me } from "./me.js";
import { startPeople } from "./people.js";
import { follow, rest } from "./stream.js";
import { forget, redrawCards, startThread } from "./thread.js";
import { writingBox } from "./writing.js";

const NARROW = matchMedia("(max-width: 800px)");

function show(pane) {
  document.body.dataset.pane = pane;
  if (pane === "figures") redrawFigures();
  for (const button of document.querySelectorAll(".panes button")) {
    if (button.dataset.pane === pane) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
}

function connected(on) {
  byId("stopped").hidden = on;
  byId("stopped").textContent = on ? "" : "The practice world does not answer. If it was stopped, start it again with ./dev run.";
}

function startTheme() {
  const kept = localStorage.getItem("theme");
  theme(kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  byId("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme !== "dark";
    localStorage.setItem("theme", dark ? "dark" : "light");
    theme(dark);
    redrawCards();
    redrawFigures();
  });
}

async function start() {
  startTheme();
  const newPost = writingBox({ label: "New post", button: "Post", id: "new-post" }, (text, mention) => {
    show(NARROW.matches ? "channel" : document.body.dataset.pane);
    return send("post", { as: me.key, text, mention });
  });
  byId("new-post-place").append(newPost.element);
  const happened = startHappened();
  startFigures();
  startThread((root) => {
    happened.look(root);
    show("happened");
  });
  startPeople((key) => {
    become(key);
    forget();
    follow(key, connected);
  });
  for (const button of document.querySelectorAll(".panes button")) {
    button.addEventListener("click", () => show(button.dataset.pane));
  }
  show(NARROW.matches ? "channel" : "examples");
  NARROW.addEventListener("change", () => show(NARROW.matches ? "channel" : "examples"));
  follow(me.key, connected);
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : follow(me.key, connected)));
  const given = await get("/examples");
  if (!given) return;
  offer(given.actions);
  if (given.actions.length) redrawCards();
  startBreaking(given.choices);
  startExamples(given.examples, (text) => {
    if (NARROW.matches) show("channel");
    newPost.fill(text);
  });
  document.documentElement.dataset.ready = "true";
}

start();
