// The pages themselves: kept for when there is no network, and fetched anew when the fair no longer understands them.

/** Keep the page for when there is no network, and ask the browser not to tidy the list away. */
export async function workOffline() {
  navigator.storage?.persist?.();
  document.getElementById("insecure").hidden = isSecureContext;
  if (!navigator.serviceWorker) return;
  try {
    const version = await newestVersion();
    await navigator.serviceWorker.register(`/phone-worker.js?v=${version}`, { scope: location.pathname });
    await navigator.serviceWorker.ready;
    document.body.dataset.offline = "ready";
  } catch {
    if (navigator.serviceWorker.controller) document.body.dataset.offline = "ready";
  }
}

/** The fair does not understand these pages any more: it is said, and new ones are fetched for when this is closed. */
export function renew() {
  if (document.getElementById("old").hidden) workOffline();
  document.getElementById("old").hidden = false;
}

/** A page from the network says its version itself; one that was kept has to ask whether there is a newer. */
async function newestVersion() {
  if (!navigator.serviceWorker.controller) return document.body.dataset.version;
  return (await (await fetch("/phone/shell.json", { cache: "no-store" })).json()).version;
}
