// The channel: posts, the replies under each, and the boxes to write in.

import { actionButtons } from "./actions.js";
import { drawCard } from "./card.js";
import { avatar, byId, el, send, time } from "./dom.js";
import { me } from "./me.js";
import { part, watch } from "./stream.js";
import { writingBox } from "./writing.js";

const drawn = new Map(); // message id → {element, looks}
const posts = new Map(); // root id → {element, list}

export function startThread(onLook) {
  watch("message/", (news, first) => {
    const scroll = byId("scroll");
    const atEnd = first || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
    const mine = first ? null : [...news.values()].find((view) => view?.own && !drawn.has(view.id));
    for (const [name, view] of news) {
      const id = name.slice("message/".length);
      if (view === null) remove(id);
      else draw(view, first, onLook);
    }
    byId("empty").hidden = drawn.size > 0;
    if (atEnd) follow(scroll, news, first);
    else if (mine) drawn.get(mine.id).element.scrollIntoView({ block: "end" }); // and from there on at the end
  });
}

// Whoever was at the end stays there, but a new card is shown from its top: one reads it downwards.
function follow(scroll, news, first) {
  scroll.scrollTop = scroll.scrollHeight;
  const card = first ? null : [...news.values()].find((view) => view?.card && view.edits === 0);
  if (card) drawn.get(card.id).element.scrollIntoView({ block: "start" });
}

export function redrawCards() {
  forget();
  for (const id of [...drawn.keys()]) draw(part(`message/${id}`), true, null);
}

// What somebody else typed or was told in private goes when the window becomes another person.
export function forget() {
  for (const kept of drawn.values()) kept.looks = "";
}

function draw(view, first, onLook) {
  const looks = JSON.stringify([view.words, view.card, view.edits, view.private, view.own]);
  const before = drawn.get(view.id);
  if (before?.looks === looks) return;
  const post = posts.get(view.root) || newPost(view.root, onLook);
  const element = message(view);
  if (before) {
    // Whoever stood in the old card keeps their place when it is drawn anew.
    const inside = before.element.contains(document.activeElement);
    before.element.replaceWith(element);
    if (inside) element.querySelector(".card")?.focus({ preventScroll: true });
  } else {
    insert(post.list, element, view);
  }
  drawn.set(view.id, { element, looks });
  if (!first && !view.own) announce(view, Boolean(before));
  if (view.refresh) send("refresh", { as: me.key, message: view.id });
}

function insert(list, element, view) {
  element.dataset.when = view.when;
  const later = [...list.children].find((other) => Number(other.dataset.when) > view.when);
  list.insertBefore(element, later || null);
}

function remove(id) {
  const gone = drawn.get(id);
  if (!gone) return;
  drawn.delete(id);
  const list = gone.element.parentElement;
  gone.element.remove();
  if (list && !list.children.length) {
    const post = list.closest(".post");
    posts.delete(post.dataset.root);
    post.parentElement.remove();
  }
}

function newPost(root, onLook) {
  const list = el("ol", { class: "messages" });
  const answerPlace = el("div", { class: "answer" });
  const reply = el("button", { type: "button", class: "quiet", onclick: () => openReply(root, answerPlace, reply) }, "Reply");
  const look = el("button", { type: "button", class: "quiet", onclick: () => onLook(root) }, "What happened");
  const element = el(
    "article",
    { class: "post", "data-root": root, "aria-label": "Post" },
    list,
    answerPlace,
    el("div", { class: "post-buttons" }, reply, look),
  );
  const post = { element, list };
  posts.set(root, post);
  const item = el("li", { "data-root": root }, element);
  const all = byId("posts");
  all.insertBefore(item, [...all.children].find((other) => Number(other.dataset.root) > Number(root)) || null);
  return post;
}

function openReply(root, place, button) {
  const close = () => {
    place.replaceChildren();
    button.hidden = false;
    button.focus();
  };
  button.hidden = true;
  const box = writingBox({ label: "Reply", button: "Send reply", onCancel: close }, async (text, mention) => {
    close();
    await send("post", { as: me.key, text, mention, reply_to: root });
  });
  place.replaceChildren(box.element);
  box.focus();
}

function message(view) {
  const words = view.words.map((piece) => (piece.at ? el("span", { class: "mention" }, piece.at) : piece.text));
  return el(
    "li",
    { class: view.bot ? "message by-bot" : "message", "data-id": view.id, "data-when": view.when },
    avatar(view.author, view.bot),
    el(
      "div",
      { class: "message-body" },
      el(
        "div",
        { class: "byline" },
        el("span", { class: "author" }, view.author),
        view.bot ? el("span", { class: "tag" }, "App") : null,
        time(view.when),
        view.edits ? el("span", {}, "Edited") : null,
        el("span", { class: "own-buttons" }, view.own ? ownButtons(view) : null, actionButtons(view)),
      ),
      words.length ? el("p", { class: "words" }, words) : null,
      view.card ? drawCard(view) : null,
    ),
  );
}

function ownButtons(view) {
  const remove = () => send("delete", { as: me.key, message: view.id });
  return [
    el("button", { type: "button", class: "quiet", onclick: (event) => startEdit(view, event.target) }, "Edit"),
    el("button", { type: "button", class: "quiet", onclick: remove }, "Delete"),
  ];
}

function startEdit(view, button) {
  const body = button.closest(".message-body");
  const mentioned = view.words.some((piece) => piece.at);
  const text = view.words.map((piece) => piece.text || "").join("").trim();
  const old = body.querySelector(".words");
  const cancel = () => box.element.replaceWith(old);
  const box = writingBox({ label: "Edit your message", button: "Save", onCancel: cancel, text, mentioned }, async (now, mention) => {
    cancel();
    await send("edit", { as: me.key, message: view.id, text: now, mention });
  });
  old.replaceWith(box.element);
  box.focus();
}

function announce(view, again) {
  const said = view.summary || view.words.map((piece) => piece.at || piece.text).join(" ");
  byId("news").textContent = `${view.author} ${again ? "changed a message" : "wrote"}: ${said}`;
}
