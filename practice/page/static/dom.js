// Small tools. Whatever anybody wrote becomes a text node, so it is never markup.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

// Everything a person does goes to the practice server, which signs it and tells the bot.
export async function send(what, body) {
  try {
    const answer = await fetch(`/do/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { failed: true, status: 0 };
  }
}

export async function get(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const UK = { timeZone: "Europe/London" };
const CLOCK = new Intl.DateTimeFormat("en-GB", { ...UK, hour: "numeric", minute: "2-digit", hour12: true });
const SECONDS = new Intl.DateTimeFormat("en-GB", { ...UK, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { ...UK, day: "numeric", month: "long" });

// "2:15pm", UK time.
export const clock = (when) => CLOCK.format(new Date(when * 1000)).replace(" ", "");

// "2:15pm" today, "4 March, 2:15pm" on other days; always UK time.
export function time(when) {
  const at = new Date(when * 1000);
  const text = DAY.format(at) === DAY.format(new Date()) ? clock(when) : `${DAY.format(at)}, ${clock(when)}`;
  return el("time", { datetime: at.toISOString() }, text);
}

export const seconds = (when) => SECONDS.format(new Date(when * 1000));

const COLOURS = 6;

export function avatar(name, bot = false) {
  const initials = bot ? "TV" : name.split(" ").map((part) => part[0]).slice(0, 2).join("");
  const colour = bot ? "bot" : [...name].reduce((sum, letter) => (sum * 75 + letter.charCodeAt(0)) % 9973, 0) % COLOURS;
  return el("span", { class: `avatar colour-${colour}`, "aria-hidden": "true" }, initials);
}
