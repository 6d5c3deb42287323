// The door on phones: what a tool sees of its pages, and the proof that phones
// which did not see each other, or whose server died, end with the same.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pageTests } from "./pages.mjs";
import { PATIENCE, chooseGemeente, delegation, signedUp } from "./world.mjs";

const APP = "/beheer/deur/app";

const at = (path) => async (world, page) => {
	await signedUp(await world.visitor());
	await world.logIn(page);
	return page.goto(path);
};

const app = async (world, page) => {
	await at("/beheer/deur")(world, page);
	const response = await page.goto(APP);
	await listed(page);
	await page.fill("#q", "smit");
	await page.press("#q", "Enter");
	await page.locator(".hit").first().waitFor();
	return response;
};

const appForm = async (world, page) => {
	const response = await app(world, page);
	await page.getByText("Iemand zonder aanmelding").click();
	await page.click("#nieuw .button");
	await page.getByText("Vul in: voornaam.").waitFor();
	return response;
};

const day = async (world, page) => {
	await signedUp(page);
	await page.goto(await world.personLink());
	return page.goto(`/d/${await page.locator(".typed").textContent()}`);
};

const all = {
	"the door": at("/beheer/deur"),
	"the door after a search": at("/beheer/deur?q=smit"),
	"the door that asks which one it is": at("/beheer/deur?welke=ja"),
	"the door's form for who was not signed up": at("/beheer/deur/nieuw"),
	"the door's app": app,
	"the door's app with who was not signed up": appForm,
	"badges to print": at("/beheer/badges?welke=alle"),
	"who came": at("/beheer/opkomst"),
	"somebody's day, by their code": day,
};

// What a phone knows: who is in, how often that was said, what still waits.
const kept = (page) => page.evaluate(async () => {
	const db = await new Promise((resolve) => {
		const asked = indexedDB.open("deur", 1);
		asked.onsuccess = () => resolve(asked.result);
	});
	const store = (name) => new Promise((resolve) => {
		const asked = db.transaction(name).objectStore(name).getAll();
		asked.onsuccess = () => resolve(asked.result);
	});
	const facts = await store("feiten"), queue = await store("wacht");
	db.close();
	return {
		facts: facts.map((one) => `${one.toestel}/${one.nonce} ` +
		    `${one.deelnemer} ${one.herroept}`).sort(),
		keys: facts.map((one) => `${one.toestel}/${one.nonce}`),
		queue: queue.length,
	};
});

const listed = (page) => page.locator("#net",
    { hasText: "namen van" }).waitFor();
const sent = (page) => page.locator("#net",
    { hasText: "alles is verstuurd" }).waitFor();

const phone = async (world, page) => {
	await world.logIn(page);
	await page.goto(APP);
	await listed(page);
	await page.evaluate(() => navigator.serviceWorker.ready);
	return page;
};

// By the number of the paper list, whatever the button is then.
const touch = async (page, number) => {
	await page.fill("#q", String(number));
	await page.press("#q", "Enter");
	await page.locator(".hit button").first().click();
	await page.locator(".hit").first().waitFor({ state: "detached" });
};

// Somebody who was not signed up, into the app's form.
const walkIn = async (page, achternaam) => {
	await page.getByText("Iemand zonder aanmelding").click();
	await page.fill("#deelnemer_1_voornaam", "Loes");
	await page.fill("#deelnemer_1_achternaam", achternaam);
	await chooseGemeente(page, "Utrecht");
	await page.click("#nieuw .button");
	await page.locator("#gedaan", { hasText: achternaam }).waitFor();
};

const query = (world, sql) => execFileSync("sqlite3", ["-readonly",
    join(world.data, "orientatie.db"), sql], { encoding: "utf8" }).trim();

// So that the next test begins without anybody in.
const people = async (world, count) => {
	const page = await world.visitor();

	await signedUp(page);
	if (count > 2)
		await delegation(page, "Deur", count - 2);
	return query(world, "SELECT id FROM participant WHERE status =" +
	    ` 'bevestigd' ORDER BY id DESC LIMIT ${count}`).split("\n");
};

const deskProcess = (world) => readdirSync("/proc").filter((pid) => {
	try {
		const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
		return line.includes("desk.fcgi\0") && line.includes(world.data);
	} catch {
		return false;
	}
}).map(Number);

// The one that there is, when it is not this one; one that is being started
// comes and goes.
const otherDesk = async (world, pid) => {
	for (let i = 0; i < PATIENCE; i += 20, await sleep(20)) {
		const [found, ...more] = deskProcess(world);
		if (found !== undefined && found !== pid && more.length === 0)
			return found;
	}
	throw new Error(`no desk but ${pid}`);
};

const tests = {
	"three phones that were apart end with the same": async (world) => {
		const numbers = await people(world, 8);
		const phones = [], said = new Set(), newcomers = [];
		let random = 20261129;
		const draw = (below) => {
			random = (random * 1103515245 + 12345) % 2147483648;
			return Math.floor(random / 65536) % below;
		};

		for (let i = 0; i < 3; i++)
			phones.push(await phone(world, await world.visitor()));
		for (let step = 0; step < 45; step++) {
			const page = phones[draw(3)];

			// The network comes and goes, for each on its own.
			await page.context().setOffline(draw(3) > 0);
			if (draw(5) > 0) {
				await touch(page, numbers[draw(numbers.length)]);
			} else {
				newcomers.push(`Loper-${"abcdefghijklmno"[
				    newcomers.length]}`);
				await walkIn(page, newcomers.at(-1));
				// Some are taken back before anybody knows them.
				if (draw(3) === 0)
					await page.getByRole("button",
					    { name: "Ongedaan maken" }).click();
			}
			for (const fact of (await kept(page)).keys)
				said.add(fact);
		}
		// Nobody sees everything before all have sent and asked again.
		for (const page of [...phones, ...phones]) {
			await page.context().setOffline(false);
			await page.click("#verstuur");
			await sent(page);
		}
		const ends = await Promise.all(phones.map(kept));
		const inside = await Promise.all(phones.map((page) =>
		    page.locator("#binnen").textContent()));
		for (const end of ends) {
			assert.deepEqual(end.facts, ends[0].facts);
			assert.equal(end.queue, 0);
		}
		// Nothing that any phone ever said is lost, nothing is there twice.
		for (const fact of said)
			assert.ok(ends[0].keys.includes(fact), fact);
		assert.equal(query(world, "SELECT count(*) FROM arrival"),
		    String(ends[0].facts.length));
		assert.ok(said.size >= 45);
		// Each newcomer is one person with a place, whichever door it was.
		assert.ok(newcomers.length > 3);
		assert.equal(query(world, "SELECT group_concat(achternaam) FROM" +
		    " (SELECT p.achternaam FROM participant p JOIN arrival a ON" +
		    " a.participant = p.id AND a.herroept = '' WHERE" +
		    " p.achternaam LIKE 'Loper-%' AND p.status = 'bevestigd'" +
		    " ORDER BY 1)"), newcomers.join());
		const here = query(world,
		    "SELECT count(DISTINCT participant) FROM present");
		assert.deepEqual(inside, [here, here, here]);
	},

	"a server that dies while a phone sends loses nothing":
	async (world) => {
		const numbers = await people(world, 6);
		const page = await phone(world, await world.visitor());
		const before = Number(query(world, "SELECT count(*) FROM arrival"));
		for (let round = 0; round < numbers.length; round++) {
			const path = round % 2 ? "verzenden" : "meegebracht";
			await page.context().setOffline(true);
			await touch(page, numbers[round]);
			if (round % 2 === 0)
				await walkIn(page, `Rest-${"abcdef"[round]}`);
			const pid = await otherDesk(world);
			// Before, in the middle of, or after the commit.
			await page.route(`**/${path}`, async (route) => {
				const answer = route.continue();
				await sleep(round * 3);
				process.kill(pid, "SIGKILL");
				await answer.catch(() => {});
			}, { times: 1 });
			// From here on the page may send by itself.
			await page.context().setOffline(false);
			await page.click("#verstuur");
			await page.locator("#net", { hasText: /Geen|alles/ }).
			    waitFor();
			// Another is started in its place.
			await otherDesk(world, pid);
			for (let i = 0; i < PATIENCE; i += 50, await sleep(50)) {
				await page.click("#verstuur");
				if ((await page.locator("#net").textContent()).
				    includes("alles is verstuurd"))
					break;
			}
			await sent(page);
		}
		assert.equal(Number(query(world,
		    "SELECT count(*) FROM arrival")) - before,
		    numbers.length + 3);
		assert.equal(query(world, "SELECT group_concat(achternaam) FROM" +
		    " (SELECT achternaam FROM participant WHERE achternaam" +
		    " LIKE 'Rest-%' ORDER BY 1)"), "Rest-a,Rest-c,Rest-e");
		assert.equal(query(world, "SELECT count(*) FROM present" +
		    ` WHERE participant IN (${numbers})`),
		    String(numbers.length));
	},

	"who is searched while a new list comes is found": async (world) => {
		const [number] = await people(world, 2);
		const page = await phone(world, await world.visitor());

		for (let i = 0; i < 12; i++) {
			await page.context().setOffline(true);
			await page.click("#verstuur");
			await page.locator("#net", { hasText: "Geen" }).waitFor();
			await page.context().setOffline(false);
			// The list comes first, and takes other keys along.
			await page.evaluate(async (query) => {
				document.querySelector("#verstuur").click();
				const form = document.querySelector("#zoek");
				for (let j = 0; j < 40; j++) {
					document.querySelector("#q").value = query;
					form.requestSubmit();
					await new Promise((done) => setTimeout(done, 3));
				}
			}, number);
			await sent(page);
			await page.locator(".hit h2").waitFor();
			await page.evaluate(() => document.
			    querySelector("#treffers").replaceChildren());
		}
	},

	"who is searched before the list is open is found": async (world) => {
		await people(world, 2);
		const page = await phone(world, await world.visitor());
		// As slow as a phone can be: until the test lets it.
		await page.addInitScript(() => {
			const { decrypt } = SubtleCrypto.prototype;
			const may = new Promise((resolve) => {
				window.letGo = resolve;
			});
			SubtleCrypto.prototype.decrypt = async function (...all) {
				await may;
				return decrypt.apply(this, all);
			};
		});
		await page.reload();
		await page.fill("#q", "Smit");
		await page.press("#q", "Enter");
		await page.evaluate(() => window.letGo());
		await page.locator(".hit h2", { hasText: "Zoë Smit" }).first().
		    waitFor();
	},

	"no name can be read in what a phone keeps": async (world) => {
		await people(world, 2);
		const page = await phone(world, await world.visitor());
		const dump = () => page.evaluate(async () => {
			const latin1 = (value) => value instanceof ArrayBuffer ?
			    String.fromCharCode(...new Uint8Array(value)) : value;
			const db = await new Promise((resolve) => {
				const asked = indexedDB.open("deur", 1);
				asked.onsuccess = () => resolve(asked.result);
			});
			let out = "";
			for (const name of db.objectStoreNames)
				out += await new Promise((resolve) => {
					const asked = db.transaction(name).
					    objectStore(name).getAll();
					asked.onsuccess = () => resolve(name + JSON.stringify(
					    asked.result, (key, value) => latin1(value)));
				});
			db.close();
			return out + JSON.stringify(localStorage) +
			    JSON.stringify(sessionStorage);
		});
		// The page and its files, with municipalities and places in them.
		const files = () => page.evaluate(async () => {
			let out = "";
			for (const name of await caches.keys())
				for (const asked of await (await caches.open(name)).keys())
					out += await (await caches.match(asked)).text();
			return out;
		});

		await page.fill("#q", "Smit");
		await page.press("#q", "Enter");
		await page.locator(".hit h2", { hasText: "Zoë Smit" }).first().
		    waitFor();
		// What does not hold is not seen either.
		for (const away of [".foto", "#beeld", "#gedaan"])
			assert.equal(await page.locator(away).first().isVisible(),
			    false, away);
		await page.locator(".hit .button").first().click();
		await sent(page);
		await page.context().setOffline(true);
		await walkIn(page, "Kwartel");
		const out = await dump();
		// It does hold the list, and who came by number.
		assert.ok(out.includes("mensen[{"));
		assert.ok(out.includes("deelnemer"));
		for (const secret of ["Smit", "smit", "Zo\u00eb", "Berg", "berg",
		    "Woerden", "woerden", "wethouder mbo", "Loes", "Kwartel",
		    "kwartel", "Utrecht", "GM0344"])
			assert.ok(!out.includes(secret), secret);
		for (const secret of ["Zo\u00eb", "Kwartel", "csrf\":"])
			assert.ok(!(await files()).includes(secret), secret);
		// Without a network and after a reload all of it still opens.
		await page.reload();
		await page.fill("#q", "kwartel");
		await page.press("#q", "Enter");
		await page.locator(".hit", { hasText: "Loes Kwartel" }).
		    getByText("zodra er weer verbinding is").waitFor();
		await page.fill("#q", "smti");
		await page.press("#q", "Enter");
		await page.locator(".hit h2", { hasText: "Zoë Smit" }).first().
		    waitFor();
		// And the day after nothing does.
		await page.clock.setFixedTime(Date.now() + 86400000);
		await page.reload();
		await page.locator("#net", { hasText: "nog geen lijst" }).waitFor();
		await page.fill("#q", "Smit");
		await page.press("#q", "Enter");
		await page.getByText("Niemand gevonden").waitFor();
		assert.ok(!(await dump()).includes("mensen[{"));
		// But whom nobody knows yet is told to the server all the same.
		await page.context().setOffline(false);
		await page.click("#verstuur");
		await sent(page);
		assert.equal(query(world, "SELECT count(*) FROM participant" +
		    " WHERE achternaam = 'Kwartel'"), "1");
	},

	"who cannot be signed up so is mended at the door": async (world) => {
		const page = await phone(world, await world.visitor());
		const inside = page.locator("#binnen");
		const before = Number(await inside.textContent());

		await page.context().setOffline(true);
		await walkIn(page, "kijk op gratis.example/geld");
		// Whoever stands inside counts, whatever is wrong with the name.
		assert.equal(Number(await inside.textContent()), before + 1);
		await page.context().setOffline(false);
		await page.click("#verstuur");
		await page.getByText("Niet aangemeld: ").waitFor();
		await page.getByRole("button", { name: /^Verbeter/ }).click();
		await page.fill("#deelnemer_1_achternaam", "Vink");
		await page.click("#nieuw .button");
		await sent(page);
		await page.getByText("Niet aangemeld: ").waitFor(
		    { state: "detached" });
		assert.equal(Number(await inside.textContent()), before + 1);
		assert.equal(query(world, "SELECT group_concat(achternaam || ' ' ||" +
		    " gemeente || ' ' || status) FROM participant JOIN registration" +
		    " r ON r.id = registration WHERE achternaam = 'Vink'"),
		    "Vink GM0344 bevestigd");
		// And is in the list now, by the number of the paper one.
		await page.fill("#q", "vink");
		await page.press("#q", "Enter");
		await page.locator(".hit", { hasText: "al binnen" }).waitFor();
		assert.equal(await page.getByText("zodra er weer").count(), 0);
	},

	"a code before the camera lets in, and is told the second time":
	async (world) => {
		const [number] = await people(world, 2);
		const page = await world.visitor();
		// What the browser sees is what the test holds up.
		await page.addInitScript(() => {
			window.BarcodeDetector = class {
				async detect() {
					return window.shown === undefined ? [] :
					    [{ rawValue: window.shown }];
				}
			};
			navigator.mediaDevices.getUserMedia = async () => {
				const canvas = document.createElement("canvas");
				const paint = () => canvas.getContext("2d").
				    fillRect(0, 0, 9, 9);
				setInterval(paint, 50);
				paint();
				return canvas.captureStream(10);
			};
		});
		await phone(world, page);
		const list = await page.evaluate(async () =>
		    (await fetch("/beheer/deur/lijst.json")).json());
		const [, code, name] = list.mensen.find(([id]) =>
		    id === Number(number));
		const show = (what) => page.evaluate((text) => {
			window.shown = text;
		}, what);
		await page.context().setOffline(true);
		await page.getByRole("button", { name: "Scan een code" }).click();
		await show(`${world.base}/d/${code}`);
		await page.locator("#gedaan", { hasText: `Binnen: ${name}` }).
		    waitFor();
		await show(`${world.base}/d/1-7KQ4-M2XD`);
		await page.locator("#gedaan", { hasText: "niet in de lijst" }).
		    waitFor();
		await show(`${world.base}/d/${code}`);
		await page.locator("#gedaan", { hasText: `Al binnen: ${name}` }).
		    waitFor();
		assert.equal((await kept(page)).queue, 1);
		await page.context().setOffline(false);
		await page.click("#verstuur");
		await sent(page);
	},

	"no name on a badge is cut, on any sheet": async (world) => {
		const page = await world.visitor();
		await at("/beheer/badges?welke=alle")(world, page);
		for (const sheet of ["a4-8", "a4-10", "a6"]) {
			await page.goto(`/beheer/badges?welke=alle&vel=${sheet}`);
			// The longest that the questions take, on the first badge.
			await page.evaluate(() => {
				const label = document.querySelector(".label");
				label.className = "label l";
				label.querySelector("b").textContent =
				    "Wilhelmina-Elisabeth";
				label.querySelector(".name").lastChild.data = " van " +
				    "Oldenbarnevelt-van den Heuvel tot Beichlingen";
				label.querySelector(".org").firstChild.data =
				    "Nuenen, Gerwen en Nederwetten";
			});
			await page.emulateMedia({ media: "print" });
			const cut = await page.locator(".label").evaluateAll((all) =>
			    all.filter((e) => e.scrollHeight > e.clientHeight + 1 ||
			    e.scrollWidth > e.clientWidth + 1).length);
			assert.equal(cut, 0, sheet);
			await page.emulateMedia({ media: null });
		}
	},

	"a door without script lets in, tells and takes back": async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false,
		    viewport: { width: 390, height: 844 } });
		await at("/beheer/deur?q=smit")(world, page);
		const button = page.getByRole("button", { name: /^Binnen/ }).first();
		const box = await button.boundingBox();
		assert.ok(box.y + box.height < 844, "above the fold");
		await button.click();
		await page.getByText("Binnen: Zoë Smit").waitFor();
		await page.getByRole("button", { name: "Ongedaan maken" }).click();
		await page.getByText("Niet binnen: Zoë Smit").waitFor();
	},
};

export default { ...tests, ...pageTests(all) };
