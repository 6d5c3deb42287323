// What the form does by itself so that signing up takes less than a minute,
// and what it keeps when somebody goes away from it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, devices } from "playwright-core";
import { chooseGemeente, fillForm, press, signUp } from "./world.mjs";

const value = (page, id) => page.locator(`#${id}`).inputValue();
const text = (page) => page.locator("main").innerText();
const found = (page) => page.getByRole("option").allInnerTexts();

const paste = (page, id, what) => page.locator(`#${id}`).evaluate((field, t) => {
	const data = new DataTransfer();
	data.setData("text/plain", t);
	field.dispatchEvent(new ClipboardEvent("paste",
	    { clipboardData: data, bubbles: true, cancelable: true }));
}, what);

const contact = async (page, email = "s.devries@woerden.nl") => {
	await page.locator("#contact_voornaam").fill("Sanne");
	await page.locator("#contact_achternaam").fill("de Vries");
	await page.locator("#contact_email").fill(email);
	await page.locator("#contact_email").blur();
};

// A browser with a profile on disk, which opens what was open when it ended.
const restart = async (profile, ...more) => {
	const child = spawn("/usr/bin/chromium", ["--headless=new",
	    "--no-sandbox", "--no-first-run", "--remote-debugging-port=0",
	    `--user-data-dir=${profile}`, ...more]);
	const address = await new Promise((resolve) => {
		let told = "";
		child.stderr.on("data", (data) => {
			told += data;
			const [, found] = /listening on (ws:\S+)/.exec(told) ?? [];
			if (found)
				resolve(found);
		});
	});
	const browser = await chromium.connectOverCDP(address);
	const [context] = browser.contexts();
	// Without one that was restored, an empty one.
	let page;
	for (let i = 0; !page && i < 25; i++, await sleep(200))
		page = context.pages().find((one) => /aanmeld/.test(one.url()));
	page ??= context.pages()[0] ?? await context.newPage();
	page.setDefaultTimeout(8000);
	const end = async () => {
		const ended = new Promise((resolve) => child.once("exit", resolve));
		const session = await browser.newBrowserCDPSession();
		session.send("Browser.close").catch(() => null);
		await Promise.race([ended, sleep(10000)]);
		child.kill("SIGKILL");
		await browser.close();
	};
	return { page, end };
};

// All that a page can leave in a browser, as text.
const leftBehind = (page) => page.evaluate(async () => {
	const kept = { ...localStorage, ...sessionStorage, cookies: document.cookie };
	for (const name of await caches.keys())
		for (const asked of await (await caches.open(name)).keys())
			kept[asked.url] = await (await caches.match(asked)).text();
	kept.databases = (await indexedDB.databases()).map((one) => one.name);
	kept.workers = (await navigator.serviceWorker.getRegistrations()).length;
	return JSON.stringify(kept);
});

export default {
	"the box finds a place, a former municipality and what was meant":
	async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden");
		for (const [typed, first] of [
			["hoofddorp", "Hoofddorp (gemeente Haarlemmermeer)"],
			["Weesp", "Weesp (gemeente Amsterdam)"],
			["gemeente woerden", "Woerden"], ["Worden", "Woerden"],
			["’s-Gravenhage", "'s-Gravenhage"],
			["sudwest fryslan", "Súdwest-Fryslân"],
			["eemsmond", "Eemsmond (gemeente Het Hogeland)"],
		]) {
			await page.locator("#gemeente").fill(typed);
			assert.equal((await found(page))[0], first);
		}
		await page.locator("#gemeente").fill("hoofddorp");
		await page.locator("#gemeente").press("Enter");
		assert.equal(await value(page, "gemeente"), "Haarlemmermeer");
		await page.locator("#gemeente").fill("Atlantis");
		assert.match(await text(page), /Niets gevonden voor “Atlantis”/);
	},

	"the box is turned over with the arrow, and shows the choice in forced colours":
	async (world) => {
		const page = await world.visitor({ forcedColors: "active" });
		await page.goto("/aanmelden");
		const field = page.locator("#gemeente");
		await field.press("ArrowDown");
		assert.ok((await found(page)).length >= 342);
		const look = () => page.locator("#gemeente-lijst li").evaluateAll(
		    (all) => all.slice(0, 2).map((e) =>
		    getComputedStyle(e).backgroundColor));
		const [marked, other] = await look();
		assert.notEqual(marked, other);
		await field.press("ArrowDown");
		await field.press("Enter");
		assert.equal(await value(page, "gemeente"), "Aalsmeer");
	},

	"what is typed for a municipality comes back, with what is meant":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page, "/aanmelden?deelnemers=2");
		await page.locator("#gemeente").fill("Utregt");
		await page.locator("#gemeente").press("Escape");
		const response = await press(page, "#verstuur");
		assert.equal(response.status(), 422);
		assert.equal(await value(page, "gemeente"), "Utregt");
		assert.match(await page.locator("#gemeente-fout").innerText(),
		    /Bedoelt u Utrecht\?/);
	},

	"the contact's address tells the municipality, and nobody is overruled":
	async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden");
		await contact(page);
		assert.equal(await value(page, "gemeente"), "Woerden");
		await page.goto("about:blank");
		await page.goto("/aanmelden");
		await page.evaluate(() => sessionStorage.clear());
		await page.reload();
		await chooseGemeente(page, "Utrecht");
		await contact(page);
		assert.equal(await value(page, "gemeente"), "Utrecht");
	},

	"an address is offered as the contact's own is made, and needs no domain":
	async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden?gemeente=GM0632");
		await contact(page);
		await page.locator("#deelnemer_1_voornaam").fill("Zoë");
		await page.locator("#deelnemer_1_achternaam").fill("van der Berg");
		await page.locator("[data-adres='z.vanderberg@woerden.nl']").click();
		assert.equal(await value(page, "deelnemer_1_email"),
		    "z.vanderberg@woerden.nl");
		await page.locator("#erbij").click();
		assert.ok(await page.locator("#deelnemer_2_rol_medewerker").isChecked());
		assert.ok(await page.locator("#deelnemer_1_rol_wethouder").isChecked());
		await page.locator("#deelnemer_2_voornaam").fill("Ömer");
		await page.locator("#deelnemer_2_achternaam").fill("Çelik");
		assert.equal(await page.locator("#deelnemer_2_email-domein").
		    innerText(), "@woerden.nl");
		await page.locator("#deelnemer_2_email").fill("omer");
		await press(page, "#verstuur");
		assert.match(await text(page), /z\.vanderberg@woerden\.nl[^]*omer@woerden\.nl/);
	},

	"of a private address nothing is made": async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden?gemeente=GM0632");
		await contact(page, "s.devries@gmail.com");
		await page.locator("#deelnemer_1_voornaam").fill("Zoë");
		await page.locator("#deelnemer_1_achternaam").fill("Berg");
		assert.equal(await page.locator("[data-adres]").count(), 0);
		assert.equal(await page.locator("#deelnemer_1_email-domein").
		    innerText(), "");
	},

	"lines that Outlook and Excel copy fill the blocks": async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden?gemeente=GM0632");
		await contact(page);
		await paste(page, "deelnemer_1_voornaam",
		    "Jan de Vries <jan@x.nl>, wethouder\r\n" +
		    "\"Berg, Zoë van den\" <zoe@x.nl>; Li Na\tlina@x.nl\n" +
		    "Ömer Çelik <omer@x.nl>, beleidsadviseur");
		const all = [];
		for (let i = 1; i <= 4; i++)
			all.push([await value(page, `deelnemer_${i}_voornaam`),
			    await value(page, `deelnemer_${i}_achternaam`),
			    await value(page, `deelnemer_${i}_email`)].join("|"));
		assert.deepEqual(all, ["Jan|de Vries|jan@x.nl",
		    "Zoë|van den Berg|zoe@x.nl", "Li|Na|lina@x.nl",
		    "Ömer|Çelik|omer@x.nl"]);
		assert.equal(await value(page, "deelnemer_4_functie"),
		    "beleidsadviseur");
		assert.ok(await page.locator("#deelnemer_1_rol_wethouder").isChecked());
		assert.match(await text(page), /Vier deelnemers zijn ingevuld/);
	},

	"somebody taken off is put back where they were": async (world) => {
		const page = await world.visitor();
		await fillForm(page, "/aanmelden?deelnemers=3");
		await page.locator("#deelnemer_3_voornaam").fill("Ömer");
		const legends = () => page.locator(".person legend").
		    evaluateAll((all) => all.map((e) => e.textContent).join());
		const before = await legends();
		assert.match(before, /^Deelnemer 1,Rol van deelnemer 1,Deelnemer 2,/);
		for (const number of [1, 2]) {
			await page.locator(`button[value=weg_${number}]`).click();
			assert.equal(await page.locator(".person").count(), 2);
			await page.getByRole("button", { name: "Terugzetten" }).click();
			assert.equal(await value(page, "deelnemer_1_voornaam"), "Anna");
			assert.equal(await value(page, "deelnemer_2_voornaam"), "Zoë");
			assert.equal(await value(page, "deelnemer_3_voornaam"), "Ömer");
			assert.ok(await page.locator("#deelnemer_1_rol_wethouder").isChecked());
			assert.ok(await page.locator("#deelnemer_2_rol_medewerker").isChecked());
			assert.equal(await legends(), before);
		}
		await page.locator("#erbij").click();
		assert.equal(await legends(), before +
		    ",Deelnemer 4,Rol van deelnemer 4");
	},

	"on a phone the key next goes to the next field and sends nothing":
	async (world) => {
		const page = await world.visitor(devices["Pixel 5"]);
		await page.goto("/aanmelden?gemeente=GM0632");
		await page.locator("#contact_voornaam").focus();
		for (const id of ["contact_achternaam", "contact_email",
		    "deelnemer_1_voornaam", "deelnemer_1_achternaam"]) {
			await page.keyboard.press("Enter");
			assert.equal(await page.evaluate(() =>
			    document.activeElement.id), id);
		}
		for (const [id, capitals] of [["contact_voornaam", "words"],
		    ["contact_achternaam", "none"], ["deelnemer_1_email", "none"]])
			assert.equal(await page.locator(`#${id}`).
			    getAttribute("autocapitalize"), capitals);
	},

	"what was typed survives the privacy link and Back, and a sign-up ends it":
	async (world) => {
		const page = await world.visitor();
		await fillForm(page, "/aanmelden?deelnemers=1".replace("1", "2"));
		await page.locator("#erbij").click();
		await page.locator("#deelnemer_3_voornaam").fill("Ömer");
		await page.locator("#deelnemer_3_achternaam").fill("Çelik");
		await page.locator("#deelnemer_3_rol_wethouder").check();
		await page.getByRole("link", { name: /bewaren en hoe lang/ }).click();
		await page.goto("/aanmelden");
		assert.equal(await value(page, "deelnemer_1_achternaam"), "van den Berg");
		assert.equal(await value(page, "deelnemer_3_voornaam"), "Ömer");
		assert.ok(await page.locator("#deelnemer_3_rol_wethouder").isChecked());
		assert.match(await text(page), /Wat u eerder typte staat er weer/);
		assert.equal(await value(page, "gemeente"), "Woerden");
		await press(page, "#verstuur");
		assert.match(await text(page), /Ömer Çelik/);
		assert.equal(await page.evaluate(() => sessionStorage.length), 0);
		await page.goto("/aanmelden");
		assert.equal(await value(page, "deelnemer_1_voornaam"), "");
	},

	"a draft can be emptied, and stays in its own tab": async (world) => {
		const page = await world.visitor();
		await fillForm(page);
		const other = await page.context().newPage();
		await other.goto("/aanmelden");
		assert.equal(await value(other, "contact_voornaam"), "");
		await page.goto("/aanmelden");
		await page.getByRole("button", { name: "Formulier leegmaken" }).click();
		await page.waitForLoadState();
		assert.equal(await value(page, "contact_voornaam"), "");
		assert.equal(await page.evaluate(() => localStorage.length), 0);
	},

	"a tab that was closed comes back with what was typed, until it is sent":
	async (world) => {
		const profile = mkdtempSync(join(tmpdir(), "orientatie-profile-"));
		let browser;

		mkdirSync(join(profile, "Default"));
		writeFileSync(join(profile, "Default", "Preferences"),
		    JSON.stringify({ session: { restore_on_startup: 1 } }));
		try {
			browser = await restart(profile, `${world.base}/aanmelden`);
			let told = "";
			// The browser itself writes now and then: it is given time.
			for (let i = 1; i < 4 && !told.includes("staat er weer"); i++) {
				await fillForm(browser.page,
				    `${world.base}/aanmelden?deelnemers=2`);
				await browser.page.locator("#erbij").click();
				await browser.page.locator("#deelnemer_3_voornaam").fill("Ömer");
				await browser.page.locator("#deelnemer_3_achternaam").
				    fill("Kanarie");
				await sleep(3000 * i);
				await browser.end();
				browser = await restart(profile);
				told = await browser.page.locator("body").innerText();
			}
			assert.match(told, /Wat u eerder typte staat er weer/);
			assert.equal(await value(browser.page, "deelnemer_3_achternaam"),
			    "Kanarie");
			assert.match(await leftBehind(browser.page), /Kanarie/);
			await press(browser.page, "#verstuur");
			assert.match(await text(browser.page), /Ömer Kanarie/);
			assert.doesNotMatch(await leftBehind(browser.page),
			    /Kanarie|Ömer|@/);
			await browser.page.goto(`${world.base}/aanmelden`);
			assert.equal(await value(browser.page, "contact_email"), "");
		} finally {
			await browser?.end();
			rmSync(profile, { recursive: true, force: true });
		}
	},

	"after a sign-up a shared computer holds nothing of it": async (world) => {
		const page = await world.visitor();
		await signUp(page);
		for (const path of [page.url(), "/aanmelden", "/"]) {
			await page.goto(path);
			assert.equal(await leftBehind(page), JSON.stringify({
				cookies: "", databases: [], workers: 0 }));
		}
		assert.deepEqual(await page.context().cookies(), []);
	},

	"without script somebody taken off is put back, and nothing jumps":
	async (world) => {
		const page = await world.visitor({ javaScriptEnabled: false,
		    viewport: { width: 390, height: 844 } });
		const inSight = async (selector) => {
			const { y } = await page.locator(selector).boundingBox();
			assert.ok(y >= 0 && y < 844, `${selector} at ${y}`);
		};
		await fillForm(page, "/aanmelden?deelnemers=3");
		await page.locator("#deelnemer_1_email").fill(
		    "Anna Berg <anna@woerden.example>;");
		await press(page, "button[value=weg_1]");
		assert.equal(await page.locator(".person").count(), 2);
		await inSight("[role=status]");
		assert.match(await page.locator("[role=status]").innerText(),
		    /^Anna van den Berg is weggehaald/);
		await press(page, "button[value=terug_1]");
		assert.equal(await value(page, "deelnemer_1_achternaam"), "van den Berg");
		assert.equal(await value(page, "deelnemer_2_voornaam"), "Zoë");
		await press(page, "#erbij");
		await inSight("#deelnemer_4_voornaam");
		await press(page, "#verstuur");
		assert.match(await text(page), /anna@woerden\.example/);
	},

	"the confirmation has a letter to pass on, without any link of ours":
	async (world) => {
		const page = await world.visitor();
		await signUp(page);
		const links = await page.locator("[data-delen]").evaluateAll((all) =>
		    all.map((e) => decodeURIComponent(e.href)));
		assert.equal(links.length, 2);
		for (const link of links) {
			assert.match(link, /^mailto:[^]*U bent aangemeld voor/);
			assert.doesNotMatch(link, /aanmelding\/|deelnemer\//);
		}
		assert.match(await text(page), /Wat er nu gebeurt[^]*jan@woerden\.example/i);
	},

	"each answer of the confirmation leads to its own field, in sight":
	async (world) => {
		const page = await world.visitor();
		await signUp(page);
		const address = page.url();
		for (const [name, id] of [
			["Wijzig: Rol van Zoë Smit", "deelnemer_2_rol"],
			["Vul in: E-mailadres van Zoë Smit", "deelnemer_2_email"],
			["Kies: Sessieronde 2 van Zoë Smit", "deelnemer_2_sessie_2"],
			["Wijzig: Gemeente", "gemeente"],
			["Wijzig: E-mailadres", "contact_email"],
			["Vul in: Telefoon", "contact_telefoon"],
			["Vul in: Uw vraag", "vraag"],
		]) {
			await page.goto(address);
			await Promise.all([page.waitForNavigation(),
			    page.getByRole("link", { name:
			    new RegExp(`^${name.replace(":", " ?:")}$`) }).click()]);
			assert.equal(await page.evaluate(() =>
			    document.activeElement.id), id);
			assert.ok(await page.locator(`#${id}`).isVisible(), name);
		}
	},

	"a phone shares the letter by its own way, and another by mail":
	async (world) => {
		const page = await world.visitor();
		await page.addInitScript(() => {
			navigator.share = async (what) => { window.shared = what; };
		});
		await signUp(page);
		const before = page.url();
		await page.locator("[data-delen]").first().click();
		const shared = await page.evaluate(() => window.shared);
		assert.match(shared.title, /Oriëntatiebijeenkomst/);
		assert.match(shared.text, /Beste Anna van den Berg,[^]*agenda\.ics/);
		assert.doesNotMatch(shared.text, /aanmelding\/|deelnemer\//);
		assert.equal(page.url(), before);
	},

	"a page for everybody says what it is about, a personal one nothing":
	async (world) => {
		const page = await world.visitor();
		for (const path of ["/", "/aanmelden?gemeente=GM0632", "/privacy"]) {
			await page.goto(path);
			assert.equal(await page.locator("link[rel=canonical]").
			    getAttribute("href"), world.base + path.split("?")[0]);
			assert.ok((await page.locator("meta[name=description]").
			    getAttribute("content")).length > 40);
		}
		const picture = await page.request.get(await page.locator(
		    "meta[property='og:image']").getAttribute("content"));
		assert.equal(picture.headers()["content-type"], "image/png");
		assert.match(await (await page.request.get("/robots.txt")).text(),
		    /^User-agent: \*\n/);
		await signUp(page);
		assert.equal(await page.locator("link[rel=canonical], " +
		    "meta[name=description], meta[property]").count(), 0);
	},
};
