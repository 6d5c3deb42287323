// The day and what comes after it: badges and the late ones, three questions
// without a name and what is told of them; several people at once, the list
// that one comes back to, and the list of what is to be done.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pageTests } from "./pages.mjs";
import { press, signedUp } from "./world.mjs";

const change = (world, sql) => {
	const database = join(world.data, "orientatie.db");

	return execFileSync("flock", [`${database}.lock`, "sqlite3", database,
	    sql], { encoding: "utf8" }).trim();
};

// With the event begun, as the clock cannot be set on.
const begun = async (world, work) => {
	const begin = change(world, "SELECT begin FROM event WHERE zichtbaar");
	const set = (moment) => change(world, `UPDATE event SET begin = ${moment
	    }, versie = versie + 1 WHERE zichtbaar; DELETE FROM evaluation`);

	set("unixepoch() - 3600");
	try {
		return await work();
	} finally {
		set(begin);
	}
};

const questions = async (world) => {
	const page = await world.visitor();

	await world.logIn(page);
	await page.goto("/beheer/opkomst");
	return page.locator("a[href*='/evaluatie/']").getAttribute("href");
};

const answer = async (page, path) => {
	await page.goto(path);
	await page.locator("input[type=radio]").first().check();
	await page.locator("textarea").first().fill("Dat de regio ons zoekt.");
	return press(page, "#verstuur");
};

const late = async (world, page) => {
	await signedUp(await world.visitor());
	await world.logIn(page);
	await page.goto("/beheer/badges");
	await press(page, "form.noprint .button");
	await signedUp(await world.visitor());
	return page.goto("/beheer/badges");
};

const go = (page, link) => Promise.all([page.waitForNavigation(),
    link.click()]);

const tests = {
	"badges that were printed leave the list, the late ones stand in it":
	async (world) => {
		const page = await world.visitor();
		await late(world, page);
		assert.equal(await page.locator(".label").count(), 2);
		for (const sheet of await page.locator("#vel option").
		    evaluateAll((all) => all.map(({ value }) => value))) {
			await page.goto(`/beheer/badges?vel=${sheet}`);
			assert.match(await page.locator("main").innerText(),
			    /Zo\u00eb/, sheet);
			assert.equal(await page.locator("#vel").inputValue(), sheet);
		}
		await page.goto("/beheer/badges?welke=alle");
		assert.ok(await page.locator(".label").count() > 2);
	},

	"three questions are told from five answers on": async (world) => {
		await begun(world, async () => {
			const path = await questions(world);
			const desk = await world.visitor();
			await world.logIn(desk);
			for (let count = 1; count <= 5; count++) {
				const page = await world.visitor();
				await answer(page, path);
				await page.getByText("zonder uw naam").waitFor();
				await desk.goto("/beheer/opkomst");
				const told = await desk.locator("main").innerText();
				assert.equal(told.includes("Dat de regio ons zoekt."),
				    count === 5);
			}
			const file = await desk.request.get("/beheer/opkomst.xlsx");
			assert.equal(file.status(), 200);
			assert.equal((await file.body()).subarray(0, 2).toString(),
			    "PK");
		});
	},

	"nobody ticked is nobody, and who is ticked is asked about":
	async (world) => {
		const page = await world.visitor();
		await signedUp(await world.visitor());
		await world.logIn(page);
		const list = "/beheer/aanmeldingen?q=smit&status=bevestigd";
		await page.goto(list);
		await page.locator(".bulk summary").click();
		await press(page, "[name=actie][value=afmelden]");
		await page.getByText("vink eerst aan").waitFor();
		assert.ok(page.url().includes("status=bevestigd"));
		await page.locator("[name=wie]").first().check();
		await page.locator(".bulk summary").click();
		await press(page, "[name=actie][value=afmelden]");
		assert.match(await page.locator("h1").innerText(),
		    /^1 deelnemer afmelden/);
		await press(page, "[name=besluit][value=mail]");
		await page.getByText("Gedaan: 1 deelnemer afgemeld").waitFor();
		assert.ok(page.url().includes("status=bevestigd"));
	},

	"one goes on from person to person, and back to the same list":
	async (world) => {
		const page = await world.visitor();
		await signedUp(await world.visitor());
		await signedUp(await world.visitor());
		await world.logIn(page);
		await page.goto("/beheer/aanmeldingen?status=bevestigd&" +
		    "volgorde=nieuwste");
		const people = page.locator("tbody th a");
		const link = (name) => page.locator(".trail").
		    getByRole("link", { name });
		const first = await people.first().getAttribute("href");
		await go(page, people.nth(1));
		await go(page, link("Vorige"));
		assert.ok(page.url().endsWith(first));
		assert.equal(await link("Vorige").count(), 0);
		await go(page, link("Volgende"));
		await go(page, link("Terug naar de lijst"));
		assert.match(page.url(), /status=bevestigd/);
		assert.equal(await people.first().getAttribute("href"), first);
	},

	"one button closes and opens, and its date stays": async (world) => {
		const page = await world.visitor();
		await world.logIn(page);
		await page.goto("/beheer/");
		const until = page.getByText(/^Aanmelden is open tot/);
		const before = await until.innerText();
		await go(page, page.getByRole("button",
		    { name: "Aanmelden nu sluiten" }));
		await page.getByText("Aanmelden is gesloten.").first().waitFor();
		const visitor = await world.visitor();
		await visitor.goto("/aanmelden");
		assert.equal(await visitor.locator("#verstuur").count(), 0);
		await go(page, page.getByRole("button",
		    { name: /Aanmelden nu openen/ }));
		await until.waitFor();
		assert.equal(await until.innerText(), before);
	},

	"each line of what is to be done leads to its place": async (world) => {
		const page = await world.visitor();
		await world.logIn(page);
		change(world, "UPDATE event SET zichtbaar = 0, versie = versie + 1;" +
		    " UPDATE login SET event = (SELECT max(id) FROM event)");
		try {
			await page.goto("/beheer/");
			const places = await page.locator(".checks a").
			    evaluateAll((all) => all.map(({ href }) => href));
			assert.ok(places.length >= 6);
			for (const place of places) {
				const response = await page.goto(place);
				const [, anchor] = place.split("#");
				assert.ok(response === null || response.ok(), place);
				assert.equal(anchor === undefined ||
				    await page.locator(`#${anchor}`).count() === 1,
				    true, place);
			}
		} finally {
			change(world, "UPDATE event SET zichtbaar = 1, versie =" +
			    " versie + 1 WHERE id = 1; UPDATE login SET event = NULL");
		}
	},
};

const all = {
	"the late badges": late,
	"what people thought": async (world, page) => begun(world, async () => {
		const path = await questions(world);
		for (let i = 0; i < 5; i++)
			await answer(await world.visitor(), path);
		await world.logIn(page);
		return page.goto("/beheer/opkomst");
	}),
};

export default { ...tests, ...pageTests(all) };
