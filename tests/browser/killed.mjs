// Whoever kills these tests finds nothing of them afterwards.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PATIENCE } from "./world.mjs";

const suite = `import { World } from "./world.mjs";
    await new World().open();
    console.log("open");
    setInterval(() => {}, 1e6);`;

// The lines of the processes that have this folder in them: the site's by its
// data, the browser's by its profile.
const running = (folder) => execFileSync("ps", ["-ww", "-eo", "args="],
    { encoding: "utf8" }).split("\n").filter((line) => line.includes(folder));

export default {
	"of a killed suite no site and no browser is left": async () => {
		const folder = mkdtempSync(join(tmpdir(), "orientatie-killed-"));
		const child = spawn("node", ["--input-type=module", "-e", suite], {
			cwd: dirname(fileURLToPath(import.meta.url)),
			env: { ...process.env, TMPDIR: folder },
			stdio: ["ignore", "pipe", "inherit"],
		});

		try {
			await new Promise((open, ended) => {
				child.stdout.once("data", open);
				child.once("exit", () => ended(new Error("not opened")));
			});
			for (const part of ["desk.fcgi", "mailer", "chromium"])
				assert.ok(running(folder).some((line) =>
				    line.includes(part)), part);
		} finally {
			child.kill("SIGKILL");
		}
		for (let i = 0; i < PATIENCE && running(folder).length > 0; i += 100)
			await sleep(100);
		assert.deepEqual(running(folder), []);
		rmSync(folder, { recursive: true });
	},
};
