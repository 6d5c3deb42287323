// Every page, as a tool sees it (axe, html-validate) and as it looks: narrow,
// enlarged, in forced colours.  The last half of what goes wrong no tool sees.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { inspect } from "./inspect.mjs";
import { attendeePages } from "./desk_attendees.mjs";
import { gemeentenPages } from "./desk_gemeenten.mjs";
import { fillForm, leaveGemeente, press, signedUp } from "./world.mjs";

const axe = readFileSync(
    createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({
	root: true,
	extends: ["html-validate:recommended", "html-validate:a11y"],
	rules: {
		"doctype-style": "off",		// <!doctype html>
		"form-dup-name": "off",		// buttons named actie
		"no-implicit-button-type": "off",
		"no-implicit-input-type": "off",
		"long-title": "off",		// the event's own title
		"no-implicit-close": "off",	// option needs no end tag
		"no-missing-references": "error",
		"require-sri": "off",		// all from this host
		// The summary's h2 stands before the h1.
		"heading-level": ["error", { minInitialRank: "h2" }],
	},
});

const open = (path) => async (world, page) => page.goto(path);

const withFaults = async (world, page) => {
	await fillForm(page);
	await page.getByText("Sessies, onderwerpen").click();
	for (const name of ["contact_voornaam", "contact_email",
	    "deelnemer_1_achternaam", "contact_telefoon"])
		await page.locator(`#${name}`).fill(
		    name === "contact_telefoon" ? "bel maar" : "");
	await leaveGemeente(page);
	// Nothing chosen at all is only possible without a choice made before.
	await page.evaluate(() => {
		document.getElementById("deelnemer_2_rol_medewerker").checked = false;
	});
	return press(page, "#verstuur");
};

const personPage = async (world, page) => {
	await signedUp(page);
	return page.goto(await world.personLink());
};

// A page as it is while the event has these settings.
const during = (settings, visit) => async (world, page) => {
	const before = Object.keys(settings).map((key) =>
	    [key, world.setting(key)]);

	world.tool("event", "set", ...Object.entries(settings).flat());
	try {
		return await visit(world, page);
	} finally {
		world.tool("event", "set", ...before.flat());
	}
};

const full = { capaciteit: "0" };

const onward = (link) => async (world, page) => {
	await signedUp(page);
	return Promise.all([page.waitForNavigation(),
	    page.getByRole("link", { name: link }).first().click()]).
	    then(([response]) => response);
};

const ownForm = async (world, page) => {
	await signedUp(page);
	return page.goto(`${await world.personLink()}/wijzigen`);
};

const requirementsWithoutConsent = async (world, page) => {
	await personPage(world, page);
	await page.locator("#dieet").fill("glutenvrij");
	return press(page, "[value=bewaren]");
};

// What is on paper or in a mail, from the page or letter that has it.
const linkOf = async (page, pattern) => pattern.exec(await page.content())[0];

const throughDesk = (path, pattern) => async (world, page) => {
	await world.logIn(page);
	await page.goto(path);
	return page.goto(await linkOf(page, pattern));
};

const pressed = (visit, selector) => async (world, page) => {
	await visit(world, page);
	return press(page, selector);
};

// As a browser without script sends it.
const takenOff = async (world, page) => {
	await fillForm(page);
	const [response] = await Promise.all([page.waitForNavigation(),
	    page.evaluate(() => {
		const button = document.querySelector("[value=weg_2]");
		button.form.requestSubmit(button);
	    })]);
	return response;
};

const yesterday = new Date(Date.now() - 864e5).toISOString().slice(0, 10);
const afterwards = { begin: `${yesterday}T10:00`, einde: `${yesterday}T15:00` };
const evaluation = during(afterwards, throughDesk("/beheer/opkomst",
    /\/evaluatie\/[\w-]+/));

const all = {
	"the page for a lost link": open("/link-kwijt"),
	"a lost link without an address": pressed(open("/link-kwijt"),
	    "main form button"),
	"a lost link that was asked for": async (world, page) => {
		await page.goto("/link-kwijt");
		await page.locator("#email").fill("iemand@woerden.example");
		return press(page, "main form button");
	},
	"the form with somebody taken off": takenOff,
	"the contact's page after cancelling": pressed(
	    (world, page) => signedUp(page), "[value=afmelden] >> nth=0"),
	"erasing a delegation": async (world, page) => {
		await signedUp(page);
		return page.goto(`${page.url()}/wissen`);
	},
	"erasing a person": async (world, page) => {
		await signedUp(page);
		return page.goto(`${await world.personLink()}/wissen`);
	},
	"what was erased": open("/gewist"),
	"the page of an entry code": async (world, page) => {
		await signedUp(page);
		return page.goto(await world.personLink(/\/d\/[\w-]{6,}/));
	},
	"three questions afterwards": evaluation,
	"three questions without a grade": during(afterwards, pressed(
	    throughDesk("/beheer/opkomst", /\/evaluatie\/[\w-]+/),
	    "main form button")),
	"the event page": open("/"),
	"the form": open("/aanmelden?deelnemers=2"),
	"the form with faults": withFaults,
	"the contact's page": (world, page) => signedUp(page),
	"a participant's page": personPage,
	"the privacy page": open("/privacy"),
	"the accessibility page": open("/toegankelijkheid"),
	"the page for a link that is no good": open("/aanmelding/bestaatniet"),
	"the closed page": during({ aanmelden_dicht: "2026-01-01T00:00" },
	    open("/aanmelden")),
	"the event page before it opens": during(
	    { aanmelden_open: "2099-01-01T00:00" }, open("/")),
	"the event page when it is full": during(full, open("/")),
	"the form when it is full": during(full, open("/aanmelden")),
	"the contact's page on the waiting list": during(full,
	    (world, page) => signedUp(page)),
	"the form for changing": onward("Nog iemand toevoegen"),
	"the form for replacing": onward("Vervangen"),
	"a participant's own form": ownForm,
	"requirements without consent": requirementsWithoutConsent,
	"the login page": open("/beheer/inloggen"),
	"the organiser's mail": async (world, page) => {
		await world.logIn(page);
		return page.goto("/beheer/mail");
	},
	"the organiser's list": async (world, page) => {
		await world.logIn(page);
		return page.goto("/beheer/aanmeldingen");
	},
	...Object.fromEntries(["verklaringen", "bewaren"].map((name) =>
	    [`the organiser's ${name}`, async (world, page) => {
		await world.logIn(page);
		return page.goto(`/beheer/${name}`);
	    }])),
	...attendeePages,
	...gemeentenPages,
};

// All of axe's rules, or these.
const findings = async (page, rules) => {
	if (!await page.evaluate(() => "axe" in window))
		await page.evaluate(axe);
	const { violations } = await page.evaluate((runOnly) =>
	    axe.run(runOnly ? { runOnly } : {}), rules);
	return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
	    `${id}: ${node.html.slice(0, 150)} ${node.failureSummary}`));
};

const validate = async (source) => {
	const report = await validator.validateString(source);
	return report.results.flatMap(({ messages }) => messages.map((m) =>
	    `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
};

const wide = (page) => page.evaluate(() => {
	const root = document.documentElement;
	return root.scrollWidth > root.clientWidth ?
	    [...document.querySelectorAll("body *")].
	    filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1).
	    slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) : [];
});

// What may differ when the same page is dark.
const ofColour = ["color-contrast", "link-in-text-block"];

// Everything that is asked of a page, in one visit: what is wrong, a line each.
const judge = async (page, response) => {
	const wrong = [];
	const ask = async (what, answers) => {
		for (const one of await answers)
			wrong.push(`${what}: ${one}`);
	};

	await ask("html", validate(await response.text()));
	for (const [colorScheme, rules] of [["light"], ["dark", ofColour]]) {
		await page.emulateMedia({ colorScheme });
		await ask(`axe, ${colorScheme}`, findings(page, rules));
		await ask(`what no tool sees, ${colorScheme}`,
		    page.evaluate(inspect));
	}
	await page.emulateMedia({ colorScheme: "light" });
	await ask("focus", walk(page));
	await page.emulateMedia({ forcedColors: "active" });
	await ask("focus in forced colours", page.evaluate(() =>
	    focusWalk.flatMap(focusTrouble)));
	await ask("border in forced colours", page.evaluate(borderless));
	await page.emulateMedia({ forcedColors: "none" });
	await resize(page, ask);
	return wrong;
};

// Narrow, with wide spacing, with large text.
const resize = async (page, ask) => {
	await page.setViewportSize({ width: 320, height: 800 });
	await ask("320 pixels", wide(page));
	await page.setViewportSize({ width: 640, height: 800 });
	await page.evaluate(() => {
		for (const e of document.querySelectorAll("body *"))
			e.style.cssText += "letter-spacing: .12em; " +
			    "word-spacing: .16em; line-height: 1.5";
	});
	await ask("wide spacing", wide(page));
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.evaluate(() => {
		document.documentElement.style.fontSize = "200%";
	});
	await ask("200 %", wide(page));
	await ask("cut off at 200 %", page.evaluate(clipped));
	await page.evaluate(() => {
		for (const e of document.querySelectorAll("body *"))
			e.style.cssText = "";
	});
	// Together: on a phone; the desk's tables are for a desk.
	await page.setViewportSize({ width: 320, height: 800 });
	if (!new URL(page.url()).pathname.startsWith("/beheer/"))
		await ask("200 % at 320 pixels", wide(page));
};

// Text that is cut off by its box.
const clipped = () => [...document.querySelectorAll("main *")].filter((e) => {
	const style = getComputedStyle(e);
	return style.overflowY === "hidden" && style.clipPath === "none" &&
	    e.scrollHeight > e.clientHeight + 2;
}).map((e) => e.outerHTML.slice(0, 120));

// Fields whose edge would vanish when the system sets the colours.
const borderless = () => [...document.querySelectorAll(
    "input:not([type=hidden]), select, textarea, .fault-box")].filter((e) => {
	const style = getComputedStyle(e);
	return style.appearance === "none" || e.matches(".fault-box") ?
	    parseFloat(style.borderLeftWidth) < 1 : false;
}).map((e) => e.outerHTML.slice(0, 120));

// What is wrong with the focus on an element, which looks the same without, or
// has it under something that sticks.
const trouble = (element) => {
	const look = () => {
		const s = getComputedStyle(element);
		return [s.outlineStyle === "none" ? "" :
		    `${s.outlineWidth} ${s.outlineColor}`,
		    matchMedia("(forced-colors: active)").matches ? "" :
		    s.boxShadow + s.backgroundColor].join();
	};
	const say = (what) => [`${what}: ${element.outerHTML.slice(0, 150)}`];

	element.focus({ focusVisible: true });
	const focused = look();
	const box = element.getBoundingClientRect();
	const top = document.elementFromPoint(
	    box.left + box.width / 2, box.top + box.height / 2);
	element.blur();
	const rest = look();
	element.focus({ focusVisible: true });
	if (box.bottom < 0 || box.top > innerHeight || box.right < 0 ||
	    box.width < 1)
		return say("out of sight");
	if (top !== null && !top.contains(element) && !element.contains(top) &&
	    ![...element.labels ?? []].some((l) => l.contains(top)))
		return say("under something");
	return focused === rest ? say("the same") : [];
};

// Walk with the Tab key; the elements that it came by are kept in the page.
const walk = async (page) => {
	const found = [];

	await page.evaluate(`window.focusTrouble = ${trouble}; window.focusWalk = [];
	    document.activeElement.blur()`);
	for (let i = 0; i < 80; i++) {
		await page.keyboard.press("Tab");
		const wrong = await page.evaluate(() => {
			const element = document.activeElement;
			if (element === document.body || focusWalk.includes(element))
				return null;
			focusWalk.push(element);
			return focusTrouble(element);
		});
		if (wrong === null)
			break;
		found.push(...wrong);
	}
	return found;
};

const tests = {
	"the open list of municipalities has no fault that axe finds":
	async (world) => {
		const page = await world.visitor();
		await page.goto("/aanmelden");
		await page.locator("#gemeente").fill("berg");
		await page.getByRole("option").first().waitFor();
		assert.deepEqual(await findings(page), []);
	},
};

// A test of each page: its name, and how to come there.
export const pageTests = (pages) => Object.fromEntries(Object.entries(pages).
    map(([name, go]) => [`${name}: tools, keyboard, colours and sizes`,
	async (world) => {
		const page = await world.visitor();
		assert.deepEqual(await judge(page, await go(world, page)), []);
	},
    ]));

export { findings, ofColour };
export default { ...tests, ...pageTests(all) };
