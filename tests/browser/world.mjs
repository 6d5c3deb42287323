// One `make run` and one Chromium for all tests, and what a visitor does.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync,
    statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

// How long anything may take, in milliseconds: two halves of these tests run
// beside other things on machines of two cores.  Who passes waits for nothing.
export const PATIENCE = 60000;

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

// Chromium without its window: nobody sees the bars that it would draw anew at
// each visit for twice the work.  Where Debian's package of it is not, with it.
const shell = "/usr/bin/chromium-headless-shell";
const executablePath = existsSync(shell) ? shell : "/usr/bin/chromium";

// No process that waits for a next visit, no pages of its own behind the bar.
// Who turns features off takes the place of Playwright, which has a list too.
const require = createRequire(import.meta.url);
const withoutFeatures = () => {
	const { chromiumSwitches } = require(join(dirname(require.resolve(
	    "playwright-core")), "lib/server/chromium/chromiumSwitches.js"));
	const theirs = chromiumSwitches().find((one) =>
	    one.startsWith("--disable-features="));

	return [theirs, "SpareRendererForSitePerProcess", "WebUIOmniboxPopup",
	    "WebUIOmniboxAimPopup"].join();
};

// Below those that the kernel gives to connections, and beside those of
// tests/outside/instance.py.
const freePort = () => new Promise((resolve) => {
	const port = 10000 + Math.floor(Math.random() * 10000);
	const server = createServer().listen(port, "127.0.0.1", () => {
		server.close(() => resolve(port));
	});
	server.on("error", () => resolve(freePort()));
});

export class World {
	trouble = [];
	contexts = [];

	async openSite() {
		this.data = mkdtempSync(join(tmpdir(), "orientatie-browser-"));
		this.port = await freePort();
		this.base = `http://localhost:${this.port}`;
		await this.startServer();
	}

	async open() {
		await this.openSite();
		// Places for all that the tests sign up.
		this.tool("event", "set", "capaciteit", "5000");
		this.browser = await chromium.launch({
			executablePath,
			handleSIGINT: false, handleSIGTERM: false,
			args: ["--no-sandbox", "--disable-quic", "--no-first-run",
			    "--disable-background-networking", "--disable-sync",
			    "--disable-component-update", withoutFeatures()],
		});
	}

	async startServer() {
		const env = { ...process.env };
		const log = join(this.data, "make.out");
		const fd = openSync(log, "a");

		for (const name of ["MAKEFLAGS", "MFLAGS", "MAKELEVEL", "OUT",
		    "MAKEOVERRIDES", "SMTP_URL", "BASE_URL"])
			delete env[name];
		// It ends with this test, however that ends.
		this.server = spawn("setpriv", ["--pdeathsig", "TERM",
		    "make", "--no-print-directory", "run",
		    `PORT=${this.port}`, `DATA=${this.data}`, "LIMITS=off",
		    "CACHE=off"],
		    { cwd: root, env, detached: true, stdio: ["ignore", fd, fd] });
		this.ended = new Promise((resolve) =>
		    this.server.once("exit", resolve));
		this.output = () => readFileSync(log, "utf8");
		for (let i = 0; !this.output().includes(`ready ${this.base}/\n`); i++) {
			if (i === 600 || this.server.exitCode !== null)
				throw new Error(this.output().slice(-1500));
			await sleep(200);
		}
	}

	// However it ended, nothing stays behind.
	async close() {
		await this.browser?.close();
		if (this.server !== undefined) {
			if (this.server.exitCode === null)
				this.server.kill("SIGTERM");
			await Promise.race([this.ended, sleep(15000)]);
			try {
				process.kill(-this.server.pid, "SIGKILL");
			} catch {
				// it has ended, as it should
			}
		}
		rmSync(this.data, { recursive: true, force: true });
	}

	// A browser that has never been here.  What a test opens, ends with it.
	async fresh(test) {
		this.contexts = [];
		this.trouble = [];
		await this.mailSent();
		this.began = Date.now();
		try {
			await test(this);
			assert.deepEqual(this.trouble, []);
		} finally {
			await this.leave();
		}
	}

	async leave() {
		for (const context of this.contexts)
			await context.close();
	}

	// A site of its own with so many people, seen in the same browser.
	async crowded(people, test) {
		const other = new World();

		try {
			await other.openSite();
			other.tool("event", "set", "capaciteit", "20000");
			execFileSync(join(root, "tests", "bench", "people.py"),
			    [join(root, "build", "orientatie"), join(other.data,
			    "orientatie.conf"), String(people)]);
			other.browser = this.browser;
			await test(other);
			this.trouble.push(...other.trouble);
		} finally {
			await other.leave();
			other.browser = undefined;
			await other.close();
		}
	}

	async visitor(options = {}) {
		const context = await this.browser.newContext({
			baseURL: this.base, locale: "nl-NL", ...options,
		});
		context.setDefaultTimeout(PATIENCE);
		this.contexts.push(context);
		const page = await context.newPage();
		page.on("pageerror", (error) => this.trouble.push(error.message));
		page.on("console", (message) => {
			if (/Content Security Policy|violates/.test(message.text()))
				this.trouble.push(message.text());
		});
		return page;
	}

	tool(...words) {
		return execFileSync(join(root, "build", "orientatie"),
		    ["--config", join(this.data, "orientatie.conf"), ...words],
		    { encoding: "utf8" });
	}

	setting(key) {
		return this.tool("event", "show").split("\n").
		    find((line) => line.startsWith(`${key}\t`)).split("\t")[1];
	}

	// What other tests set off has arrived.
	async mailSent() {
		const waits = /^\d+\t(?:queued|deferred)\t[^\t]*\t([^\t]+)/gm;
		// As the tool writes moments: "2027-01-12 10:00", Dutch time.
		const clock = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short",
			timeStyle: "short", timeZone: "Europe/Amsterdam" });
		// What was put off is nobody's to wait for.
		const due = () => [...this.tool("mail", "list").matchAll(waits)].
		    some(([, moment]) => moment <= clock.format(new Date()));

		while (due())
			await sleep(100);
	}

	exported() {
		const file = join(this.data, "export.csv");

		this.tool("export", "csv", file);
		return readFileSync(file, "utf8");
	}

	// How many participants there are.
	count() {
		return this.exported().trim().split("\r\n").length - 1;
	}

	// The path of a participant's page, from a mail of this test.
	async personLink(pattern = /\/deelnemer\/[\w-]{22,}/) {
		const box = join(this.data, "mail", "new");

		for (let i = 0; i < PATIENCE; i += 100, await sleep(100))
			for (const name of readdirSync(box)) {
				if (statSync(join(box, name)).mtimeMs < this.began)
					continue;
				const text = readFileSync(join(box, name), "utf8").
				    replace(/=\r?\n/g, "");
				const found = pattern.exec(text);
				if (found !== null)
					return found[0];
			}
		throw new Error("no mail with a participant's link arrived");
	}

	get password() {
		return /organisator, password: (\S+)/.exec(this.output())[1];
	}

	// With the session of the last time, when that is still good.
	async logIn(page) {
		if (this.session !== undefined) {
			await page.context().addCookies(this.session);
			await page.goto("/beheer/");
			if (!page.url().endsWith("/inloggen"))
				return;
		}
		await page.goto("/beheer/inloggen");
		await page.getByLabel("Gebruikersnaam").fill("organisator");
		await page.getByLabel("Wachtwoord").fill(this.password);
		await page.getByRole("button", { name: "Inloggen" }).click();
		await page.waitForURL("**/beheer/");
		this.session = await page.context().cookies();
	}
}

// With script it is a field to type in, without it a list.
export const chooseGemeente = async (page, name) => {
	const field = page.locator("#gemeente");

	if (await field.getAttribute("role") !== "combobox") {
		await field.selectOption({ label: name });
		return;
	}
	await field.fill(name);
	await field.press("Enter");
};

export const leaveGemeente = async (page) => {
	const field = page.locator("#gemeente");

	if (await field.getAttribute("role") === "combobox")
		await field.fill("");
	else
		await field.selectOption("");
};

// Fill in a form of two people as a secretary does; nothing is sent.
export const fillForm = async (page, path = "/aanmelden?deelnemers=2") => {
	await page.goto(path);
	await chooseGemeente(page, "Woerden");
	const fill = (name, value) => page.locator(`#${name}`).fill(value);
	await fill("contact_voornaam", "Jan");
	await fill("contact_achternaam", "de Boer");
	await fill("contact_email", "jan@woerden.example");
	await fill("deelnemer_1_voornaam", "Anna");
	await fill("deelnemer_1_achternaam", "van den Berg");
	await page.locator("#deelnemer_1_rol_wethouder").check();
	await fill("deelnemer_2_voornaam", "Zoë");
	await fill("deelnemer_2_achternaam", "Smit");
	await page.locator("#deelnemer_2_rol_medewerker").check();
};

// The answer to what a press brings about.
export const press = async (page, selector) => {
	const [response] = await Promise.all([
		page.waitForNavigation(), page.locator(selector).click(),
	]);
	return response;
};

export const signUp = async (page, path) => {
	await fillForm(page, path);
	const response = await press(page, "#verstuur");
	assert.equal(response.status(), 200);
	await page.waitForURL("**/aanmelding/*");
	return response;
};

// A name that no other test uses.
let used = 0;
export const fresh = () => {
	const letters = [...String(Date.now() + used++)].
	    map((digit) => "abcdefghij"[digit]).join("");
	return `Q${letters}`;
};

// A form of these people, as one from elsewhere would send it; where it leads.
const send = async (page, people) => {
	const key = `browser_${fresh()}_${fresh()}`;
	const form = {
		sleutel: key.slice(0, 60), gemeente: "GM0632",
		contact_voornaam: "Jan", contact_achternaam: "de Boer",
		contact_email: "jan@woerden.example",
	};
	for (const [i, [voornaam, achternaam, rol]] of people.entries()) {
		form[`deelnemer_${i + 1}_voornaam`] = voornaam;
		form[`deelnemer_${i + 1}_achternaam`] = achternaam;
		form[`deelnemer_${i + 1}_rol`] = rol;
	}
	const response = await page.request.post("/aanmelden", {
		form, maxRedirects: 0,
		headers: { "Sec-Fetch-Site": "same-origin" },
	});
	assert.equal(response.status(), 303);
	return response.headers().location;
};

// A delegation of so many people.
export const delegation = (page, name, people) => send(page,
    Array(people).fill(["Ömer", `van den ${name}`, "medewerker"]));

// The page after signUp, in a sixth of the time: for who is about what follows.
export const signedUp = async (page) => page.goto(await send(page,
    [["Anna", "van den Berg", "wethouder"], ["Zoë", "Smit", "medewerker"]]));
