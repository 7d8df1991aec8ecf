// All changes saved at once, or none: what is refused stays on the page, and the reason is said.

import { changed, chosen, forget, items, length, number, root, say, state, tool, whenever, words } from "./plan-model.js";

const KEPT = "fairapp-plan";
const place = (item) => ({
  x_mm: length(item, "x"),
  y_mm: length(item, "y"),
  width_mm: length(item, "width"),
  depth_mm: length(item, "depth"),
});
const id = (item) => (item.dataset.added ? null : item.dataset.id);

function booth(item) {
  const { name, withdrawn } = item.dataset;
  return { id: id(item), number: name, class: item.dataset.class, withdrawn: Boolean(withdrawn), ...place(item) };
}

function feature(item) {
  const { kind, label, withdrawn } = item.dataset;
  return withdrawn ? { id: id(item), removed: true } : { id: id(item), kind, label, ...place(item) };
}

function body() {
  const told = { revision: state.revision, booths: [], features: [] };
  for (const item of changed.values()) {
    if (item.dataset.item === "booth") told.booths.push(booth(item));
    else told.features.push(feature(item));
  }
  return JSON.stringify(told);
}

async function save() {
  const button = tool("save");
  button.disabled = true;
  try {
    const answer = await fetch(root.dataset.save, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.token },
      body: body(),
    });
    const told = await answer.json();
    if (!answer.ok) return say(told.message);
    forget();
    // The page is read again: rows follow from what was saved. What was said and who was chosen outlast that.
    sessionStorage.setItem(KEPT, JSON.stringify({ said: [words.saved, ...told.warnings].join(" "), name: chosen?.dataset.name }));
    location.reload();
  } catch {
    say(words.lost);
  } finally {
    button.disabled = changed.size === 0;
  }
}

tool("save").addEventListener("click", save);
whenever(() => {
  if (changed.size) tool("save").title = words.unsaved.replace("{count}", number(changed.size));
});
addEventListener("beforeunload", (event) => changed.size && event.preventDefault());

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
sessionStorage.removeItem(KEPT);
if (kept) {
  items().find((item) => item.dataset.name === kept.name)?.focus();
  say(kept.said);
}
