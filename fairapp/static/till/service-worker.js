// Keeps the pages of one version for when there is no network. A newer version waits until no till or gate is open:
// nothing changes under a sale. Only pages and their parts are kept here; entries live in the phone's database.

const VERSION = new URL(self.location).searchParams.get("v");
const CACHE = `fairapp-phone-${VERSION}`;
const PAGES = ["/till", "/gate"];

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGES.includes(address.pathname)) {
    event.respondWith(fromCache(address.pathname, request));
  } else if (address.pathname.startsWith(`/phone/${VERSION}/`)) {
    event.respondWith(fromCache(request, request));
  }
});

async function fill() {
  const { version, files } = await (await fetch("/phone/shell.json", { cache: "no-store" })).json();
  if (version !== VERSION) throw new Error("a newer version is there already");
  const cache = await caches.open(CACHE);
  const page = new URL(self.registration.scope).pathname;
  await cache.addAll([page, ...files]);
}

async function forgetOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("fairapp-phone-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(kept, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(kept, { ignoreVary: true })) ?? fetch(request);
}
