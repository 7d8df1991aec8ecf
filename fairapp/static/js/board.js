// The board goes on by itself while somebody looks at it. What did not change is left as it stands: focus, selection
// and scroll survive. Without this script the page shows the moment at which it was opened, and says which.

const EVERY = 10_000;
const PATIENCE = 8_000;
const region = document.querySelector("[data-board]");
const lost = document.querySelector("[data-board-lost]");
const at = document.querySelector("[data-board-at]");
const since = document.querySelector("[data-board-since]");
let tag = "";
let timer;

function schedule() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(refresh, EVERY);
}

async function refresh() {
  clearTimeout(timer);
  try {
    await ask();
    lost.hidden = true;
  } catch {
    if (lost.hidden) since.textContent = at.textContent;
    lost.hidden = false;
  }
  schedule();
}

async function ask() {
  const how = { credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) };
  const answer = await fetch(region.dataset.board, { ...how, headers: tag ? { "If-None-Match": tag } : {} });
  if (answer.status !== 304) {
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
    tag = answer.headers.get("ETag") ?? "";
  }
  at.textContent = decodeURIComponent(answer.headers.get("Board-At") ?? "");
}

function show(text) {
  const fresh = region.cloneNode(false);
  fresh.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  const focused = document.activeElement;
  become(region, fresh);
  if (document.activeElement === focused) return;
  // It was moved, which takes the focus away, or it is gone with its stall: then the list is the nearest place.
  const again = focused.isConnected ? focused : (document.getElementById(focused.id) ?? document.getElementById("board-list"));
  again?.focus({ preventScroll: true });
}

/** Let `old` say what `fresh` says, changing as little as possible. */
function become(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  children(old, [...fresh.childNodes]);
}

/** A child with an id is known by it wherever it stands; the others by their place and kind. */
function children(parent, wanted) {
  const known = new Map([...parent.children].filter((child) => child.id).map((child) => [child.id, child]));
  let place = parent.firstChild;
  for (const fresh of wanted) {
    const same = fresh.id ? known.get(fresh.id) : isAlike(place, fresh) ? place : null;
    if (!same) parent.insertBefore(fresh, place);
    else {
      if (same === place) place = place.nextSibling;
      else parent.insertBefore(same, place);
      become(same, fresh);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

const isAlike = (old, fresh) => old?.nodeName === fresh.nodeName && !old.id;

if (region && lost && at) {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? refresh() : schedule()));
  schedule();
}
