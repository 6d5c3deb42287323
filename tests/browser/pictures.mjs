// Pictures of every page that the routes of both programs name, on a phone and
// on a desk, with an event of three hundred people in all their states:
//
//	run.sh pictures FOLDER [WORD...]
//
// A word takes those with it in their path.  It says what sticks out sideways,
// and where a phone's header is above 64 pixels; the rest is for eyes.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { World, press, signUp } from "./world.mjs";

const [folder, ...words] = process.argv.slice(2);
const WIDTHS = [390, 1280];
const root = join(import.meta.dirname, "..", "..");

const sql = (world, text) => execFileSync("sqlite3",
    [join(world.data, "orientatie.db"), text], { encoding: "utf8" }).trim();


// Somebody in each state, and something on each page.
const people = async (world, page) => {
	await signUp(await world.visitor());
	sql(world, "UPDATE event SET capaciteit = 230");
	execFileSync(join(root, "tests", "bench", "people.py"), [join(root,
	    "build", "orientatie"), join(world.data, "orientatie.conf"), "300"]);
	sql(world, "UPDATE registration SET vraag = 'Hoe betrekken wij scholen' ||" +
	    " ' bij de regio?' WHERE id % 9 = 1; INSERT OR IGNORE INTO" +
	    " registration_thema SELECT r.id, t.sleutel FROM registration r" +
	    " JOIN thema t ON t.positie = r.id % 4 + 1 WHERE r.id % 2");
	await page.goto("/beheer/gasten/nieuw");
	for (const [name, value] of Object.entries({ voornaam: "Marijke",
	    achternaam: "Oldenburg", email: "m.oldenburg@spreker.example" }))
		await page.locator(`input[name$=${name}]`).first().fill(value);
	await page.locator("input[name$=rol]").first().check();
	await press(page, "#verstuur");
};

const campaign = async (world, page) => {
	const file = join(world.data, "adressen.csv");

	writeFileSync(file, "Aalsmeer;info@aalsmeer.example\n" +
	    "Aalten;info@aalten.example\nAlmelo;info@almelo.example\n");
	world.tool("gemeenten", "adressen", file);
	await page.goto("/beheer/campagne?q=Aal");
	await press(page, "main form[method=post] button.button");
	await press(page, "[name=besluit][value=mail]");
	await page.goto("/beheer/berichten/nieuw?status=wachtlijst");
	await page.locator("#onderwerp").fill("Over uw plaats");
	await page.locator("#tekst").fill("Beste {naam},\n\nU hoort van ons.");
	await press(page, "[name=besluit][value='']");
};

const theDay = (world) => sql(world, "INSERT INTO arrival (event," +
    " participant, toestel, nonce, moment, deur) SELECT event, id, 'deur'," +
    " 'n' || id, unixepoch(), CASE WHEN id % 3 THEN 'Oost' ELSE 'West' END" +
    " FROM participant WHERE status = 'bevestigd' AND id % 2;" +
    " INSERT INTO evaluation SELECT event, randomblob(16), id % 5 + 1," +
    " 'Dat de regio ons zoekt.', 'Meer tijd om te praten.' FROM participant" +
    " WHERE id % 20 = 1");

// What stands for the * of a path.
const samples = async (world, page) => {
	const brieven = join(world.data, "brieven.csv");
	const one = (text) => sql(world, `${text} LIMIT 1`);

	world.tool("brieven", brieven);
	await page.goto("/beheer/brieven");
	const letter = await page.locator("main a[href^='/beheer/brieven/']").
	    first().getAttribute("href");
	const waits = one("SELECT id FROM participant WHERE status = 'wachtlijst'");
	const link = /\/deelnemer\/[\w-]{22,}/.exec(await world.personLink())[0];
	const mine = /\/aanmelding\/[\w-]{22,}/.exec(
	    await world.personLink(/\/aanmelding\/[\w-]{22,}/))[0];
	await page.goto(link);
	const code = (await page.locator(".typed").textContent()).trim();
	return [
		["/beheer/deelnemer/*", `/beheer/deelnemer/${waits}`],
		["/beheer/brieven/*", letter],
		["/aanmelding/*/vervangen", `${mine}/vervangen?deelnemer=1`],
		["/beheer/teksten/brief", "/beheer/teksten/brief?soort=contact"],
		["/beheer/bijeenkomsten/*", "/beheer/bijeenkomsten/1"],
		["/beheer/gemeente/*", "/beheer/gemeente/GM0632"],
		["/beheer/berichten/*", `/beheer/berichten/${one(
		    "SELECT id FROM mailing") || 1}`],
		["/beheer/accounts/*", `/beheer/accounts/${one(
		    "SELECT id FROM account")}`],
		["/beheer/programma/ronde/*", `/beheer/programma/ronde/${one(
		    "SELECT id FROM round")}`],
		["/beheer/programma/sessie/*", `/beheer/programma/sessie/${one(
		    "SELECT id FROM session")}`],
		["/beheer/programma/onderdeel/*", `/beheer/programma/onderdeel/${
		    one("SELECT id FROM programme_item")}`],
		["/d/*", `/d/${code}`],
		["/u/*", /\/u\/[^;"\s]+/.exec(readFileSync(brieven, "utf8").
		    split("\n")[1])[0]],
		["/deelnemer/*", link], ["/aanmelding/*", mine],
	];
};

const paths = (known) => ["signup", "desk"].flatMap((program) =>
    [...readFileSync(join(root, "cgi", program, "routes.c"), "utf8").
    matchAll(/METHOD_GET,\s+"([^"]+)"/g)].map(([, path]) => path)).
    filter((path) => !/\.(csv|xlsx|json|ics|js|txt)$|health|metrics|kleuren/.
    test(path)).map((path) => {
	const found = known.find(([start]) => path.startsWith(start));
	return found ? path.replace(...found) : path;
}).filter((path) => !path.includes("*") && words.every((word) =>
    path.includes(word)));

const takePicture = async (page, path, width) => {
	await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
	const answer = await page.goto(path);
	const { wide, high } = await page.evaluate(() => ({
		wide: document.documentElement.scrollWidth - innerWidth,
		high: document.querySelector("header")?.offsetHeight ?? 0,
	}));
	const name = path.replace(/[\w-]{22,}/, "LINK").replace(/\W+/g, "_");
	await page.screenshot({ path: join(folder, `${name}-${width}.png`),
	    fullPage: true });
	for (const [what, bad] of [[`status ${answer?.status()}`, !answer?.ok()],
	    [`${wide} px sideways`, wide > 0],
	    [`header ${high} px`, width === 390 && high > 64]])
		if (bad)
			console.log(`${path} at ${width}: ${what}`);
};

const world = new World();
mkdirSync(folder, { recursive: true });
try {
	await world.open();
	world.contexts = [];
	world.began = Date.now();
	const page = await world.visitor();
	await world.logIn(page);
	await people(world, page);
	await campaign(world, page);
	theDay(world);
	const all = paths(await samples(world, page));
	await world.logIn(page);
	for (const path of all)
		for (const width of WIDTHS)
			await takePicture(page, path, width).catch((error) =>
			    console.log(`${path}: ${error.message.split("\n")[0]}`));
	console.log(`${all.length} pages, in ${folder}`);
} finally {
	await world.close();
}
