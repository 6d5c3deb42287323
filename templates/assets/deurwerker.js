// The door's service worker: the page and its files come from what was kept,
// always; what is about people passes by it.  `files` is set by the page that
// imports this.
"use strict";

const name = files.join(" ");

const keep = async () => {
	const cache = await caches.open(name);

	// A page to sign in on is not what was asked for.
	for (const file of files) {
		const answer = await fetch(file, { redirect: "error", cache: "reload" });
		if (!answer.ok)
			throw new Error(`${file}: ${answer.status}`);
		await cache.put(file, answer);
	}
	await self.skipWaiting();
};

const settle = async () => {
	for (const other of await caches.keys())
		if (other !== name)
			await caches.delete(other);
	await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(settle()));
self.addEventListener("fetch", (event) => {
	const { pathname } = new URL(event.request.url);

	if (event.request.method === "GET" && files.includes(pathname))
		event.respondWith(caches.match(pathname).
		    then((kept) => kept ?? fetch(event.request)));
});
