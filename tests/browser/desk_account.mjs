// Accounts at the desk: every page as the tools see it, and the ways of who
// signs in with a second factor.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { pageTests } from "./pages.mjs";
import { press } from "./world.mjs";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// What a telephone makes of the words on the page (RFC 6238), steps from now.
const codeOf = (words, steps = 0) => {
	const bits = [...words.replaceAll(" ", "")].map((letter) =>
	    alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
	const hash = createHmac("sha1", key).update(counter).digest();
	const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
	return String(number % 1000000).padStart(6, "0");
};

let accounts = 0;

// Somebody who was never here before, with the password that the tool made.
const somebody = (world, role = "organisator") => {
	const name = `proef.${++accounts}`;

	return { name, password: world.tool("user", "add", name, "--role",
	    role).trim() };
};

const signIn = async (page, { name, password }, code) => {
	await page.goto("/beheer/inloggen");
	await page.getByLabel("Gebruikersnaam").fill(name);
	await page.getByLabel("Wachtwoord").fill(password);
	const response = await press(page, "main .button");
	if (code === undefined)
		return response;
	await page.locator("#code").fill(code);
	return press(page, "main .button");
};

const setUp = async (page) => {
	await page.goto("/beheer/account/tweede-stap");
	const words = await page.locator(".once").textContent();
	await page.getByLabel("Code uit de app").fill(codeOf(words));
	const response = await press(page, "[value=instellen]");
	return { words, response };
};

// A page behind the login, for a fresh account.
const behind = (visit, role) => async (world, page) => {
	const who = somebody(world, role);
	await signIn(page, who);
	return visit(world, page, who);
};
const at = (path) => behind(async (world, page) => page.goto(path));
const withFactor = (visit) => behind(async (world, page, who) => {
	const { words, response } = await setUp(page);
	return visit(page, who, words, response);
});

const all = {
	"the login page that asks a code": withFactor(async (page, who) => {
		await page.context().clearCookies();
		return signIn(page, who);
	}),
	"one's own account": at("/beheer/account"),
	"one's own account at the door": behind(async (world, page) =>
	    page.goto("/beheer/account"), "deur"),
	"a change of password with faults": behind(async (world, page) => {
		await page.goto("/beheer/account");
		await page.locator("#nieuw").fill("kort");
		return press(page, "main form.narrow .button");
	}),
	"the set-up of a second factor": at("/beheer/account/tweede-stap"),
	"the set-up with faults": behind(async (world, page) => {
		await page.goto("/beheer/account/tweede-stap");
		await page.locator("#code").fill("12");
		return press(page, "[value=instellen]");
	}),
	"the recovery codes": withFactor(async (page, who, words, response) =>
	    response),
	"the second factor that is on": withFactor(async (page) =>
	    page.goto("/beheer/account/tweede-stap")),
	"the second factor with faults": withFactor(async (page) => {
		await page.goto("/beheer/account/tweede-stap");
		return press(page, "[value=codes]");
	}),
	"another telephone": withFactor(async (page) =>
	    page.goto("/beheer/account/tweede-stap?vervangen=ja")),
	"the list of accounts": at("/beheer/accounts"),
	"an account that cannot be added": behind(async (world, page) => {
		await page.goto("/beheer/accounts");
		return press(page, "[value=toevoegen]");
	}),
	"an account that was added": behind(async (world, page) => {
		await page.goto("/beheer/accounts");
		await page.locator("#naam").fill(`nieuw.${++accounts}`);
		await page.locator("#rol_inzage").check();
		return press(page, "[value=toevoegen]");
	}),
	"the page of one account": behind(async (world, page, who) => {
		await page.goto("/beheer/accounts");
		return Promise.all([page.waitForNavigation(),
		    page.getByRole("link", { name: who.name, exact: true }).
		    last().click()]).then(([response]) => response);
	}),
};

// The link of that name in the table, not the one in the header.
const openAccount = async (page, name) => {
	await page.goto("/beheer/accounts");
	await page.getByRole("rowheader", { name }).getByRole("link").click();
	await page.waitForURL("**/beheer/accounts/*");
};

const tests = {
	"a second factor is set up, asked, and its recovery code good once":
	async (world) => {
		const page = await world.visitor(), who = somebody(world);
		await signIn(page, who);
		const { words } = await setUp(page);
		const recovery = await page.locator(".codes li").first().
		    textContent();
		await page.context().clearCookies();
		assert.equal((await signIn(page, who)).status(), 422);
		// The password does not have to be typed again.
		await page.locator("#code").fill(codeOf(words, 1));
		await press(page, "main .button");
		await page.waitForURL("**/beheer/");
		await page.context().clearCookies();
		await signIn(page, who, recovery);
		await page.waitForURL("**/beheer/");
		await page.context().clearCookies();
		assert.equal((await signIn(page, who, recovery)).status(), 422);
		await page.getByText("klopt niet, of is al gebruikt").first().
		    waitFor();
	},
	"who must have a second factor can do nothing else before": async (
	    world) => {
		const page = await world.visitor(), organiser = somebody(world);
		const other = await world.visitor();
		await signIn(page, organiser);
		await setUp(page);
		await page.goto("/beheer/accounts");
		await press(page, "[value=verplicht]");
		try {
			await signIn(other, somebody(world, "inzage"));
			await other.waitForURL("**/tweede-stap");
			await other.goto("/beheer/aanmeldingen");
			await other.waitForURL("**/tweede-stap");
			assert.equal(await other.locator(".links a").count(), 0);
			await setUp(other);
			await other.goto("/beheer/aanmeldingen");
			await other.getByRole("heading", { name: "Aanmeldingen" }).
			    waitFor();
		} finally {
			await page.goto("/beheer/accounts");
			await press(page, "[value=vrij]");
		}
	},
	"an organiser closes an account and its session is over": async (
	    world) => {
		const page = await world.visitor(), other = await world.visitor();
		const who = somebody(world, "inzage");
		await signIn(page, somebody(world));
		await signIn(other, who);
		await openAccount(page, who.name);
		await press(page, "[value=sluiten]");
		await page.getByRole("status").getByText("gesloten").waitFor();
		await other.goto("/beheer/aanmeldingen");
		await other.waitForURL("**/beheer/inloggen");
		assert.equal((await signIn(other, who)).status(), 422);
	},
	"the sysadmin helps who is locked out": async (world) => {
		const page = await world.visitor(), who = somebody(world);
		await signIn(page, who);
		await setUp(page);
		const password = world.tool("user", "reset", who.name).trim();
		await page.goto("/beheer/account");
		await page.waitForURL("**/beheer/inloggen");
		await signIn(page, { name: who.name, password });
		await page.waitForURL("**/beheer/");
		assert.match(world.tool("user", "list"),
		    new RegExp(`^${who.name}\torganisator\topen\t-\t`, "m"));
	},
};
export default { ...tests, ...pageTests(all) };
