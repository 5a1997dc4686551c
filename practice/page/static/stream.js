// The picture that the server keeps for this window: named parts, all at first and then those that differ.

const parts = new Map();
const watchers = [];
let source = null;

// Calls `react` with what changed among the parts whose name begins so: a map of name → part, null when gone.
export function watch(prefix, react) {
  watchers.push({ prefix, react });
}

export const part = (name) => parts.get(name);
export const partsOf = (prefix) => [...parts].filter(([name]) => name.startsWith(prefix)).map(([, value]) => value);

// Browsers allow six connections to one place: a window that nobody sees gives its own back.
export function rest() {
  source?.close();
  source = null;
}

export function follow(key, onState) {
  source?.close();
  source = new EventSource(`/stream?as=${encodeURIComponent(key)}`);
  source.addEventListener("open", () => onState(true));
  source.addEventListener("error", () => onState(false));
  source.addEventListener("all", (event) => {
    const news = JSON.parse(event.data);
    for (const name of parts.keys()) if (!(name in news)) news[name] = null;
    take(news, true);
  });
  source.addEventListener("some", (event) => take(JSON.parse(event.data), false));
}

function take(news, first) {
  for (const [name, value] of Object.entries(news)) {
    if (value === null) parts.delete(name);
    else parts.set(name, value);
  }
  for (const { prefix, react } of watchers) {
    const theirs = Object.entries(news).filter(([name]) => name.startsWith(prefix));
    if (theirs.length) react(new Map(theirs), first);
  }
}
