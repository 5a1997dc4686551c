// A box to write in, with the mention of the bot on unless taken off: the bot hears only what mentions it.

import { el } from "./dom.js";

let boxes = 0;

export function writingBox({ label, button, onCancel = null, text = "", mentioned = true, id = "" }, onSend) {
  const name = id || `box-${(boxes += 1)}`;
  const area = el("textarea", { id: name, rows: "1", placeholder: "Write a message" });
  area.value = text;
  const mention = el(
    "button",
    { type: "button", class: "mention-toggle", "aria-pressed": String(mentioned), onclick: () => toggle() },
    "@TV Support",
  );
  const go = el("button", { type: "submit", class: "primary" }, button);
  const cancel = onCancel ? el("button", { type: "button", class: "quiet", onclick: onCancel }, "Cancel") : null;
  const element = el(
    "form",
    { class: "writing" },
    el("label", { class: "unseen", for: name }, label),
    area,
    el("div", { class: "writing-row" }, mention, el("span", { class: "hint" }, "Enter sends, Shift and Enter begins a line"), cancel, go),
  );

  const toggle = () => mention.setAttribute("aria-pressed", String(mention.getAttribute("aria-pressed") !== "true"));
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 220)}px`;
  };
  const submit = () => {
    const said = area.value.trim();
    if (!said) return area.focus();
    area.value = "";
    grow();
    return onSend(said, mention.getAttribute("aria-pressed") === "true");
  };
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  area.addEventListener("input", grow);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && onCancel) onCancel();
  });
  const fill = (words) => {
    area.value = words;
    mention.setAttribute("aria-pressed", "true");
    grow();
    area.focus();
  };
  return { element, focus: () => area.focus(), fill };
}
