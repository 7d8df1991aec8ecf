// The figures of the results refresh by themselves while somebody looks at them.
// Without this script the page shows the figures of the moment it was opened.

const EVERY = 15_000;
const region = document.querySelector("[data-live]");
const lost = document.querySelector("[data-live-lost]");

/** The address of the live part, `?session=` as the page was opened with. */
const address = region?.dataset.live;
let timer;

function schedule() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(refresh, EVERY);
}

/** Whoever reads with the keyboard or has text selected must not lose the place. */
function isBusy() {
  const selected = document.getSelection();
  return region.contains(document.activeElement) || (selected?.type === "Range" && region.contains(selected.anchorNode));
}

async function refresh() {
  try {
    if (!isBusy()) await replace();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  schedule();
}

async function replace() {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = new Set([...region.querySelectorAll("details[open]")].map((one) => one.dataset.keep));
  for (const one of page.querySelectorAll("details")) one.open = open.has(one.dataset.keep);
  region.replaceChildren(...page.body.childNodes);
}

if (region && lost) {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? refresh() : schedule()));
  schedule();
}
