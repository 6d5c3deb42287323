// What people do after they have signed up: with a mouse, with and without
// script.
import assert from "node:assert/strict";
import { press, signedUp } from "./world.mjs";

const text = (page) => page.locator("main").innerText();

const go = (page, name) => Promise.all([
	page.waitForNavigation(),
	page.getByRole("link", { name }).first().click(),
]);

const withoutScript = { javaScriptEnabled: false };

// The same journey for both kinds of visitor.
const journeys = (kind, options) => ({
	[`a contact ${kind} corrects a name and adds a person`]: async (world) => {
		const page = await world.visitor(options);
		const before = world.count();
		await signedUp(page);
		await go(page, "Nog iemand toevoegen");
		await page.locator("#deelnemer_1_achternaam").fill("van der Berg");
		await page.locator("#erbij").click();
		await page.locator("#deelnemer_3_voornaam").fill("Ömer");
		await page.locator("#deelnemer_3_achternaam").fill("Çelik");
		await page.locator("#deelnemer_3_rol_medewerker").check();
		await press(page, "#verstuur");
		assert.match(await text(page),
		    /Anna van der Berg bevestigd[^]*Zoë Smit bevestigd[^]*Ömer Çelik bevestigd/);
		assert.equal(world.count(), before + 3);
	},

	[`a contact ${kind} replaces a person, whose link ends`]: async (world) => {
		const page = await world.visitor(options);
		await signedUp(page);
		const link = await world.personLink();
		await go(page, "Vervangen");
		await page.locator("[name$=_voornaam]").fill("Els");
		await page.locator("[name$=_achternaam]").fill("ten Broek");
		await press(page, "#verstuur");
		assert.match(await text(page), /Els ten Broek bevestigd/);
		assert.doesNotMatch(await text(page), /Anna/);
		assert.equal((await page.goto(link)).status(), 404);
	},

	[`a participant ${kind} chooses a session and objects to photos`]:
	async (world) => {
		const page = await world.visitor(options);
		await signedUp(page);
		await page.goto(await world.personLink());
		await go(page, "Verbeteren of sessies kiezen");
		await page.locator("[name$=_sessie_1]").selectOption({ index: 2 });
		await page.locator("[name$=_foto_bezwaar]").check();
		await press(page, "#verstuur");
		assert.match(await text(page), /Sessieronde 1/);
		assert.match(await text(page), /niet herkenbaar in beeld/);
	},

	[`a participant ${kind} gives requirements and takes them back`]: async (world) => {
		const page = await world.visitor(options);
		await signedUp(page);
		await page.goto(await world.personLink());
		assert.equal(await page.locator("#toestemming").isChecked(), false);
		await page.locator("#dieet").fill("glutenvrij");
		await page.locator("#toestemming").check();
		await press(page, "[value=bewaren]");
		assert.equal(await page.locator("#dieet").inputValue(), "glutenvrij");
		await press(page, "[value=intrekken]");
		assert.equal(await page.locator("#dieet").inputValue(), "");
	},

	[`a participant ${kind} cancels and comes back`]: async (world) => {
		const page = await world.visitor(options);
		await signedUp(page);
		await page.goto(await world.personLink());
		await press(page, "[value=afmelden]");
		assert.match(await text(page), /U bent afgemeld/);
		// Beside it stands the same by another name: taking it back.
		await press(page, "[value=herstellen] >> nth=1");
		assert.match(await text(page), /U bent aangemeld/);
	},
});

export default {
	"a wish that is not complete keeps its tick, and the focus goes to why":
	async (world) => {
		const page = await world.visitor();
		await signedUp(page);
		await page.goto(await world.personLink());
		await page.locator("#toestemming").check();
		const response = await press(page, "[value=bewaren]");
		assert.equal(response.status(), 422);
		assert.ok(await page.locator("#toestemming").isChecked());
		assert.equal(await page.evaluate(() => document.activeElement.id),
		    "fouten");
	},

	...journeys("with script", {}),
	...journeys("without script", withoutScript),

	"the waiting list says where one stands, and another choice gives a place":
	async (world) => {
		const before = world.setting("capaciteit");
		const taken = world.exported().match(/;bevestigd;/g)?.length ?? 0;
		const page = await world.visitor();

		world.tool("event", "set", "capaciteit", String(taken + 1));
		try {
			await signedUp(page);
			assert.match(await text(page), /op plaats 1 in de rij/);
			assert.match(await text(page), /nog 1 plaats vrij, en de aanmelding vraagt er 2/);
			await page.locator("#wachtlijst_wethouder").check();
			await press(page, "[name=actie][value=wachtlijst]");
			assert.match(await text(page),
			    /Anna van den Berg bevestigd[^]*Zoë Smit wachtlijst/);
		} finally {
			world.tool("event", "set", "capaciteit", before);
		}
	},
};
