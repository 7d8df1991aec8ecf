// Keeps the pages of one version for when there is no network. A newer version waits until no till or gate is open:
// nothing changes under a sale. Only pages and their parts are kept here; entries live in the phone's database.

const VERSION = new URL(self.location).searchParams.get("v");
const PAGE = new URL(self.registration.scope).pathname;
// Till and gate keep theirs apart: each may be of another version, and tidies up only its own.
const MINE = `fairapp-phone-${PAGE}-`;
const CACHE = MINE + VERSION;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) {
    event.respondWith(fromCache(address.pathname, request));
  } else if (address.pathname.startsWith(`/phone/${VERSION}/`)) {
    event.respondWith(fromCache(request, request));
  }
});

/** All parts of this version or none: a portal's page, a cut answer or a server that was renewed meanwhile stops it. */
async function fill() {
  const { version, files } = await (await fetch("/phone/shell.json", { cache: "no-store" })).json();
  if (version !== VERSION) throw new Error("a newer version is there already");
  const parts = await Promise.all([fetchPart(PAGE, { cache: "no-store" }), ...files.map((file) => fetchPart(file))]);
  const page = await parts[0].clone().text();
  if (!page.includes(`data-version="${VERSION}"`)) throw new Error("the page is of another version");
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE, ...files].map((address, at) => cache.put(address, parts[at])));
}

async function fetchPart(address, how) {
  const part = await fetch(address, how);
  const isPage = (part.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!part.ok || part.redirected || isPage !== (address === PAGE)) throw new Error(`not a part: ${address}`);
  return part;
}

async function forgetOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(MINE) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(kept, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(kept, { ignoreVary: true })) ?? fetch(request);
}
