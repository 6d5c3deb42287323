// Inviting, mailing, the waiting list and the question before an act: what
// axe and html-validate say of each page, how it fits, and journeys from end
// to end with the mail that comes of them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageTests } from "./pages.mjs";
import { press, signedUp } from "./world.mjs";

const open = (path) => async (world, page) => page.goto(path);

// Addresses for some municipalities, as the tool takes them.
const addresses = (world) => {
	const file = join(world.data, "adressen.csv");

	writeFileSync(file, "Aalsmeer;info@aalsmeer.example\n" +
	    "Aalten;info@aalten.example\nAlmelo;info@almelo.example\n");
	world.tool("gemeenten", "adressen", file);
};

const inviting = async (world, page) => {
	addresses(world);
	await page.goto("/beheer/campagne?q=Aal");
	return press(page, "main form[method=post] button.button");
};

const mailing = async (world, page) => {
	await signedUp(await world.visitor());
	await page.goto("/beheer/berichten/nieuw");
	await page.locator("#onderwerp").fill("Lunch, {gemeente}");
	await page.locator("#tekst").fill("Beste {naam},\n\nEet u mee?");
	return press(page, "[name=besluit][value='']");
};

const news = async (world, page) => {
	await signedUp(await world.visitor());
	await page.goto("/beheer/berichten/nieuw");
	await page.locator("#soort_nieuws").check();
	await page.locator("#grond").fill("U was bij onze bijeenkomst.");
	await page.locator("#onderwerp").fill("Nieuws van het mbo");
	await page.locator("#tekst").fill("Beste {naam},\n\nKomt u weer?");
	return press(page, "[name=besluit][value='']");
};

// From a mail of news that has gone.
const wayOut = async (world) => {
	const box = join(world.data, "mail", "new");

	await world.mailSent();
	for (const name of readdirSync(box)) {
		const found = readFileSync(join(box, name), "utf8").
		    match(/^List-Unsubscribe: <[^>]*(\/geen-nieuws\/[\w-]+)>/m);
		if (found)
			return found[1];
	}
	throw new Error("no mail with a way out arrived");
};

const firstPerson = async (world, page) => {
	await signedUp(await world.visitor());
	await page.goto("/beheer/aanmeldingen?status=bevestigd");
	await page.locator("a[href^='/beheer/deelnemer/']").first().click();
};

// Also where the button lies in a fold.
const cancelling = async (world, page) => {
	await firstPerson(world, page);
	await page.evaluate(() => document.querySelectorAll("details").
	    forEach((one) => { one.open = true; }));
	return press(page, "[name=actie][value=afmelden]");
};

// The code of a municipality, from the file for letters on paper.
const code = (world) => {
	const file = join(world.data, "brieven.csv");

	world.tool("brieven", file);
	return readFileSync(file, "utf8").split("\n")[1].match(/\/u\/([^;"\s]+)/)[1];
};

const all = {
	"the campaign": open("/beheer/campagne"),
	"the campaign's second page": open("/beheer/campagne?na=50"),
	"the question before inviting": inviting,
	"the letters on paper": open("/beheer/campagne/brieven?q=Aalsmeer"),
	"what was sent": open("/beheer/berichten"),
	"a mail to a selection": open("/beheer/berichten/nieuw"),
	"the question before a mailing": mailing,
	"the question before news": news,
	"the waiting list": open("/beheer/wachtlijst"),
	"the automatic letters": open("/beheer/brieven"),
	"the words of a letter": open("/beheer/brieven/bevestiging-contact"),
	"the question before cancelling": cancelling,
};

const tests = {
	"an invitation is looked at, sent, and taken back": async (world) => {
		const page = await world.visitor();
		await world.logIn(page);
		await inviting(world, page);
		await page.locator("[name=zin]").fill("Wij rekenen op u.");
		await press(page, "[name=brief]:text-is('Toon in de mail')");
		await page.locator("pre", { hasText: "Wij rekenen op u." }).
		    waitFor();
		await press(page, "[name=besluit][value=mail]");
		await page.getByText(/klaar/).first().waitFor();
		await press(page, "[name=actie][value=terug]");
		await page.getByText("is teruggehaald").waitFor();
	},
	"an act is seen with its letter, done, and its mails taken back":
	async (world) => {
		const page = await world.visitor();
		await world.logIn(page);
		await cancelling(world, page);
		await page.locator("#zin").fill("Tot een volgende keer.");
		await press(page, "button:text-is('Toon in de mail')");
		await page.locator("pre", { hasText: "Tot een volgende keer." }).
		    waitFor();
		await press(page, "[name=besluit][value=mail]");
		await page.getByText("is afgemeld").waitFor();
		await page.getByRole("link", { name: /Ongedaan maken/ }).click();
		await press(page, "[name=actie][value=ongedaan]");
		await page.getByText("Het is ongedaan gemaakt").waitFor();
	},
	"news is planned, and its way out works without a login":
	async (world) => {
		const page = await world.visitor();
		await world.logIn(page);
		await news(world, page);
		await page.locator("#op").check();
		await press(page, "[name=besluit][value=mail]");
		await page.locator("#moment-fout").waitFor();
		await page.locator("#nu").check();
		await press(page, "[name=besluit][value=mail]");
		await page.getByText("Uitnodiging of nieuws.").waitFor();
		const guest = await world.visitor();
		await guest.goto(await wayOut(world));
		await press(guest, "[name=antwoord][value=stop]");
		await guest.getByText("U krijgt geen uitnodigingen").waitFor();
		await press(guest, "[name=antwoord][value=weer]");
		await guest.getByText("nieuws meer?").first().waitFor();
	},
	"a municipality answers by its code, from a phone": async (world) => {
		const page = await world.visitor({ viewport: { width: 390,
		    height: 844 } });
		await page.goto(`/u/${code(world)}`);
		assert.equal(await page.locator("h1").count(), 1);
		await page.getByRole("button").first().waitFor();
	},
};

const behind = Object.fromEntries(Object.entries(all).map(([name, go]) =>
    [`desk: ${name}`, async (world, page) => {
	    await world.logIn(page);
	    return go(world, page);
    }]));
const outside = {
	"the page of a municipality's code":
	async (world, page) => page.goto(`/u/${code(world)}`),
	"the way out of news": async (world, page) => {
		const desk = await world.visitor();

		await world.logIn(desk);
		await news(world, desk);
		await desk.locator("#nu").check();
		await press(desk, "[name=besluit][value=mail]");
		return page.goto(await wayOut(world));
	},
};

export default { ...tests, ...pageTests({ ...behind, ...outside }) };
