// What every page of the desk keeps to, on a phone and on a desk: found by
// following the links, so that a page that is new is held to it as well.
import assert from "node:assert/strict";
import { findings, ofColour } from "./pages.mjs";
import { delegation, fresh } from "./world.mjs";

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };

// A page of each kind: what differs in a number, a code or a question only
// is the same one.
const kind = (path) => path.replace(/[?#].*/, "").
    replace(/\/(\d+|GM\d+)(?=\/|$)/g, "/*");

const follow = async (page) => {
	const seen = new Set(), found = [], next = ["/beheer/"];

	while (next.length > 0) {
		const path = next.shift();
		if (seen.has(kind(path)))
			continue;
		seen.add(kind(path));
		const answer = await page.request.get(path);
		if (!/text\/html/.test(answer.headers()["content-type"]))
			continue;
		assert.equal(answer.status(), 200, path);
		found.push(path);
		for (const [, href] of (await answer.text()).
		    matchAll(/href="(\/beheer\/[^"#]*)/g))
			next.push(href.replace(/&amp;/g, "&"));
	}
	return found;
};

// What is wrong with how it lies, a line each.
const misfits = (page) => page.evaluate(() => {
	const root = document.documentElement, wrong = [];

	if (root.scrollWidth > root.clientWidth)
		wrong.push(`${root.scrollWidth} px wide`);
	for (const e of document.querySelectorAll("main *"))
		if (["auto", "scroll"].includes(getComputedStyle(e).overflowX) &&
		    !e.matches("pre, textarea") && e.scrollWidth > e.clientWidth)
			wrong.push(`scrolls: ${e.outerHTML.slice(0, 80)}`);
	for (const e of document.querySelectorAll("main :is(button, .button)")) {
		const box = e.getBoundingClientRect();
		if (e.checkVisibility() && (box.left < 0 ||
		    box.right > root.clientWidth))
			wrong.push(`out of sight: ${e.outerHTML.slice(0, 80)}`);
	}
	return wrong;
});

const signedIn = async (world, options) => {
	const page = await world.visitor(options);
	await delegation(page, fresh(), 2);
	await world.logIn(page);
	return page;
};

export default {
	"desk: no page is wider than the screen, and its header is low":
	async (world) => {
		const page = await signedIn(world);
		const paths = await follow(page);
		const wrong = [];

		assert.ok(paths.length > 30, paths.join(" "));
		for (const path of paths) {
			await page.setViewportSize(phone);
			await page.goto(path);
			for (const size of [phone, desk]) {
				await page.setViewportSize(size);
				// What is only for paper has no header.
				if (await page.locator("header").count() === 0)
					continue;
				const { height } = await page.locator("header").
				    first().boundingBox();
				if (height > (size === phone ? 64 : 104))
					wrong.push(`${path}: header ${height} px`);
				for (const one of await misfits(page))
					wrong.push(`${path} at ${size.width}: ${one}`);
			}
		}
		assert.deepEqual(wrong, []);
	},

	"desk: the menu folds on a phone and opens without script":
	async (world) => {
		const page = await signedIn(world, {
			javaScriptEnabled: false, viewport: phone,
		});
		const link = page.getByRole("link", { name: "Programma" });
		await page.goto("/beheer/");
		assert.equal(await link.first().isVisible(), false);
		await page.locator("summary", { hasText: "Menu" }).click();
		assert.ok(await link.first().isVisible());
		assert.ok(await page.getByRole("button", { name: "Uitloggen" }).
		    isVisible());
		await link.first().click();
		await page.waitForURL("**/beheer/programma");
		await page.setViewportSize(desk);
		assert.ok(await link.first().isVisible());
		assert.equal(await page.locator("summary", { hasText: "Menu" }).
		    isVisible(), false);
	},

	"desk: the open menu has no fault that axe finds": async (world) => {
		const page = await signedIn(world, { viewport: phone });
		await page.goto("/beheer/");
		await page.locator("summary", { hasText: "Menu" }).click();
		assert.deepEqual(await findings(page), []);
		await page.emulateMedia({ colorScheme: "dark" });
		assert.deepEqual(await findings(page, ofColour), []);
	},

	"desk: a hidden event cannot be taken for the public one":
	async (world) => {
		const page = await signedIn(world, { viewport: phone });
		await page.goto("/beheer/bijeenkomsten");
		assert.equal(await page.locator("header.off").count(), 0);
		await page.getByRole("link", { name: "Volgende maken" }).first().
		    click();
		await page.locator("#dag").fill("2028-01-18");
		await Promise.all([page.waitForNavigation(),
		    page.locator("#verstuur").click()]);
		assert.equal(await page.locator("header.off").count(), 1);
		assert.match(await page.locator("header").innerText(),
		    /Niet openbaar/);
		// The session is that of other tests as well.
		await page.goto("/beheer/bijeenkomsten");
		await Promise.all([page.waitForNavigation(),
		    page.getByRole("button", { name: "Bekijken" }).last().
		    click()]);
		assert.equal(await page.locator("header.off").count(), 0);
	},
};
