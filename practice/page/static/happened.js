// What became of one thread: requests, audit trail, the person's rows before and now, notices; and all calls.

import { byId, el, get, seconds, time } from "./dom.js";
import { part, partsOf, watch } from "./stream.js";

const WAIT = 150; // milliseconds: a click changes many things at once
let root = null;
let timer = null;

export function startHappened() {
  const place = byId("happened");
  const requests = el("div", { id: "requests", "aria-live": "off" });
  const log = el("ol", { class: "calls" });
  const older = el("details", { class: "block" }, el("summary", {}, "Calls both ways"), log);
  older.open = true;
  place.append(requests, older);
  watch("message/", () => again());
  watch("calls", () => {
    log.replaceChildren(...(part("calls") || []).map(call));
    again();
  });
  return { look: (asked) => { root = asked; refresh(); } };
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(refresh, WAIT);
}

// Without a choice it is the thread in which the bot last got or gave something to do.
function shownRoot() {
  if (root) return root;
  const mentions = (message) => message.words.some((piece) => piece.at);
  const told = partsOf("message/").filter((message) => (message.bot ? message.card : mentions(message)));
  return told.sort((a, b) => b.when - a.when)[0]?.root;
}

async function refresh() {
  const place = byId("requests");
  const wanted = shownRoot();
  const found = wanted ? await get(`/happened/${wanted}`) : null;
  if (!found?.length) {
    place.replaceChildren(el("p", { class: "hint" }, "No request yet in this thread. Post a message that mentions the bot."));
    return;
  }
  place.replaceChildren(...found.map(request));
}

function request(shown) {
  return el(
    "div",
    { class: "request" },
    el("h3", {}, `Request ${shown.code}`),
    el("p", {}, shown.kind),
    el("p", { class: "state" }, el("strong", {}, shown.state), " since ", time(shown.since)),
    el("h4", {}, "Audit trail"),
    el("ol", { class: "trail" }, shown.trail.map((step) => el("li", {}, el("span", { class: "clock" }, seconds(step.when)), step.words))),
    shown.people.map(person),
    el("h4", {}, "Notices"),
    shown.notices.length
      ? el("ul", { class: "notices" }, shown.notices.map((each) => el("li", {}, `${each.what} to ${each.to || "nobody"}: ${each.how}`)))
      : el("p", { class: "hint" }, "None so far."),
  );
}

function person(shown) {
  const changed = [...shown.columns, ...shown.tables].filter((each) => each.changed).length;
  const cells = (each) =>
    each.changed ? [el("td", {}, String(each.before)), el("td", {}, String(each.now))] : [el("td", { colspan: "2" }, String(each.now))];
  const line = (each, name) => el("tr", { class: each.changed ? "changed" : "" }, el("th", { scope: "row" }, broken(name)), cells(each));
  return el(
    "div",
    { class: "rows" },
    el("h4", {}, "Rows of ", el("span", { class: "address" }, shown.email)),
    el("p", { class: "hint" }, changed ? `${changed} changed since the request was opened.` : "Nothing changed since the request was opened."),
    shown.columns.length || shown.tables.length
      ? el(
          "div",
          { class: "wide-table", tabindex: "0", role: "region", "aria-label": `Rows of ${shown.email}` },
          el(
            "table",
            {},
            el("thead", {}, el("tr", {}, ["", "Before", "Now"].map((title) => el("th", { scope: "col" }, title || "Column")))),
            el("tbody", {}, shown.columns.map((each) => line(each, each.name)), shown.tables.map((each) => line(each, `${each.name} (rows)`))),
          ),
        )
      : el("p", { class: "hint" }, "There is no such account."),
  );
}

// A long column name may break behind its underscores.
const broken = (name) => name.split("_").flatMap((piece, place) => (place ? ["_", el("wbr"), piece] : [piece]));

function call(made) {
  return el(
    "li",
    { class: made.good ? "" : "bad" },
    el("span", { class: "clock" }, seconds(made.when)),
    el("span", { class: "way" }, made.way),
    el("span", { class: "what" }, made.what),
    el("span", { class: "result" }, made.ms === null ? made.answer : `${made.answer}, ${made.ms} ms`),
  );
}
