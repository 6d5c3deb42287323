// How much work signing up is: taps, characters and seconds of five journeys,
// on a phone and at a desk, by a keystroke model (make effort).  A journey
// really fills in the form, so what the form does by itself costs nothing.
//
// The model is a keystroke-level one (Card, Moran and Newell 1980) with times
// for a phone: a tap is finding, reaching and touching a target; a character
// is a thumb on the glass; the key "next" is a character too.  A screen is
// what is scrolled past.  At a desk one goes on with Tab.
import assert from "node:assert/strict";
import { devices } from "playwright-core";
import { World } from "./world.mjs";

const phone = {
	name: "phone", options: devices["Pixel 5"],
	tap: 2.2, character: 1 / 3, next: 1 / 3, screen: 0.8,
};
const desktop = {
	name: "desktop", options: { viewport: { width: 1280, height: 800 } },
	tap: 1.5, character: 0.2, next: 0.5, screen: 0.4,
};

// Somebody at a form: what the hands do is counted, and done.
class Hands {
	taps = 0;
	characters = 0;
	nexts = 0;

	constructor(page, model) {
		this.page = page;
		this.model = model;
	}

	at(selector) {
		return this.page.locator(selector).first();
	}

	async tap(selector) {
		await this.at(selector).click();
		this.taps++;
	}

	// The next field in the row is reached by the key for it, if that works.
	async reach(id) {
		const here = () => this.page.evaluate(() => document.activeElement.id);
		const key = this.model === phone ? "Enter" : "Tab";

		if (await here() === id)
			return;
		if (await this.page.evaluate(() =>
		    document.activeElement.matches("[enterkeyhint=next]"))) {
			await this.page.keyboard.press(key);
			if (await here() === id) {
				this.nexts++;
				return;
			}
		}
		await this.tap(`#${id}`);
	}

	async type(id, text) {
		await this.reach(id);
		await this.page.keyboard.type(text);
		this.characters += [...text].length;
	}

	async paste(id, text) {
		await this.reach(id);
		await this.page.evaluate((what) => {
			const data = new DataTransfer();
			data.setData("text/plain", what);
			document.activeElement.dispatchEvent(new ClipboardEvent(
			    "paste", { clipboardData: data, bubbles: true,
			    cancelable: true }));
		}, text);
		// Holding the field and choosing "paste".
		this.taps += 2;
	}

	async role(number, role) {
		const id = `#deelnemer_${number}_rol_${role}`;
		if (!await this.page.locator(id).isChecked())
			await this.tap(id);
	}

	async gemeente(letters) {
		const field = this.page.locator("#gemeente");
		if (await field.count() === 0)
			return;
		// Once there it is seen whether the address has told it.
		await this.reach("gemeente");
		if (await field.inputValue() !== "")
			return;
		await this.type("gemeente", letters);
		await this.tap("[role=option]");
	}

	async address(number, local) {
		const offer = `.person[data-number="${number}"] [data-adres^="${local}@"]`;
		if (await this.page.locator(offer).isVisible())
			await this.tap(offer);
		else
			await this.type(`deelnemer_${number}_email`,
			    await this.page.locator(`#deelnemer_${number}_email + span`).
			    isVisible() ? local : `${local}@woerden.nl`);
	}

	// The time that it takes, and what was sent is what was meant.
	async send(expected) {
		const height = await this.page.evaluate(() =>
		    document.documentElement.scrollHeight);
		const screens = height / this.page.viewportSize().height;
		await this.tap("#verstuur");
		await this.page.waitForURL("**/aanmelding/*");
		const text = await this.page.locator("main").innerText();
		for (const one of expected)
			assert.ok(text.includes(one), `${one} is not in: ${text}`);
		const seconds = this.taps * this.model.tap +
		    this.characters * this.model.character +
		    this.nexts * this.model.next + screens * this.model.screen;
		return { taps: this.taps, characters: this.characters,
		    nexts: this.nexts, height, seconds: Math.round(seconds) };
	}
}

const delegation = [
	["Zoë", "van der Berg", "z.vanderberg", "wethouder"],
	["Ömer", "Çelik", "o.celik", "medewerker"],
	["Fatima", "el Idrissi", "f.elidrissi", "medewerker"],
];

const contact = async (hands) => {
	await hands.type("contact_voornaam", "Sanne");
	await hands.type("contact_achternaam", "de Vries");
	await hands.type("contact_email", "s.devries@woerden.nl");
};

const names = async (hands, number, [first, last, local, role]) => {
	if (number > 1)
		await hands.tap("#erbij");
	await hands.role(number, role);
	await hands.type(`deelnemer_${number}_voornaam`, first);
	await hands.type(`deelnemer_${number}_achternaam`, last);
	await hands.address(number, local);
};

const signUpThree = (path) => async (hands) => {
	await hands.page.goto(path);
	if (await hands.at("#gemeente").evaluate((e) =>
	    e.compareDocumentPosition(document.getElementById("contact_email")) &
	    Node.DOCUMENT_POSITION_FOLLOWING).catch(() => false))
		await hands.gemeente("woer");
	await contact(hands);
	await hands.gemeente("woer");
	for (const [i, one] of delegation.entries())
		await names(hands, i + 1, one);
	return hands.send(["Woerden", "van der Berg", "o.celik@woerden.nl",
	    "f.elidrissi@woerden.nl"]);
};

const journeys = {
	"a delegation of three, by the municipality's link":
	signUpThree("/aanmelden?gemeente=GM0632"),

	"a delegation of three, by the public page": signUpThree("/aanmelden"),

	"three lines pasted from Outlook": async (hands) => {
		await hands.page.goto("/aanmelden?gemeente=GM0632");
		await contact(hands);
		await hands.paste("deelnemer_1_voornaam", delegation.map(
		    ([first, last, local, role]) =>
		    `${first} ${last} <${local}@woerden.nl>, ${role}`).join("\n"));
		return hands.send(["Woerden", "van der Berg",
		    "o.celik@woerden.nl", "f.elidrissi@woerden.nl"]);
	},

	"somebody who comes alone": async (hands) => {
		await hands.page.goto("/aanmelden?gemeente=GM0632");
		await contact(hands);
		await hands.tap("#deelnemer_1_zelf");
		await hands.role(1, "medewerker");
		return hands.send(["Woerden", "Sanne de Vries"]);
	},

	"two places whose names will follow": async (hands) => {
		await hands.page.goto("/aanmelden?gemeente=GM0632");
		await contact(hands);
		await hands.tap("#deelnemer_1_naam_volgt");
		await hands.tap("#erbij");
		await hands.tap("#deelnemer_2_naam_volgt");
		return hands.send(["Woerden", "Naam volgt"]);
	},
};

const world = new World();
let failed = 0;
try {
	await world.open();
	for (const model of [phone, desktop])
		for (const [name, go] of Object.entries(journeys)) {
			const page = await world.visitor(model.options);
			try {
				const e = await go(new Hands(page, model));
				console.log(`${model.name}: ${name}: ${e.taps} taps, ` +
				    `${e.characters} characters, ${e.nexts} times next, ` +
				    `${e.height} px, ${e.seconds} s`);
			} catch (error) {
				failed++;
				console.log(`${model.name}: ${name}: FAILED ` +
				    String(error.message).split("\n")[0]);
			}
			await page.context().close();
		}
} finally {
	await world.close();
}
process.exit(failed === 0 ? 0 : 1);
