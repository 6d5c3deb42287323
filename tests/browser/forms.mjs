// What visitors and organisers do, in a real browser with the headers that
// only a browser sends.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { devices } from "playwright-core";
import { chooseGemeente, fillForm, leaveGemeente, press, signUp } from
    "./world.mjs";

const heading = (page) => page.locator("h1").innerText();
const posted = (page) =>
    page.waitForRequest((request) => request.method() === "POST");
const active = (page) => page.evaluate(() => document.activeElement.id);

// Three things are missing and one is wrong.
const makeFaults = async (page) => {
	await fillForm(page);
	await page.locator("#contact_voornaam").fill("");
	await page.locator("#contact_email").fill("geen adres");
	await leaveGemeente(page);
	await page.locator("#deelnemer_2_achternaam").fill("");
	return press(page, "#verstuur");
};

// A page somewhere else that posts to us by itself.
const elsewhere = async (world, host, use) => {
	const server = createServer((request, response) => {
		response.setHeader("Content-Type", "text/html");
		response.end(`<form method="post" action="${world.base}/aanmelden">
		    <input name="contact_voornaam" value="x">
		    <button id="stuur">stuur</button></form>`);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	try {
		return await use(`http://${host}:${server.address().port}/`);
	} finally {
		server.closeAllConnections?.();
		server.close();
	}
};

const refusesFrom = (host) => (world) =>
	elsewhere(world, host, async (address) => {
		const page = await world.visitor();
		await page.goto(address);
		const response = await press(page, "#stuur");
		assert.equal(response.status(), 403);
		assert.match(await heading(page), /Dat mag hier niet/);
	});

export default {
	"a browser signs up a delegation with its own Origin and Sec-Fetch-Site":
	async (world) => {
		const page = await world.visitor();
		const [sent] = await Promise.all([posted(page), signUp(page)]);
		const headers = await sent.allHeaders();
		assert.equal(headers.origin, world.base);
		assert.equal(headers["sec-fetch-site"], "same-origin");
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
		assert.match(await page.locator("main").innerText(),
		    /Anna van den Berg[^]*Zoë Smit/);
	},

	"a phone signs up a delegation": async (world) => {
		const page = await world.visitor(devices["Pixel 5"]);
		await signUp(page);
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
	},

	"a visitor without script signs up, adds and removes people":
	async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false });
		await fillForm(page);
		await press(page, "#erbij");
		const value = (name) => page.locator(`#${name}`).inputValue();
		assert.equal(await value("deelnemer_2_achternaam"), "Smit");
		assert.equal(await value("deelnemer_3_achternaam"), "");
		assert.equal(await page.locator("#fouten").count(), 0);
		await press(page, 'button[value="weg_1"]');
		assert.equal(await value("deelnemer_1_achternaam"), "Smit");
		assert.equal(await page.locator(".person").count(), 2);
		await press(page, "#verstuur");
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
		assert.match(await page.locator("main").innerText(), /Zoë Smit/);
	},

	"the address 127.0.0.1 does as well as localhost": async (world) => {
		const page = await world.visitor({
			baseURL: `http://127.0.0.1:${world.port}`,
		});
		await signUp(page);
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
	},

	"a form on another site is refused": refusesFrom("127.0.0.1"),
	"a form on another port of the same site is refused":
	refusesFrom("localhost"),

	"Enter in a field sends the form and does not press another button":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page);
		await Promise.all([page.waitForNavigation(),
		    page.locator("#contact_email").press("Enter")]);
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
	},

	"what a browser sent, sent twice, is one sign-up": async (world) => {
		const page = await world.visitor();
		const before = world.count();
		const [sent] = await Promise.all([posted(page), signUp(page)]);
		const again = await page.request.post("/aanmelden", {
			data: sent.postData(), maxRedirects: 0,
			headers: {
				"Content-Type": "application/x-www-form-urlencoded",
			},
		});
		assert.equal(again.status(), 303);
		assert.ok(page.url().endsWith(again.headers().location));
		assert.equal(world.count(), before + 2);
	},

	"a keyboard alone is enough to sign up": async (world) => {
		const page = await world.visitor();
		const answers = {
			gemeente: "Woerden", contact_voornaam: "Jan",
			contact_achternaam: "Boer", contact_email: "j@b.example",
			deelnemer_1_voornaam: "An", deelnemer_1_achternaam: "Berg",
			deelnemer_1_rol_wethouder: " ",
		};
		await page.goto("/aanmelden");
		for (let i = 0; i < 60; i++) {
			await page.keyboard.press("Tab");
			const id = await active(page);
			if (id === "verstuur")
				break;
			if (id in answers)
				await page.keyboard.type(answers[id]);
			if (id === "gemeente")
				await page.keyboard.press("Enter");
			delete answers[id];
		}
		assert.deepEqual(answers, {});
		assert.equal(await active(page), "verstuur");
		await Promise.all([page.waitForNavigation(),
		    page.keyboard.press("Enter")]);
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
		assert.match(await page.locator("main").innerText(), /Woerden/);
	},

	"a municipality is found by any part of any name, with the keyboard":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page);
		const field = page.locator("#gemeente");
		await field.fill("gravenh");
		assert.equal(await field.getAttribute("aria-expanded"), "true");
		await field.press("ArrowDown");
		const marked = await field.getAttribute("aria-activedescendant");
		assert.equal(await page.locator(`#${marked}`).
		    getAttribute("aria-selected"), "true");
		await field.press("Enter");
		assert.equal(await field.getAttribute("aria-expanded"), "false");
		await press(page, "#verstuur");
		assert.match(await page.locator("main").innerText(), /Den Haag|Gravenhage/);
	},

	"what is typed and is no municipality is not sent as another":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page);
		await page.locator("#gemeente").fill("Atlantis");
		const response = await press(page, "#verstuur");
		assert.equal(response.status(), 422);
		await page.locator("#gemeente-fout").waitFor();
	},

	"faults give 422, a title that says so and focus on the summary":
	async (world) => {
		const page = await world.visitor();
		const response = await makeFaults(page);
		assert.equal(response.status(), 422);
		assert.match(await page.title(), /^Fout: Er zijn 4 antwoorden/);
		assert.equal(await active(page), "fouten");
		assert.equal(await page.locator("#deelnemer_1_voornaam").
		    inputValue(), "Anna");
		assert.equal(await page.locator("#contact_email").inputValue(),
		    "geen adres");
	},

	"every link of the summary brings the focus to its field":
	async (world) => {
		const page = await world.visitor();
		await makeFaults(page);
		const all = page.locator("#fouten a");
		assert.equal(await all.count(), 4);
		for (const link of await all.all()) {
			const href = await link.getAttribute("href");
			await link.click();
			assert.equal(await active(page), href.slice(1));
		}
	},

	"the summary says of each fault what stands at its field":
	async (world) => {
		const page = await world.visitor();
		await makeFaults(page);
		for (const link of await page.locator("#fouten a").all()) {
			const id = (await link.getAttribute("href")).slice(1);
			const there = await page.locator(`#${id}-fout`).innerText();
			const said = await link.innerText();
			assert.ok(there.replace(/^Fout: */, "").trim().length > 5);
			assert.ok(said.endsWith(there.replace(/^Fout: */, "").trim()),
			    `${said} | ${there}`);
			assert.match(said, /[.?]$/);
		}
	},

	"a corrected form goes through, also without script":
	async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false });
		await makeFaults(page);
		await page.locator("#contact_voornaam").fill("Jan");
		await page.locator("#contact_email").fill("jan@woerden.example");
		await chooseGemeente(page, "Woerden");
		await page.locator("#deelnemer_2_achternaam").fill("Smit");
		await press(page, "#verstuur");
		assert.match(await heading(page), /^De gemeente \S+ komt met/);
	},

	"who ticks 'dat ben ik zelf' is not asked for a name twice":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page, "/aanmelden?deelnemers=2");
		await page.locator("#deelnemer_1_zelf").check();
		assert.equal(await page.locator("#deelnemer_1_voornaam").
		    isVisible(), false);
		await press(page, "#verstuur");
		const text = await page.locator("main").innerText();
		assert.match(text, /Jan de Boer bevestigd[^]*Zoë Smit bevestigd/);
		assert.doesNotMatch(text, /Anna/);
	},

	"a place is held when the name is to follow, whatever was typed before":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page);
		await page.locator("#deelnemer_2_naam_volgt").check();
		await press(page, "#verstuur");
		const text = await page.locator("main").innerText();
		assert.match(text, /Naam volgt \(deelnemer \d\) naam volgt/);
		assert.doesNotMatch(text, /Zoë/);
	},

	"the contact cancels everybody and takes it back by button":
	async (world) => {
		const page = await world.visitor();
		await signUp(page);
		await page.getByRole("button", { name: "Iedereen afmelden" }).click();
		await page.getByRole("heading", { name: "Afgemeld", level: 1 }).
		    waitFor();
		await page.getByRole("button", { name: /Iedereen.*laten komen/ }).
		    click();
		await page.getByRole("heading", { name: /komt met/ }).
		    waitFor();
	},

	"an organiser logs in, searches, downloads the list and logs out":
	async (world) => {
		const page = await world.visitor();
		await signUp(page);
		await world.logIn(page);
		await page.getByRole("link", { name: "Aanmeldingen" }).click();
		await page.getByLabel("Zoeken").fill("berg");
		await page.getByRole("button", { name: "Zoeken" }).click();
		await page.getByText("Berg, Anna van den").first().waitFor();
		const [file] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("link", { name: /CSV/ }).click(),
		]);
		assert.match(file.suggestedFilename(), /^deelnemers.*\.csv$/);
		await page.getByRole("button", { name: "Uitloggen" }).click();
		await page.waitForURL("**/beheer/inloggen");
		await page.goto("/beheer/aanmeldingen");
		assert.match(page.url(), /inloggen$/);
	},

	"no page asks anything of another host and no public page sets a cookie":
	async (world) => {
		const page = await world.visitor();
		const hosts = new Set();
		page.on("request", (request) =>
		    hosts.add(new URL(request.url()).host));
		await page.goto("/");
		await signUp(page);
		await page.goto("/privacy");
		assert.deepEqual([...hosts], [`localhost:${world.port}`]);
		assert.deepEqual(await page.context().cookies(), []);
	},
};
