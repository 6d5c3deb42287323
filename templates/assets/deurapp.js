// The door, always offline first: a code or a name is looked up in the list on
// this device, what happens is a fact in its queue, and the queue goes to the
// server whenever it can be reached.  Facts are only added, so devices that
// did not see each other are merged by union (db/door/arrival.h).
//
// What is kept of people is sealed: each record by a key made of its own code,
// the names to search by a key of this device.  Neither key can leave the
// browser, and both are thrown away when the day ends, with all they open.
// Who was not signed up waits here under a key of their own, which goes with
// them to the server.
"use strict";

const LIST_AGE = 600;		// seconds after which the list is fetched anew
const PORTION = 100;		// facts a request
const AGAIN = 10000;		// milliseconds between tries
const now = () => Math.floor(Date.now() / 1000);
const one = (selector, root = document) => root.querySelector(selector);

// IndexedDB, as promises.
const opened = new Promise((resolve, reject) => {
	const asked = indexedDB.open("deur", 1);

	asked.onupgradeneeded = () => {
		asked.result.createObjectStore("mensen");	// sealed
		asked.result.createObjectStore("staat");
		asked.result.createObjectStore("feiten");	// without a name
		asked.result.createObjectStore("wacht");	// of these, unsent
	};
	asked.onsuccess = () => resolve(asked.result);
	asked.onerror = () => reject(asked.error);
});
const settled = (request) => new Promise((resolve, reject) => {
	request.onsuccess = () => resolve(request.result);
	request.onerror = () => reject(request.error);
});
const change = async (stores, work) => {
	const transaction = (await opened).transaction(stores, "readwrite");
	const done = new Promise((resolve, reject) => {
		transaction.oncomplete = resolve;
		transaction.onabort = () => reject(transaction.error);
	});

	work(...stores.map((store) => transaction.objectStore(store)));
	return done;
};
const read = async (store, key) => settled((await opened).
    transaction(store).objectStore(store).get(key));
const all = async (store) => settled((await opened).
    transaction(store).objectStore(store).getAll());

// Sealing.  A record's key and its place in the store are macs of its code.
const utf8 = new TextEncoder();
const mac = async (key, text) => crypto.subtle.sign("HMAC", key,
    utf8.encode(text));
const hex = (bytes) => [...new Uint8Array(bytes)].
    map((byte) => byte.toString(16).padStart(2, "0")).join("");
const keyOf = async (key, code) => crypto.subtle.importKey("raw",
    await mac(key, `sleutel ${code}`), "AES-GCM", false, ["encrypt", "decrypt"]);
const seal = async (key, what) => {
	const iv = crypto.getRandomValues(new Uint8Array(12));

	return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv },
	    key, utf8.encode(JSON.stringify(what))) };
};
const unseal = async (key, { iv, box }) => JSON.parse(new TextDecoder().
    decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, box)));

// What is in memory: the names once opened, and the facts.
let state = {}, names = [], facts = new Map(), waiting = 0, newcomers = [],
    sending = false, trouble = "";

// A code in the one spelling that the server gives, or null; of /d/CODE too.
const codeIn = (text) => {
	const signs = text.replace(/^.*\/d\//, "").toUpperCase().
	    replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

	return /^[0-9A-HJKMNP-TV-Z]{9,18}$/.test(signs) ?
	    `${signs.slice(0, -8)}-${signs.slice(-8, -4)}-${signs.slice(-4)}` :
	    null;
};

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").
    toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

// At most so many letters that differ, or changed places.
const near = (a, b, most) => {
	let before = [], row = [...Array(b.length + 1).keys()];

	if (Math.abs(a.length - b.length) > most)
		return false;
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next[j] = Math.min(row[j] + 1, next[j - 1] + 1,
			    row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] &&
			    a[i - 2] === b[j - 1])
				next[j] = Math.min(next[j], before[j - 2] + 1);
		}
		[before, row] = [row, next];
	}
	return row[b.length] <= most;
};

const found = (query) => {
	const words = fold(query).split(" ");
	const everybody = [...newcomers, ...names];
	const exact = everybody.filter(({ text, number }) =>
	    String(number) === query.trim() ||
	    words.every((word) => text.includes(word)));

	return exact.length > 0 ? exact : everybody.filter(({ text }) =>
	    words.every((word) => text.split(" ").some((other) =>
	    near(word, other, word.length < 4 ? 0 : word.length < 8 ? 1 : 2))));
};

const keyOfFact = ({ toestel, nonce }) => `${toestel}/${nonce}`;

// Who was not signed up is called by their first fact until the server gives
// them a number.
const numberOf = (called) => facts.get(called)?.deelnemer ?? called;

// Who is in: the first fact that nobody took back.
const presence = () => {
	const revoked = new Set([...facts.values()].map((one) => one.herroept));
	const present = new Map();

	for (const [key, fact] of facts) {
		const number = numberOf(fact.deelnemer);
		const first = present.get(number);
		if (fact.herroept === "" && !revoked.has(key) &&
		    (first === undefined || fact.moment < first.moment))
			present.set(number, fact);
	}
	return present;
};

const clock = (moment) => new Date(moment * 1000).toLocaleTimeString("nl-NL", {
	timeZone: "Europe/Amsterdam", hour: "numeric", minute: "2-digit",
}).replace(":", ".").replace(/^0/, "");

const drawStand = () => {
	const list = state.lijst, present = presence();

	one("#binnen").textContent = present.size;
	one("#verwacht").textContent = list?.verwacht ?? "–";
	one("#erbij").hidden = list === undefined;
	one("#deur").textContent = state.deur ? `Deur ${state.deur}` : "Deur";
	one(".net").dataset.net = waiting === 0 && trouble === "" ? "ja" : "nee";
	one("#net").textContent = (trouble === "" ? "" : `${trouble} `) +
	    (list === undefined ? "Er is nog geen lijst op dit toestel." :
	    `${list.aantal} namen van ${clock(list.moment)} · ` +
	    (waiting === 0 ? "alles is verstuurd" :
	    `${waiting} ${waiting === 1 ? "wacht" : "wachten"} op verzending`));
};

const say = (text, shade, undo) => {
	const box = one("#gedaan"), button = one("button", box);

	one("p", box).textContent = text;
	box.className = `notice ${shade} status`;
	box.hidden = false;
	button.hidden = undo === undefined;
	button.onclick = undo ?? null;
};

// What waits, with who is not signed up yet.
const look = async () => {
	const queue = await all("wacht");

	waiting = queue.length;
	newcomers = await Promise.all(queue.filter(({ box }) => box).map(
	    async ({ sleutel, box, ...fact }) => ({ fact,
	    ...await unseal(sleutel, box), number: keyOfFact(fact),
	    status: "nieuw", sessies: "", foto: false })));
	one("#geweigerd").replaceChildren(...newcomers.filter(({ fact }) =>
	    fact.reden).map(drawRefused));
	drawStand();
};

// Facts from anywhere; those of our own wait until the server has them.
const add = async (list, own, sealed = {}) => {
	await change(["feiten", "wacht"], (kept, queue) => {
		for (const fact of list) {
			kept.put(fact, keyOfFact(fact));
			if (own)
				queue.put({ ...fact, ...sealed }, keyOfFact(fact));
		}
	});
	for (const fact of list)
		facts.set(keyOfFact(fact), fact);
	await look();
};

const fact = (deelnemer, herroept = "") => ({
	toestel: state.toestel, nonce: crypto.randomUUID(),
	deelnemer, moment: now(), deur: state.deur ?? "", herroept,
});

const letIn = async (person) => {
	await add([fact(person.number)], true);
	say(`Binnen: ${person.naam}, ${person.over}, ${clock(now())}`, "good",
	    () => takeBack(person));
	one("#treffers").replaceChildren();
	one("#q").value = "";
	// Who scans wants no keyboard.
	if (one("#beeld").hidden)
		one("#q").focus();
	send();
};

const takeBack = async (person) => {
	const undone = [...facts].filter(([, one]) => one.herroept === "" &&
	    numberOf(one.deelnemer) === numberOf(person.number)).
	    map(([key]) => fact(person.number, key));

	await add(undone, true);
	say(`Niet binnen: ${person.naam}, ${person.over}`, "good");
	one("#treffers").replaceChildren();
	send();
};

const shades = { bevestigd: "good", wachtlijst: "wait", afgemeld: "none",
    nieuw: "wait" };
const words = { bevestigd: "aangemeld", nieuw: "nog niet aangemeld" };
const why = { bevestigd: "",
    nieuw: "Wordt aangemeld zodra er weer verbinding is." };

const drawHit = (person, present) => {
	const hit = one("#treffer").content.cloneNode(true);
	const inside = present.get(person.number);
	const placed = ["bevestigd", "nieuw"].includes(person.status);
	const button = one("button", hit);

	one(".state", hit).classList.add(inside ? "none" : shades[person.status]);
	one(".state", hit).textContent = inside ?
	    `al binnen, ${clock(inside.moment)}` :
	    words[person.status] ?? person.status;
	one(".foto", hit).hidden = !person.foto;
	one("h2", hit).textContent = person.naam;
	one(".over", hit).textContent = `${person.over}.`;
	one(".uitleg", hit).textContent = inside && inside.deur !== "" ?
	    `Kwam binnen bij deur ${inside.deur}.` : "";
	if (!inside || person.status === "nieuw")
		one(".uitleg", hit).textContent += why[person.status] ??
		    "Heeft geen plaats.";
	one(".sessies", hit).textContent = person.sessies;
	button.textContent = inside ? "Toch niet binnen" :
	    placed ? "Binnen" : "Toch binnenlaten";
	button.setAttribute("aria-label", `${button.textContent}: ${person.naam}`);
	if (inside)
		button.className = "link";
	else
		button.classList.toggle("plain", !placed);
	button.onclick = () => (inside ? takeBack : letIn)(person);
	return hit;
};

// While a list is taken there are new keys in the store and old ones here.
let settling = Promise.resolve();

const open = async (code) => {
	for (let key = null; key !== state.zegel;) {
		key = state.zegel;
		const sealed = key && await read("mensen",
		    hex(await mac(key, `plek ${code}`)));
		if (sealed)
			return unseal(await keyOf(key, code), sealed);
		await settling;
	}
	return undefined;
};

// A code that is shown lets in who has a place, by one act; all else is asked.
const take = async (text) => {
	const code = codeIn(text);
	const person = code === null ? undefined : await open(code);

	if (person === undefined)
		return false;
	const inside = presence().get(person.number);
	if (inside === undefined && person.status === "bevestigd") {
		await letIn(person);
		return true;
	}
	if (inside !== undefined)
		say(`Al binnen: ${person.naam}, ${clock(inside.moment)}` +
		    (inside.deur === "" ? "" : `, deur ${inside.deur}`), "wait");
	one("#treffers").replaceChildren(drawHit(person, presence()));
	return true;
};

const search = async (query) => {
	await loaded;
	if (query.trim() === "" || await take(query))
		return;
	const present = presence();
	const hits = (await Promise.all(found(query).slice(0, 30).
	    map((person) => person.fact ? person : open(person.code)))).
	    filter((person) => person);
	const none = document.createElement("p");

	none.textContent = `Niemand gevonden voor “${query}” in de lijst van ` +
	    "dit toestel.";
	one("#treffers").replaceChildren(...hits.length === 0 ? [none] :
	    hits.map((person) => drawHit(person, present)));
};

// When the day is over, nothing of it can be opened any more.  What waits to
// be sent stays: numbers, and who is not signed up yet.
const forget = async () => {
	const needed = new Set((await all("wacht")).flatMap((one) =>
	    [keyOfFact(one), one.deelnemer]));

	facts = new Map([...facts].filter(([key]) => needed.has(key)));
	await change(["mensen", "staat", "feiten"], (people, kept, known) => {
		people.clear();
		known.clear();
		for (const [key, fact] of facts)
			known.put(fact, key);
		for (const key of ["zegel", "sleutel", "namen", "lijst", "laatste"])
			kept.delete(key);
	});
	for (const key of ["zegel", "sleutel", "namen", "lijst", "laatste"])
		delete state[key];
	names = [];
	one("#treffers").replaceChildren();
};

const factOf = ([toestel, nonce, deelnemer, moment, deur, herroept]) =>
    ({ toestel, nonce, deelnemer, moment, deur, herroept });

const takeList = async (list) => {
	const zegel = await crypto.subtle.generateKey(
	    { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	const sleutel = await crypto.subtle.generateKey(
	    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const people = list.mensen.map(([number, code, naam, over, status,
	    sessies, foto]) => ({ number, code, naam, over, status, sessies,
	    foto: foto === 1, text: fold(`${naam} ${over}`) }));
	const sealed = await Promise.all(people.map(async (person) =>
	    [await seal(await keyOf(zegel, person.code), person),
	    hex(await mac(zegel, `plek ${person.code}`))]));
	const mine = people.map(({ number, code, text }) =>
	    ({ number, code, text }));
	const fresh = { zegel, sleutel, namen: await seal(sleutel, mine),
	    deur: list.deur, event: list.event, lijst: {
		moment: list.nu, tot: list.tot, aantal: people.length,
		verwacht: people.filter((p) => p.status === "bevestigd").length,
	    } };

	await change(["mensen", "staat"], (store, kept) => {
		store.clear();
		for (const [box, slot] of sealed)
			store.put(box, slot);
		for (const [key, value] of Object.entries(fresh))
			kept.put(value, key);
	});
	// Of another event, other facts count.
	if (state.event !== undefined && state.event !== list.event)
		await change(["feiten"], (known) => known.clear()).
		    then(() => { facts = new Map(); });
	Object.assign(state, fresh, { csrf: list.csrf });
	names = mine;
	await add(list.feiten.map(factOf), false);
	await remember("laatste", list.laatste);
};

const remember = async (key, value) => {
	state[key] = value;
	await change(["staat"], (kept) => kept.put(value, key));
};

const answer = async (path, body) => {
	const got = await fetch(path, { method: body ? "POST" : "GET", body,
	    redirect: "error", cache: "no-store" });

	if (got.status === 403)
		throw new Error("login");
	if (!got.ok)
		throw new Error(String(got.status));
	return got.json();
};

const fetchList = async () => {
	const list = await answer("/beheer/deur/lijst.json");

	settling = takeList(list);
	await settling;
};

const factSent = (one, number = numberOf(one.deelnemer)) => [one.toestel,
    one.nonce, number, one.moment, one.herroept, one.deur].join("|");

// Somebody who was not signed up has a number now; or the server says what is
// wrong, and whoever stands at this door mends it.
const bring = async ({ fact, answers, naam, over }) => {
	const key = keyOfFact(fact);
	const got = await answer("/beheer/deur/meegebracht",
	    new URLSearchParams([...answers, ["csrf", state.csrf],
	    ["event", fact.event], ["feit", factSent(fact, 0)]]));

	if (got.geweigerd !== undefined) {
		const waits = await read("wacht", key);
		await change(["wacht"], (queue) => queue.put({ ...waits,
		    reden: got.geweigerd }, key));
		return look();
	}
	await change(["wacht"], (queue) => queue.delete(key));
	await add([{ ...fact, deelnemer: got.nummer }], false);
	return say(`Aangemeld: ${naam}, ${over}, nummer ${got.nummer}.`, "good",
	    () => takeBack({ naam, over, number: got.nummer }));
};

// What the server can take: of somebody who waits, nothing more is told.
const sendable = async () => (await all("wacht")).filter(
    ({ box, reden, deelnemer }) => box ? reden === undefined :
    typeof numberOf(deelnemer) === "number");

// A portion of the queue; what the server has goes out of it.  More: both ways.
const sendPortion = async () => {
	for (const newcomer of newcomers.filter(({ fact }) => !fact.reden))
		await bring(newcomer);
	const list = (await sendable()).filter(({ box }) => !box).
	    slice(0, PORTION);
	const body = new URLSearchParams({ csrf: state.csrf,
	    na: state.laatste ?? 0 });

	for (const one of list)
		body.append("feit", factSent(one));
	const got = await answer("/beheer/deur/verzenden", body);
	await change(["wacht"], (queue) => {
		for (const one of list)
			queue.delete(keyOfFact(one));
	});
	await add(got.feiten.map(factOf), false);
	await remember("laatste", got.laatste);
	return got.meer || (await sendable()).length > 0;
};

// Once for each who is in a fact and not in the list of this device.
const asked = new Set();
const hasStrangers = () => {
	const listed = new Set(names.map(({ number }) => number));

	return [...facts.values()].map(({ deelnemer }) => numberOf(deelnemer)).
	    filter((number) => typeof number === "number" &&
	    !listed.has(number) && !asked.has(number) && asked.add(number)).
	    length > 0;
};

const send = async () => {
	await loaded;
	if (sending)
		return;
	sending = true;
	try {
		if (state.lijst !== undefined && now() >= state.lijst.tot)
			await forget();
		// The list first: it brings what a form must carry.
		if (state.lijst === undefined || state.csrf === undefined ||
		    now() - state.lijst.moment > LIST_AGE)
			await fetchList();
		while (await sendPortion())
			;
		if (hasStrangers())
			await fetchList();
		trouble = "";
	} catch (error) {
		trouble = error.message === "login" ?
		    "Log opnieuw in bij de gewone deur om te versturen." :
		    "Geen verbinding.";
		// Another login has another csrf.
		delete state.csrf;
	}
	sending = false;
	drawStand();
};

// The form for who was not signed up.  What is wrong with it is said at once
// as far as it is known here.
const missing = (form) => [...form.querySelectorAll("[aria-required]")].
    find((input) => input.value.trim() === "" ||
    (input.id === "gemeente" && one("#gemeente-keuze").value === ""));

const wrong = (form, input) => {
	one(".wrong", form)?.classList.remove("wrong");
	one(".msg", form)?.remove();
	for (const name of ["aria-invalid", "aria-describedby"])
		one(`[${name}]`, form)?.removeAttribute(name);
	if (input === undefined)
		return false;
	const message = document.createElement("p");
	message.id = `${input.id}-fout`;
	message.className = "msg";
	message.textContent = input.id === "gemeente" ?
	    "Kies de gemeente uit de lijst." :
	    `Vul in: ${input.labels[0].textContent.toLowerCase()}.`;
	input.before(message);
	input.closest(".field").classList.add("wrong");
	input.setAttribute("aria-invalid", "true");
	input.setAttribute("aria-describedby", message.id);
	input.focus();
	return true;
};

let mending;	// who was refused, while they are in the form

const takeIn = async (form) => {
	const answers = [...new FormData(form)];
	const [voornaam, achternaam] = [...form.querySelectorAll("input")].
	    map(({ value }) => value.trim());
	const naam = `${voornaam} ${achternaam}`;
	const over = `${one("#gemeente").value}, ` +
	    one(":checked", form).labels[0].textContent;
	const { reden, ...came } = mending?.fact ?? { ...fact(), event: state.event };
	const sleutel = await crypto.subtle.generateKey(
	    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

	came.deelnemer = keyOfFact(came);
	await add([came], true, { sleutel, box: await seal(sleutel,
	    { naam, over, text: fold(`${naam} ${over}`), answers }) });
	one("#erbij").open = false;
	say(`Binnen: ${naam}, ${over}, ${clock(came.moment)}. Wordt aangemeld ` +
	    "zodra er weer verbinding is.", "good",
	    () => takeBack({ naam, over, number: came.deelnemer }));
	one("#q").focus();
	send();
};

// As it was typed, to be sent as the same fact.
const mend = (person) => {
	const form = one("#nieuw");

	mending = person;
	for (const [name, value] of person.answers)
		for (const input of form.querySelectorAll(`[name="${name}"]`))
			if (input.type === "radio")
				input.checked = input.value === value;
			else
				input.value = value;
	one("#gemeente").value = person.over.replace(/, [^,]*$/, "");
	for (const happens of ["input", "blur"])
		one("#gemeente").dispatchEvent(new Event(happens));
	one("#erbij").open = true;
	one("input", form).focus();
};

const drawRefused = (person) => {
	const hit = drawHit(person, presence()), button = one("button", hit);

	one(".uitleg", hit).textContent = `Niet aangemeld: ${person.fact.reden}`;
	button.className = "button plain";
	button.textContent = "Verbeter";
	button.setAttribute("aria-label", `Verbeter: ${person.naam}`);
	button.onclick = () => mend(person);
	return hit;
};

// The camera, where the browser can read codes itself.
const scan = async () => {
	const video = one("#beeld");
	const detector = new BarcodeDetector({ formats: ["qr_code"] });
	let last = "";

	video.srcObject = await navigator.mediaDevices.getUserMedia(
	    { video: { facingMode: "environment" } });
	video.hidden = false;
	await video.play();
	setInterval(async () => {
		for (const { rawValue } of await detector.detect(video))
			if (rawValue !== last) {
				last = rawValue;
				if (!await take(rawValue))
					say("Deze code staat niet in de lijst.",
					    "wait");
			}
	}, 250);
};

// What the device has; who types or presses sooner waits for it.
const load = async () => {
	for (const key of ["toestel", "zegel", "sleutel", "namen", "lijst",
	    "laatste", "deur", "event"])
		state[key] = await read("staat", key);
	if (state.toestel === undefined)
		await remember("toestel", crypto.randomUUID());
	await add(await all("feiten"), false);
	if (state.lijst !== undefined && now() >= state.lijst.tot)
		await forget();
	if (state.namen !== undefined)
		names = await unseal(state.sleutel, state.namen);
	drawStand();
};
const loaded = load();

one("#zoek").addEventListener("submit", (event) => {
	event.preventDefault();
	search(one("#q").value);
});
one("#nieuw").addEventListener("submit", async (event) => {
	event.preventDefault();
	await loaded;
	if (!wrong(event.target, missing(event.target)))
		await takeIn(event.target);
});
// What stood in it, waits or was left.
one("#erbij").addEventListener("toggle", () => {
	if (one("#erbij").open)
		return;
	mending = undefined;
	one("#nieuw").reset();
	wrong(one("#nieuw"));
});
one("#verstuur").addEventListener("click", send);
if ("BarcodeDetector" in window) {
	one("#scan").hidden = false;
	one("#scan").addEventListener("click", () => scan().catch(() =>
	    say("De camera kan niet worden gebruikt. Typ de code.", "wait")));
}
window.addEventListener("online", send);
setInterval(send, AGAIN);
navigator.serviceWorker?.register("/beheer/deur/werker.js",
    { scope: "/beheer/deur/" }).catch(() => {});
send();
