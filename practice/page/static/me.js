// Who this window is: in its address, so that several windows can be several people and a reload changes nothing.

const asked = new URLSearchParams(location.search).get("as");
export const me = { key: asked || "amina", name: "" };

export function become(key) {
  me.key = key;
  history.replaceState(null, "", `/?as=${encodeURIComponent(key)}`);
}
