// A field that asks the bot while somebody types, as Teams draws a choice with `Data.Query` (teams-facts §1.7).
// Microsoft's renderer does that in part: it sends the title for the value, and hides every answer in which the
// letters do not stand as they were typed.
/* global AdaptiveCards */

import { el } from "./dom.js";

const TYPE = "Typeahead";
const PAUSE = 200; // milliseconds without another letter
let number = 0;

// The card with such fields under a type of our own; its `search` gives a promise of choices.
export function withTypeahead(card) {
  return JSON.parse(JSON.stringify(card), (_, part) =>
    part?.type === "Input.ChoiceSet" && part["choices.data"] ? { ...part, type: TYPE } : part,
  );
}

class Typeahead extends AdaptiveCards.TextInput {
  getJsonTypeName() {
    return TYPE;
  }

  internalParse(source, context) {
    super.internalParse(source, context);
    this.dataset = source["choices.data"].dataset;
  }

  internalRender() {
    this.field = super.internalRender();
    this.list = el("ul", { class: "offered", role: "listbox", id: `offered-${++number}`, "aria-label": this.label, hidden: true });
    const looks = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(looks)) this.field.setAttribute(name, value);
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.show([]));
    return this.field;
  }

  overrideInternalRender() {
    const outer = super.overrideInternalRender();
    outer.append(this.list);
    return outer;
  }

  // What a client sends is what was chosen; letters alone are nobody's choice.
  get value() {
    return this.chosen;
  }

  isSet() {
    return Boolean(this.chosen);
  }

  isValid() {
    return Boolean(this.chosen) || !this.field?.value.trim();
  }

  typed() {
    this.chosen = undefined;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(this.field.value), PAUSE);
  }

  async ask(text) {
    const choices = text.trim() ? await this.getRootElement().search?.(this.dataset, text) : [];
    if (text === this.field.value && !this.chosen) this.show(choices || []);
  }

  show(choices) {
    const options = choices.map((choice, at) => {
      const option = el("li", { role: "option", id: `${this.list.id}-${at}`, "aria-selected": "false" }, choice.title);
      // Before the field loses the focus, which takes the list away.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.choose(choice));
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.field.setAttribute("aria-expanded", String(options.length > 0));
    this.mark(-1);
  }

  choose(choice) {
    this.chosen = choice.value;
    this.field.value = choice.title;
    this.show([]);
    this.valueChanged();
  }

  pressed(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) this.mark((this.marked + step + options.length) % options.length);
    else if (event.key === "Enter") options[this.marked]?.click();
    else if (event.key === "Escape" && options.length) this.show([]);
    else return;
    event.preventDefault();
  }

  mark(at) {
    this.marked = at;
    for (const [index, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(index === at));
    const option = this.list.children[at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

AdaptiveCards.GlobalRegistry.elements.register(TYPE, Typeahead);
