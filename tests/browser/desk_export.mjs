// The organiser's exports: a file by a button, a choice that is remembered,
// requirements without names and, for a reason, with them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findings, pageTests } from "./pages.mjs";
import { press, signedUp } from "./world.mjs";

const visit = (path) => async (world, page) => {
	await world.logIn(page);
	return page.goto(path);
};

const withoutColumns = async (world, page) => {
	await visit("/beheer/export")(world, page);
	for (const box of await page.locator("[name=kolom]").all())
		await box.uncheck();
	return press(page, "[value=xlsx]");
};

// Somebody who comes and needs something.
const require = async (world) => {
	const page = await world.visitor();

	await signedUp(page);
	await page.goto(await world.personLink());
	await page.locator("#dieet").fill("glutenvrij");
	await page.locator("#toestemming").check();
	await press(page, "[value=bewaren]");
};

const withRequirements = async (world, page) => {
	await require(world);
	return visit("/beheer/wensen")(world, page);
};

const withNames = async (world, page) => {
	await withRequirements(world, page);
	await page.locator("#reden_maaltijd").check();
	return press(page, "main form button");
};

const withoutReason = async (world, page) => {
	await withRequirements(world, page);
	return press(page, "main form button");
};

// A page that one is redirected to passes no route: so it is asked for itself.
const later = async (world, page) => {
	await visit("/beheer/export")(world, page);
	const asked = new Promise((tell) => page.route(/export$/,
	    async (route) => {
		const response = await route.fetch({ maxRedirects: 0 });

		await route.fulfill({ status: 204 });
		tell(response.headers().location);
	}));
	await page.getByRole("button", { name: "Excel-bestand ophalen" }).click();
	const path = await asked;
	await page.unroute(/export$/);
	await page.goto(path);
};

const inspected = async (page) => {
	for (const width of [390, 1280]) {
		await page.setViewportSize({ width, height: 800 });
		assert.deepEqual(await findings(page), []);
		assert.ok(await page.evaluate(() =>
		    document.documentElement.scrollWidth <= innerWidth));
	}
};

// The page as it was, which does not ask again.
const quiet = async (route) => {
	const response = await route.fetch();
	const { refresh, ...headers } = response.headers();

	await route.fulfill({ response, headers });
};

const all = {
	"the page of a workbook that is gone": visit("/beheer/export/1"),
	"the export page": visit("/beheer/export?rol=wethouder"),
	"the export page without a column": withoutColumns,
	"the page of requirements": withRequirements,
	"the page of requirements without a reason": withoutReason,
	"the page of requirements with names": withNames,
};

const download = async (page, button) => {
	const [file] = await Promise.all([page.waitForEvent("download"),
	    page.getByRole("button", { name: button }).click()]);
	return { name: file.suggestedFilename(),
	    bytes: readFileSync(await file.path()) };
};

const tests = {
	"a button gives the file, and its columns are remembered":
	async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false });
		await signedUp(await world.visitor());
		await visit("/beheer/export")(world, page);
		await page.getByLabel("Vraag").uncheck();
		const excel = await download(page, "Excel-bestand ophalen");
		assert.match(excel.name,
		    /^deelnemers-\d{4}-\d\d-\d\d_export-\d{8}-\d{4}\.xlsx$/);
		assert.equal(excel.bytes.subarray(0, 2).toString(), "PK");
		await page.goto("/beheer/export");
		assert.equal(await page.getByLabel("Vraag").isChecked(), false);
		assert.equal(await page.getByLabel("Nummer").isChecked(), true);
		assert.match(await page.locator("#sinds-hint").textContent(),
		    /voor het laatst op \w+ \d/);
		const text = await download(page, "CSV-bestand ophalen");
		assert.match(text.bytes.toString(), /^\ufeffNummer;/);
		assert.doesNotMatch(text.bytes.toString().split("\r\n")[0],
		    /;Vraag;/);
	},
	"a workbook of many says how far it is, and that it is ready":
	(world) => world.crowded(16000, async (site) => {
		const page = await site.visitor();
		await page.route(/export\/\d+$/, quiet);
		await later(site, page);
		assert.match(await page.getByRole("status").textContent(),
		    /[\d.]+ van 16\.\d{3} deelnemers/);
		assert.equal(await page.getByRole("progressbar").count(), 1);
		await inspected(page);
		await page.unroute(/export\/\d+$/);
		await page.reload();
		const file = page.getByRole("link", { name: "Excel-bestand ophalen" });
		await file.waitFor();
		assert.equal(await page.locator("h1").textContent(),
		    "Excel-bestand is klaar");
		await inspected(page);
		const [download] = await Promise.all([
		    page.waitForEvent("download"), file.click()]);
		const bytes = readFileSync(await download.path());
		assert.equal(bytes.subarray(0, 2).toString(), "PK");
		await page.goto("/beheer/export");
		await page.getByText("Kijk hoe ver het is, of haal het op").click();
		await file.waitFor();
	}),
	"a form without a column leads to the columns": async (world) => {
		const page = await world.visitor();
		const response = await withoutColumns(world, page);
		assert.equal(response.status(), 422);
		assert.match(await page.title(), /^Fout: /);
		await page.locator("#fouten a").click();
		assert.equal(new URL(page.url()).hash, "#kolom");
	},
	"names of requirements are shown for a reason and not again":
	async (world) => {
		const page = await world.visitor();
		await withRequirements(world, page);
		assert.equal(await page.locator("#lijst").count(), 0);
		await page.getByText("Toon namen").click();
		await page.locator("#fouten").waitFor();
		await page.locator("#reden_maaltijd").check();
		await press(page, "main form button");
		assert.match(await page.locator("main").textContent(),
		    /glutenvrij/);
		assert.equal(await page.locator("#lijst").count(), 1);
		await page.goto("/beheer/wensen");
		assert.equal(await page.locator("#lijst").count(), 0);
	},
};
export default { ...tests, ...pageTests(all) };
