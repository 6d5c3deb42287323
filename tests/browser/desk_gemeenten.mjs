// The desk's pages about municipalities, as an organiser uses them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { press, signedUp } from "./world.mjs";

const signedIn = async (world, options) => {
	const page = await world.visitor(options);
	await world.logIn(page);
	return page;
};

const text = (page) => page.locator("main").innerText();

const choose = async (page, content, name = "gemeenten.csv") => {
	await page.goto("/beheer/gemeenten/import");
	await page.locator("#bestand").setInputFiles({
		name, mimeType: "text/csv", buffer: Buffer.from(content),
	});
	return press(page, "[value=bekijken]");
};

// The file as the organiser gets it.
const download = async (page) => {
	await page.goto("/beheer/gemeenten/import");
	const [file] = await Promise.all([page.waitForEvent("download"),
	    page.getByRole("link", { name: /Download het bestand/ }).click()]);
	return readFileSync(await file.path(), "utf8");
};

const journeys = (kind, options) => ({
	[`an organiser ${kind} finds who is silent and takes the list along`]:
	async (world) => {
		const page = await signedIn(world, options);
		await page.goto("/beheer/gemeenten");
		await page.getByRole("link", { name: "Gemeenten met mbo" }).click();
		await page.waitForURL("**mbo=1**");
		await page.getByRole("link", { name: /stil, met mbo/ }).click();
		await page.waitForURL("**antwoord=stil**");
		assert.match(await text(page), /\d+ gemeenten, 0 personen/);
		const shown = await page.locator("tbody th").count();
		const tables = await page.locator("table.small tbody th").count();
		const [file] = await Promise.all([page.waitForEvent("download"),
		    page.getByRole("link", { name: "als CSV" }).click()]);
		const lines = readFileSync(await file.path(), "utf8").
		    trim().split("\r\n");
		// All of it in the file, fifty of it on the page.
		const [listed] = /(\d+) gemeenten, 0/.exec(await text(page)).slice(1);
		assert.equal(lines.length - 1, Number(listed));
		assert.equal(shown, Math.min(50, Number(listed)) + tables);
		await page.getByRole("link", { name: "W", exact: true }).click();
		await page.waitForURL("**pagina=*#letter-W");
		assert.match(page.url(), /antwoord=stil/);
		assert.ok(await page.locator("#letter-W").isVisible());
		assert.ok(lines.slice(1).every((line) => /;ja;.*;stil;/.test(line)));
	},

	[`an organiser ${kind} goes from the map to a province`]:
	async (world) => {
		const page = await signedIn(world, options);
		await page.goto("/beheer/gemeenten");
		await page.locator("svg a", { hasText: "Gr " }).click();
		await page.waitForURL("**provincie=Groningen**");
		assert.equal(await page.locator("#provincie").inputValue(),
		    "Groningen");
		await page.locator("#q").fill("noorderpoort");
		await page.getByRole("button", { name: "Toon" }).click();
		await page.waitForURL("**q=noorderpoort**");
		assert.match(await text(page), /Noorderpoort/);
	},

	[`an organiser ${kind} notes that nobody comes and takes it back`]:
	async (world) => {
		const page = await signedIn(world, options);
		await page.goto("/beheer/gemeente/GM0141");
		await page.locator("#toelichting").fill("per telefoon");
		await press(page, "[value=afzeggen]");
		assert.match(await text(page), /komt niet op .*: per telefoon/);
		await press(page, "[value=terugnemen]");
		assert.match(await text(page), /stil/);
	},

	[`an organiser ${kind} edits a municipality`]: async (world) => {
		const page = await signedIn(world, options);
		await page.goto("/beheer/gemeente/GM0141");
		await page.locator("main summary").click();
		await page.locator("#gemeente_email").fill("geen adres");
		await press(page, "[value=bewaren]");
		assert.match(await page.title(), /^Fout: /);
		await page.locator("#gemeente_email").fill("post@almelo.example");
		await press(page, "[value=bewaren]");
		assert.match(await text(page), /post@almelo\.example/);
	},

	[`an organiser ${kind} brings a file back with one change`]:
	async (world) => {
		const page = await signedIn(world, options);
		const file = await download(page);
		assert.equal((await choose(page, file)).status(), 200);
		assert.match(await text(page), /Er verandert niets/);
		const mail = `m${Math.floor(Math.random() * 1e6)}@aalten.example`;
		const line = file.split("\r\n").find((l) => l.startsWith("GM0197;"));
		const cells = line.split(";");
		cells[9] = mail;
		await choose(page, file.replace(line, cells.join(";")));
		assert.match(await text(page), /1 gemeente wijzigt/);
		await press(page, "[value=invoeren]");
		assert.match(await text(page),
		    /Ingevoerd: 0 nieuw, 1 gewijzigd, 0 beëindigd/);
		await page.goto("/beheer/gemeente/GM0197");
		assert.match(await text(page), new RegExp(mail));
	},
});

const tests = {
	"a wrong encoding is told with its line": async (world) => {
		const page = await signedIn(world);
		const file = await download(page);
		const response = await choose(page,
		    Buffer.from(file.replace(/^\ufeff/, ""), "latin1"));
		assert.equal(response.status(), 422);
		assert.match(await page.locator("#fouten").innerText(),
		    /Regel \d+: .*Windows-1252/);
		await choose(page, Buffer.from(file, "utf16le"));
		assert.match(await page.locator("#fouten").innerText(),
		    /Regel 1: .*UTF-16/);
	},
	"who signs up is counted on the map": async (world) => {
		const page = await world.visitor();
		await signedUp(page);
		const desk = await signedIn(world);
		await desk.goto("/beheer/gemeente/GM0632");
		assert.match(await text(desk), /aangemeld[\s\S]*Berg, Anna van den/);
	},
	...journeys("with script", {}),
	...journeys("without script", { javaScriptEnabled: false }),
};
export default tests;

// For pages.mjs's checks.
const at = (path) => async (world, page) => {
	await world.logIn(page);
	return page.goto(path);
};

export const gemeentenPages = {
	"the municipalities": at("/beheer/gemeenten?provincie=Groningen"),
	"one municipality": async (world, page) => {
		await world.logIn(page);
		const response = await page.goto("/beheer/gemeente/GM0363");
		await page.locator("main summary").click();
		return response;
	},
	"one municipality with faults": async (world, page) => {
		await world.logIn(page);
		await page.goto("/beheer/gemeente/GM0363");
		await page.locator("main summary").click();
		await page.locator("#gemeente_email").fill("geen adres");
		await page.locator("#geldig_tot").fill("ooit");
		return press(page, "[value=bewaren]");
	},
	"the import of municipalities": at("/beheer/gemeenten/import"),
	"an import that is looked at": async (world, page) => {
		await world.logIn(page);
		return choose(page, "code;name;display_name;aliases;province;" +
		    "arbeidsmarktregio;domain;has_mbo\nGM9997;Nieuw;Nieuw;;" +
		    "Utrecht;;;0\nGM0632;Woerden;Woerden;;Utrecht;Anders;" +
		    "woerden.nl;0\n");
	},
	"an import with faults": async (world, page) => {
		await world.logIn(page);
		return choose(page, "code;naam\nGM1;x\n");
	},
};
