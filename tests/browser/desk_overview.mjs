// The desk's overview, its log and its lists: as tools see them, in forced
// colours and on paper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { findings, pageTests } from "./pages.mjs";
import { fillForm, press, signedUp } from "./world.mjs";

// With a delegation, whose people chose sessions.
const filled = (path) => async (world, page) => {
	const other = await world.visitor();

	await fillForm(other);
	await other.evaluate(() => {
		for (const choice of document.querySelectorAll(
		    "select[name*=_sessie_]"))
			choice.selectedIndex = 1;
	});
	await press(other, "#verstuur");
	await world.logIn(page);
	return page.goto(path);
};

// With one of the day before: of a single day there is no line.
const drawn = async (world, page) => {
	const database = join(world.data, "orientatie.db");

	await filled("/beheer/")(world, page);
	execFileSync("flock", [`${database}.lock`, "sqlite3", database,
	    "UPDATE attendee SET aangemeld = aangemeld - 86400 WHERE" +
	    " participant = (SELECT min(participant) FROM attendee)"]);
	return page.reload();
};

const session = async (world, page) => {
	await world.logIn(page);
	return Promise.all([page.waitForNavigation(),
	    page.locator("a[href^='/beheer/programma/sessie/']").first().click()]).
	    then(([response]) => response);
};

const all = {
	"the organiser's overview": drawn,
	"the audit log": filled("/beheer/logboek"),
	"the audit log with questions": filled("/beheer/logboek?wie=contact&" +
	    "van=2026-01-01&gemeente=Woerden&aanmelding=1&deze=ja"),
	"the audit log where nothing is found":
	    filled("/beheer/logboek?aanmelding=999999"),
	"the door's list": filled("/beheer/deurlijst"),
	"the door's list after a search": filled("/beheer/deurlijst?q=berg"),
	"the attendance list of a session": session,
	"all attendance lists": filled("/beheer/programma/lijsten"),
};

const shown = (page, selector) => page.locator(selector).first().isVisible();

const style = (page, selector, name) => page.locator(selector).first().
    evaluate((element, key) => getComputedStyle(element)[key], name);

const tests = {
	"an organiser begins with the overview and goes on to a list":
	async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false });
		await signedUp(await world.visitor());
		await world.logIn(page);
		const tile = page.locator("a.tile").first();
		const count = parseInt(await tile.locator("b").textContent(), 10);
		assert.ok(count >= 2);
		await Promise.all([page.waitForNavigation(), tile.click()]);
		assert.match(page.url(), /aanmeldingen\?status=bevestigd$/);
	},

	"the charts show in forced colours what they show in ours":
	async (world) => {
		const page = await world.visitor();
		await drawn(world, page);
		await page.emulateMedia({ forcedColors: "active" });
		assert.deepEqual(await findings(page), []);
		for (const [part, property] of [[".fill", "fill"],
		    [".line", "stroke"], [".grid", "stroke"]]) {
			const colour = await style(page, part, property);
			assert.notEqual(colour, await style(page, "body",
			    "backgroundColor"), part);
			assert.notEqual(colour, "none", part);
		}
		// A chart has a name and a description, and they are words.
		for (const chart of await page.locator("svg[role=img]").all()) {
			const ids = await chart.getAttribute("aria-labelledby");
			for (const id of ids.split(" "))
				assert.notEqual(await page.locator(`#${id}`).
				    textContent(), "");
		}
	},

	"a chart fits a phone and keeps the size of its text":
	async (world) => {
		const page = await world.visitor({
			viewport: { width: 320, height: 800 },
		});
		await drawn(world, page);
		const texts = await page.locator("svg.graph text").all();
		assert.ok(texts.length > 0);
		for (const text of texts) {
			const box = await text.boundingBox();
			assert.ok(box.x >= 0 && box.x + box.width <= 321,
			    await text.textContent());
			assert.equal(await text.evaluate((e) =>
			    getComputedStyle(e).fontSize), "13px");
		}
	},

	"paper holds the lists and nothing else": async (world) => {
		const page = await world.visitor({ colorScheme: "dark" });
		for (const path of ["/beheer/deurlijst",
		    "/beheer/programma/lijsten"]) {
			await filled(path)(world, page);
			await page.emulateMedia({ media: "print" });
			assert.deepEqual(await findings(page), []);
			for (const away of [".band", "form", ".noprint",
			    ".letters"])
				assert.equal(await page.locator(away).count() > 0 &&
				    await shown(page, away), false, away);
			assert.ok(await shown(page, ".attendance"));
			assert.ok(await shown(page, ".box"));
			assert.equal(await style(page, "body", "color"),
			    "rgb(0, 0, 0)");
			assert.equal(await style(page, "body", "backgroundColor"),
			    "rgb(255, 255, 255)");
			assert.equal(await style(page, ".attendance thead", "display"),
			    "table-header-group");
			assert.equal(await style(page, ".attendance tbody tr",
			    "breakInside"), "avoid");
			await page.emulateMedia({ media: null });
		}
	},

	"each session is printed on a sheet of its own": async (world) => {
		const page = await world.visitor();
		await filled("/beheer/programma/lijsten")(world, page);
		const sheets = await page.locator(".sheet").count();
		const paper = (await page.pdf({ preferCSSPageSize: true })).
		    toString("latin1");
		assert.equal(paper.match(/\/Type\s*\/Page\b/g).length, sheets);
		// A4, upright, in points
		assert.match(paper, /\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
	},

	"the door finds a person by a part of the name": async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false });
		await filled("/beheer/deurlijst")(world, page);
		await page.getByLabel("Zoeken").fill("BERG anna");
		await press(page, "main form .button");
		assert.ok(await page.getByText("Berg, Anna van den").count() > 0);
		assert.equal(await page.getByText("Smit, Zoë").count(), 0);
	},
};

export default { ...tests, ...pageTests(all) };
