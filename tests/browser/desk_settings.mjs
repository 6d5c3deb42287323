// Settings, programme, texts and events at the desk: what axe and
// html-validate say of each page, how it fits, and a change from end to end.
import assert from "node:assert/strict";
import { findings, pageTests } from "./pages.mjs";
import { press, signedUp } from "./world.mjs";

const open = (path) => async (world, page) => page.goto(path);

// A page that a form leads to, by these answers.
const after = (path, answers, button = "#verstuur") => async (world, page) => {
	await page.goto(path);
	for (const [name, value] of Object.entries(answers))
		await page.locator(`#${name}`).fill(value);
	return press(page, button);
};

const firstSession = async (page) => {
	await page.goto("/beheer/programma");
	return page.locator("a[href$='/wijzigen']:has-text('Wijzigen')").first().
	    getAttribute("href");
};

const sessionForm = async (world, page) => page.goto(await firstSession(page));

const removal = async (world, page) => {
	await sessionForm(world, page);
	return press(page, "[value=verwijderen]");
};

const chosenRemoval = async (world, page) => {
	const visitor = await world.visitor();
	await signedUp(visitor);
	await visitor.goto(await world.personLink());
	await visitor.getByRole("link", { name: /sessies kiezen/ }).click();
	await visitor.locator("select").first().selectOption({ index: 1 });
	await press(visitor, "#verstuur");
	return removal(world, page);
};

const removalWithLetters = async (world, page) => {
	await chosenRemoval(world, page);
	await page.locator("#naar input").last().check();
	return press(page, "[name=brief]");
};

// The cookie goes while the form is open: as if the session had ended.
const endedSession = async (world, page) => {
	await page.goto("/beheer/teksten");
	await page.locator("#inleiding").fill("Een lang verhaal");
	await page.context().clearCookies();
	return press(page, "#verstuur");
};

const all = {
	"the settings": open("/beheer/instellingen"),
	"the settings with faults": after("/beheer/instellingen",
	    { titel: "", capaciteit: "veel", kleur: "#ffdd00" }),
	"the question before a new place": after("/beheer/instellingen",
	    { locatie: "Jaarbeurs, Utrecht" }),
	"the programme": open("/beheer/programma"),
	"the form of a session": sessionForm,
	"the question before a session goes": removal,
	"the question before a chosen session goes": chosenRemoval,
	"the letters before a chosen session goes": removalWithLetters,
	"the form of a round": open("/beheer/programma/ronde/nieuw"),
	"the form of an item": open("/beheer/programma/onderdeel/nieuw"),
	"an item with faults": after("/beheer/programma/onderdeel/nieuw", {}),
	"the texts": open("/beheer/teksten"),
	"the texts with a fault": after("/beheer/teksten",
	    { inleiding: "Beste {naam}" }),
	"the events": open("/beheer/bijeenkomsten"),
	"the question before an event is public":
	    open("/beheer/bijeenkomsten/1/openbaar"),
	"calling an event off": open("/beheer/bijeenkomsten/1/afgelasten"),
	"the question before an event is called off":
	    after("/beheer/bijeenkomsten/1/afgelasten",
	    { tekst: "Door een staking." }),
	"a form of an ended session": endedSession,
	"a form of an ended session, after signing in": async (world, page) => {
		await endedSession(world, page);
		await page.locator("#gebruiker").fill("organisator");
		await page.locator("#wachtwoord").fill(world.password);
		return press(page, "main form button");
	},
	"the form for the next event": open("/beheer/bijeenkomsten/1/kopie"),
};

const organiser = async (world, options) => {
	const page = await world.visitor(options);
	await world.logIn(page);
	return page;
};

const tests = {
	"a colour is on every page and a bad one is mended":
	async (world) => {
		const page = await organiser(world);
		const brand = (of) => of.evaluate(() => getComputedStyle(
		    document.documentElement).getPropertyValue("--brand").trim());
		await after("/beheer/instellingen", { kleur: "#ff66cc" })(world,
		    page);
		const better = /wel kan: (#[0-9a-f]{6})/.exec(
		    await page.locator("#kleur-fout").textContent())[1];
		await page.locator("#kleur").fill(better);
		await press(page, "#verstuur");
		await page.getByText("Bewaard.").waitFor();
		const visitor = await world.visitor();
		await visitor.goto("/");
		assert.equal(await brand(visitor), better);
		assert.deepEqual(await findings(visitor), []);
		await visitor.emulateMedia({ colorScheme: "dark" });
		assert.notEqual(await brand(visitor), better);
		assert.deepEqual(await findings(visitor), []);
		await after("/beheer/instellingen", { kleur: "" })(world, page);
	},
	"the letter of a preview can be looked at": async (world) => {
		const page = await organiser(world);
		await page.goto("/beheer/teksten");
		await page.locator("main summary").first().waitFor();
		await page.locator("main summary").first().click();
		await page.locator("details[open] a").click();
		await page.getByText("Met vriendelijke groet").waitFor();
	},
};
// Behind the login, all of them.
const behind = Object.fromEntries(Object.entries(all).map(([name, go]) =>
    [`desk: ${name}`, async (world, page) => {
	    await world.logIn(page);
	    return go(world, page);
    }]));

export default { ...tests, ...pageTests(behind) };
