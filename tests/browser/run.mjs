// Runs the tests of the other files one after the other in one Chromium
// against one `make run`.  `run.mjs WORD...`: only those with such a word;
// `run.mjs 1/2`: the first of every two.
import { World } from "./world.mjs";
import changes from "./changes.mjs";
import deskAccount from "./desk_account.mjs";
import deskAttendees from "./desk_attendees.mjs";
import deskCampaign from "./desk_campaign.mjs";
import deskDay from "./desk_day.mjs";
import deskDoor from "./desk_door.mjs";
import deskFrame from "./desk_frame.mjs";
import deskExport from "./desk_export.mjs";
import deskGemeenten from "./desk_gemeenten.mjs";
import deskOverview from "./desk_overview.mjs";
import deskSettings from "./desk_settings.mjs";
import forms from "./forms.mjs";
import killed from "./killed.mjs";
import pages from "./pages.mjs";
import quick from "./quick.mjs";

const words = process.argv.slice(2);
const all = { ...forms, ...quick, ...changes, ...pages, ...deskAccount,
    ...deskAttendees, ...deskCampaign, ...deskDay, ...deskDoor, ...deskFrame,
    ...deskExport, ...deskGemeenten, ...deskOverview, ...deskSettings,
    ...killed };
const [, part, parts] = /^(\d+)\/(\d+)$/.exec(words[0]) ?? [];
const tests = Object.entries(all).filter(([name], i) => parts ?
    i % parts === part - 1 : words.length === 0 ||
    words.some((word) => name.includes(word)));
const began = Date.now();
let failed = 0;

const run = async (world, name, test) => {
	try {
		await world.fresh(test);
		console.log(`ok ${name}`);
	} catch (error) {
		failed++;
		const why = String(error.stack).replace(/\x1b\[\d+m/g, "").
		    split("\n    at ").slice(0, 2).join(" at ");
		console.log(`FAILED ${name}: ${why}`);
	}
};

const world = new World();
// A promise that nobody waits for must not leave the server behind.
process.on("unhandledRejection", (error) => world.trouble.push(String(error)));
for (const signal of ["SIGINT", "SIGTERM"])
	process.once(signal, () => world.close().then(() => process.exit(1)));
try {
	await world.open();
	for (const [name, test] of tests)
		await run(world, name, test);
} catch (error) {
	failed = tests.length;
	console.log(`FAILED to start: ${error.stack}`);
} finally {
	await world.close();
}
console.log(`browser: ${tests.length - failed} passed, ${failed} failed in ` +
    `${Math.round((Date.now() - began) / 1000)} s`);
process.exit(failed === 0 ? 0 : 1);
