// Runs inside the page, and so can use nothing from outside.  Returns what is
// wrong, a line each: what axe and html-validate were seen to miss.
export const inspect = () => {
	const wrong = [];
	const say = (what, element) =>
	    wrong.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
	const all = (selector) => [...document.querySelectorAll(selector)].
	    filter((e) => e.closest("[hidden]") === null);
	const tokens = {
		contact_voornaam: "given-name", contact_achternaam: "family-name",
		contact_email: "email", contact_telefoon: "tel",
		gebruiker: "username", wachtwoord: "current-password",
		gemeente: "off",
	};

	const ownTokens = {
		voornaam: "given-name", achternaam: "family-name",
		email: "email", functie: "organization-title",
	};

	const rgb = (colour) => {
		const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
		return { r, g, b, a };
	};
	const luminance = ({ r, g, b }) => {
		const [x, y, z] = [r, g, b].map((v) => v / 255 <= 0.04045 ?
		    v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
		return 0.2126 * x + 0.7152 * y + 0.0722 * z;
	};
	const contrast = (one, other) => {
		const [low, high] = [luminance(one), luminance(other)].
		    sort((a, b) => a - b);
		return (high + 0.05) / (low + 0.05);
	};
	const behind = (element) => {
		for (let e = element; e !== null; e = e.parentElement) {
			const colour = rgb(getComputedStyle(e).backgroundColor);
			if (colour.a === 1)
				return colour;
		}
		return { r: 255, g: 255, b: 255 };
	};

	// 1.4.11: the edge of a field, against what lies around it
	for (const field of all("input:not([type=hidden], [type=checkbox], " +
	    "[type=radio]), select, textarea")) {
		// One box for a field and what stands behind it.
		const edge = field.closest(".joined") ?? field;
		const style = getComputedStyle(edge);
		const width = parseFloat(style.borderTopWidth);
		const ratio = contrast(rgb(style.borderTopColor),
		    behind(edge.parentElement));
		if (style.borderTopStyle === "none" || width < 1 || ratio < 3)
			say(`border ${width}px, contrast ${ratio.toFixed(2)}`, field);
	}

	// 3.3.1: every fault is tied to its field and says something
	const described = new Set(all("[aria-describedby]").flatMap((e) =>
	    e.getAttribute("aria-describedby").split(/\s+/)));
	for (const fault of all("[id$='-fout']")) {
		const field = document.getElementById(fault.id.slice(0, -5));
		if (!described.has(fault.id))
			say("in no aria-describedby", fault);
		if (fault.textContent.replace("Fout:", "").trim() === "")
			say("empty fault", fault);
		if (field === null)
			say("fault of nothing", fault);
		else if (field.matches("input, select, textarea") &&
		    field.getAttribute("aria-invalid") !== "true")
			say("not aria-invalid", field);
	}
	for (const field of all("[aria-invalid=true]"))
		if (document.getElementById(`${field.id}-fout`) === null)
			say("invalid without a fault", field);
	for (const group of all("fieldset"))
		if (group.firstElementChild?.matches("legend") !== true)
			say("no legend first", group);

	// 1.3.5: about the user only; what is about others is off
	for (const field of all("input:not([type=hidden], [type=checkbox], " +
	    "[type=radio], [type=search]), select")) {
		const has = field.getAttribute("autocomplete");
		const others = field.name.startsWith("deelnemer_") ||
		    (field.name.startsWith("contact_") &&
		    location.pathname.startsWith("/beheer/"));
		const own = location.pathname.startsWith("/deelnemer/") &&
		    ownTokens[field.name.replace(/^deelnemer_\d+_/, "")];
		const wanted = own ? own : others || field.name === "website" ? "off" :
		    tokens[field.name];
		if (wanted !== undefined && has !== wanted)
			say(`autocomplete ${has}, not ${wanted}`, field);
		if (field.labels.length === 0 && field.name !== "website")
			say("no label", field);
	}

	for (const link of all("a[href^='#']"))
		if (document.getElementById(link.hash.slice(1)) === null)
			say("leads nowhere", link);
	for (const cell of all("th"))
		if (!cell.hasAttribute("scope"))
			say("th without scope", cell);
	for (const table of all("table"))
		if (table.caption === null)
			say("table without caption", table);
	if (all("h1").length !== 1)
		wrong.push(`${all("h1").length} times h1`);
	return wrong;
};
