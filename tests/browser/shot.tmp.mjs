import { chromium } from "playwright-core";
const base = "http://localhost:8961", [,, pw, ...paths] = process.argv;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const width of [390, 1280]) {
	const ctx = await browser.newContext({ baseURL: base, viewport: { width, height: 844 }, locale: "nl-NL" });
	const page = await ctx.newPage();
	page.on("console", m => console.log(m.text()));
	await page.goto("/beheer/inloggen");
	await page.fill("[name=gebruiker]", "organisator"); await page.fill("[name=wachtwoord]", pw);
	await page.press("[name=wachtwoord]", "Enter"); await page.waitForLoadState();
	for (const p of paths) { await page.goto(p); await page.waitForTimeout(400);
		await page.screenshot({ path: `/tmp/day/s${width}${p.replace(/\W+/g, "-")}.png`, fullPage: true }); }
	await ctx.close();
}
await browser.close();
