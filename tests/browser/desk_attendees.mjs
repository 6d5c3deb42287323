// The organiser's list and one person of it, with and without script.
import assert from "node:assert/strict";
import { chooseGemeente, delegation, fresh, press } from "./world.mjs";

const text = (page) => page.locator("main").innerText();
const withoutScript = { javaScriptEnabled: false };

const go = (page, link) => Promise.all([
	page.waitForNavigation(), link.first().click(),
]).then(([response]) => response);

const search = async (page, words) => {
	await page.goto("/beheer/aanmeldingen");
	await page.getByLabel("Zoeken").fill(words);
	await Promise.all([page.waitForNavigation(),
	    page.getByLabel("Zoeken").press("Enter")]);
};

// The page of somebody who was just signed up; returns their name.
const person = async (world, page, people = 1) => {
	const name = fresh();
	await delegation(page, name, people);
	await search(page, name);
	await go(page, page.getByRole("link", { name: new RegExp(name, "i") }));
	return name;
};

// What mails is asked about first: with mail, and not in ten minutes.
const answer = async (page) => {
	await page.locator("#nu").check();
	return press(page, "[name=besluit][value=mail]");
};

const organiser = async (world, options) => {
	const page = await world.visitor(options);
	await world.logIn(page);
	return page;
};

const inFull = async (world, test) => {
	const before = world.setting("capaciteit");
	world.tool("event", "set", "capaciteit", "0");
	try {
		return await test();
	} finally {
		world.tool("event", "set", "capaciteit", before);
	}
};

const journeys = (kind, options) => ({
	[`an organiser ${kind} searches, filters and turns pages`]:
	async (world) => {
		const page = await organiser(world, options);
		const name = fresh();
		for (let i = 0; i < 9; i++)
			await delegation(page, name, 6);
		await search(page, `omer, ${name.toUpperCase()}`);
		assert.match(await text(page), /54 deelnemers gevonden/);
		assert.equal(await page.locator("tbody tr").count(), 50);
		await go(page, page.getByRole("link", { name: "Volgende" }));
		assert.equal(await page.locator("tbody tr").count(), 4);
		assert.match(await text(page), /54 deelnemers gevonden/);
		await go(page, page.getByRole("link", { name: "Vorige" }));
		assert.equal(await page.locator("tbody tr").count(), 50);
		await page.locator("main summary").first().click();
		await page.getByLabel("Rol").selectOption("wethouder");
		await press(page, "[role=search] details button");
		assert.match(await text(page), /Er is niemand gevonden/);
		assert.equal(await page.locator("main details").first().
		    getAttribute("open"), "");
		await go(page, page.getByRole("link", { name: "toon iedereen" }));
		assert.doesNotMatch(await text(page), /gevonden/);
	},

	[`two organisers ${kind} edit one delegation and the second is told`]:
	async (world) => {
		const first = await organiser(world, options);
		const name = await person(world, first);
		const second = await first.context().newPage();
		await go(first, first.getByRole("link", { name: "Wijzigen" }));
		await second.goto(first.url());
		await first.locator("#contact_telefoon").fill("0348 111111");
		await press(first, "#verstuur");
		await answer(first);
		assert.match(await text(first), /De wijzigingen zijn bewaard/);
		await second.locator("#contact_telefoon").fill("0348 222222");
		const response = await press(second, "#verstuur");
		assert.equal(response.status(), 409);
		assert.match(await second.title(), /^Fout:/);
		assert.match(await second.locator("#fouten tbody").innerText(),
		    /Contact telefoon\s+0348 222222\s+0348 111111/);
		assert.equal(await second.locator("#contact_telefoon").
		    inputValue(), "0348 222222");
		await press(second, "#verstuur");
		await answer(second);
		assert.match(await text(second), /0348 222222/);
		assert.match(await text(second), new RegExp(name));
	},

	[`an organiser ${kind} takes over what a colleague saved`]:
	async (world) => {
		const page = await organiser(world, options);
		await person(world, page);
		await go(page, page.getByRole("link", { name: "Wijzigen" }));
		const other = await page.context().newPage();
		await other.goto(page.url());
		await other.locator("#contact_telefoon").fill("0348 333333");
		await press(other, "#verstuur");
		await answer(other);
		await page.locator("#contact_telefoon").fill("0348 444444");
		await press(page, "#verstuur");
		await go(page, page.getByRole("link", { name: "Overnemen" }));
		assert.equal(await page.locator("#contact_telefoon").
		    inputValue(), "0348 333333");
	},

	[`an organiser ${kind} adds somebody beyond the capacity with a reason`]:
	(world) => inFull(world, async () => {
		const page = await organiser(world, options);
		const name = fresh();
		await page.goto("/beheer/aanmeldingen/nieuw");
		await chooseGemeente(page, "Woerden");
		await page.locator("#contact_voornaam").fill("Ria");
		await page.locator("#contact_achternaam").fill("Vos");
		await page.locator("#contact_email").fill("ria@woerden.example");
		await page.locator("#deelnemer_1_voornaam").fill("Kim");
		await page.locator("#deelnemer_1_achternaam").fill(name);
		await page.locator("#deelnemer_1_rol_wethouder").check();
		await page.locator("#toch").check();
		const response = await press(page, "#verstuur");
		assert.equal(response.status(), 422);
		await page.locator("#reden").fill("Spreker");
		await press(page, "#verstuur");
		await answer(page);
		assert.match(await text(page), /is aangemeld, en heeft een plaats/);
		assert.match(await text(page), /buiten de rij om[^]*Spreker/);
	}),

	[`an organiser ${kind} cancels, restores and notes`]: async (world) => {
		const page = await organiser(world, options);
		await person(world, page);
		await page.locator("summary", { hasText: "Afmelden" }).click();
		await press(page, "[value=afmelden]");
		await answer(page);
		assert.match(await text(page), /is afgemeld\./);
		await press(page, "[value=herstellen]");
		await answer(page);
		assert.match(await text(page), /is weer aangemeld, en heeft een plaats/);
		await page.locator("#notitie").fill("Komt met de trein");
		await press(page, "[value=notitie]");
		assert.match(await text(page), /Komt met de trein/);
		await press(page, "[value=notitie_weg]");
		assert.doesNotMatch(await text(page), /Komt met de trein/);
	},
});

// What every page is looked at for (pages.mjs).
export const attendeePages = {
	"the organiser's list, filtered": async (world, page) => {
		await world.logIn(page);
		await delegation(page, fresh(), 2);
		return page.goto("/beheer/aanmeldingen?rol=medewerker&q=omer");
	},
	"what is done with who is ticked": async (world, page) => {
		await world.logIn(page);
		await delegation(page, fresh(), 2);
		const response = await page.goto("/beheer/aanmeldingen?q=omer");
		await page.locator("[name=wie]").first().check();
		await page.locator(".bulk summary").click();
		return response;
	},
	"the question before who is ticked moves": async (world, page) => {
		await world.logIn(page);
		await delegation(page, fresh(), 2);
		await page.goto("/beheer/aanmeldingen?q=omer");
		await page.locator("[name=wie]").first().check();
		await page.locator(".bulk summary").click();
		await page.locator("#naar").selectOption({ index: 1 });
		return press(page, "[value=verplaatsen]");
	},
	"the form for a guest": async (world, page) => {
		await world.logIn(page);
		return page.goto("/beheer/gasten/nieuw");
	},
	"the questions by topic and session": async (world, page) => {
		await world.logIn(page);
		return page.goto("/beheer/vragen");
	},
	"the organiser's page of a person": async (world, page) => {
		await world.logIn(page);
		await person(world, page, 2);
		await page.locator("#notitie").fill("Belt maandag");
		return press(page, "[value=notitie]");
	},
	"the organiser's page of who waits, without a reason": (world, page) =>
	    inFull(world, async () => {
		await world.logIn(page);
		await person(world, page);
		await page.locator("summary", { hasText: "Toch" }).click();
		return press(page, "[value=plaats]");
	}),
	"the organiser's form": async (world, page) => {
		await world.logIn(page);
		return page.goto("/beheer/aanmeldingen/nieuw");
	},
	"the organiser's form after a conflict": async (world, page) => {
		await world.logIn(page);
		await person(world, page);
		await go(page, page.getByRole("link", { name: "Wijzigen" }));
		const other = await page.context().newPage();
		await other.goto(page.url());
		await other.locator("#contact_telefoon").fill("0348 555555");
		await press(other, "#verstuur");
		await answer(other);
		await other.close();
		await page.locator("#contact_telefoon").fill("0348 666666");
		return press(page, "#verstuur");
	},
	"the organiser's form for replacing": async (world, page) => {
		await world.logIn(page);
		await person(world, page);
		return go(page, page.getByRole("link", { name: "Vervangen" }));
	},
};

export default {
	...journeys("with script", {}),
	...journeys("without script", withoutScript),
};
