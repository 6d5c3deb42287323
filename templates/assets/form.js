"use strict";
// The form works without this; with it, it is quicker.
(() => {
	const focus = document.getElementById("fouten");
	if (focus)
		focus.focus();
	// "Wijzig" leads to a field, also to one that is folded away.
	const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
	if (wanted && !focus) {
		const fold = wanted.closest("details");
		if (fold)
			fold.open = true;
		wanted.scrollIntoView({ block: "center" });
		wanted.focus();
	}
	// What was typed stays in this tab until it is sent or emptied.
	const draft = "aanmelden";
	if (location.pathname.startsWith("/aanmelding/"))
		sessionStorage.removeItem(draft);
	// A letter to pass on: by the phone's own way of sharing, if it has one.
	for (const link of document.querySelectorAll("[data-delen]"))
		if (navigator.share)
			link.addEventListener("click", (event) => {
				event.preventDefault();
				const mail = new URLSearchParams(link.search);
				navigator.share({ title: mail.get("subject"), text: mail.get("body") }).catch(() => {});
			});

	// A held place needs no name, and "that is me" needs none twice.  What is
	// not shown is not sent; what was typed comes back with it.
	const part = (block, end) => block.querySelector(`[name$="_${end}"]`);
	const settle = (block) => {
		for (const end of ["voornaam", "achternaam", "email"]) {
			const off = part(block, "zelf").checked || (part(block, "naam_volgt").checked && end !== "email");
			part(block, end).closest(".field").hidden = off;
			part(block, end).disabled = off;
		}
	};

	const blocks = () => [...document.querySelectorAll("form .person[data-number]")];
	const form = document.querySelector("form[data-max]");
	if (!form || !blocks().length)
		return;
	const add = document.getElementById("erbij");
	const submit = document.getElementById("verstuur");
	const isNew = form.getAttribute("action") === "/aanmelden";
	const words = ["Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien", "Elf", "Twaalf"];
	const said = document.createElement("div");
	said.className = "acts";
	said.setAttribute("role", "status");
	submit.parentElement.before(said);
	const say = (text, label, act) => {
		said.textContent = text;
		if (!label)
			return;
		const button = document.createElement("button");
		button.type = "button";
		button.className = "link";
		button.textContent = label;
		button.addEventListener("click", () => { said.textContent = ""; act(); });
		said.append(" ", button);
	};

	const number = (block, to) => {
		const from = `deelnemer_${block.dataset.number}_`;
		for (const one of block.querySelectorAll("*"))
			for (const name of ["id", "name", "for", "aria-describedby"])
				if (one.hasAttribute(name))
					one.setAttribute(name, one.getAttribute(name).replaceAll(from, `deelnemer_${to}_`));
		block.dataset.number = to;
		block.querySelector("legend").textContent = `Deelnemer ${to}`;
		block.querySelector(":scope fieldset legend").textContent = `Rol van deelnemer ${to}`;
		const remove = block.querySelector("[name=actie]");
		if (remove) {
			remove.value = `weg_${to}`;
			remove.innerHTML = `Weghalen<span class="hide">: deelnemer ${to}</span>`;
		}
	};
	const count = () => {
		const n = blocks().length;
		if (add)
			add.hidden = n >= form.dataset.max;
		if (isNew)
			submit.textContent = n === 1 ? "Aanmelden" : `${words[n] || n} deelnemers aanmelden`;
	};
	const empty = (block) => {
		for (const one of block.querySelectorAll("input, select")) {
			if (!["checkbox", "radio"].includes(one.type))
				one.value = "";
			one.checked = one.value === "medewerker";
			one.removeAttribute("aria-invalid");
		}
		for (const one of block.querySelectorAll(".msg, .tip, .offer"))
			one.remove();
		for (const one of block.querySelectorAll("[aria-describedby]"))
			one.setAttribute("aria-describedby", one.getAttribute("aria-describedby").replace(/\S+-(fout|tip)/g, "").trim());
		for (const one of block.querySelectorAll(".wrong"))
			one.classList.remove("wrong");
		block.querySelector("details").open = false;
	};
	const removable = (block) => {
		if (!block.querySelector("[name=actie]"))
			part(block, "naam_volgt").closest(".row").insertAdjacentHTML("beforeend",
			    '<button class="link" name="actie" formnovalidate></button>');
	};
	const another = () => {
		const last = blocks().at(-1);
		const block = last.cloneNode(true);
		// A clone of radio buttons would take the choice of the first.
		const roles = [...last.querySelectorAll("[type=radio]")].map((r) => r.checked);
		number(block, Number(last.dataset.number) + 1);
		empty(block);
		removable(block);
		number(block, block.dataset.number);
		last.after(block);
		[...last.querySelectorAll("[type=radio]")].forEach((r, i) => { r.checked = roles[i]; });
		settle(block);
		count();
		return block;
	};
	if (add)
		add.addEventListener("click", (event) => {
			event.preventDefault();
			const block = another();
			say(`Deelnemer ${block.dataset.number} is toegevoegd.`);
			part(block, "voornaam").focus();
		});
	form.addEventListener("click", (event) => {
		const button = event.target.closest("[name=actie][value^=weg_]");
		if (!button || blocks().length === 1)
			return;
		event.preventDefault();
		const gone = button.closest(".person"), at = blocks().indexOf(gone);
		const numbers = blocks().map((block) => block.dataset.number);
		// By way of names that nobody has, so that no choice of a role is lost.
		const renumber = () => {
			blocks().forEach((block, i) => number(block, `x${i}`));
			blocks().forEach((block, i) => number(block, numbers[i]));
			count();
			save();
		};
		gone.remove();
		renumber();
		const name = ["voornaam", "achternaam"].map((end) => part(gone, end).value).join(" ").trim();
		say(`${name || `Deelnemer ${numbers[at]}`} is weggehaald.`, "Terugzetten", () => {
			number(gone, "terug");
			if (blocks()[at])
				blocks()[at].before(gone);
			else
				blocks().at(-1).after(gone);
			renumber();
			part(gone, "voornaam").focus();
		});
		said.querySelector("button").focus();
	});

	// "Jan de Vries <jan@x.nl>, wethouder", "Vries, Jan de <jan@x.nl>; …" and
	// "jan@x.nl", a line or a semicolon each, as Outlook and Excel copy them.
	const titles = /\b(wethouder|medewerker|beleids\w*|bestuurs\w*|adviseur\w*|secretaris\w*)\b[^,;]*/i;
	const people = (text) => text.split(/[\n;]+/).map((line) => line.replace(/\t/g, ", ").trim()).filter(Boolean).map((line) => {
		const email = (/[^\s<>,;:"'()[\]]+@[^\s<>,;"'()[\]]+[^\s<>,;."'()[\]]/.exec(line) || [""])[0].replace(/^mailto:/i, "");
		const title = (titles.exec(line.replace(email, " ")) || [""])[0].trim();
		let name = line.replace(email, " ").replace(title || "\n", " ").replace(/mailto:|[<>"()[\]]/gi, " ").replace(/\s+/g, " ")
		    .replace(/^[ ,]+|[ ,]+$/g, "");
		const [last, first] = name.split(/ *, */);
		if (first) {
			const [given, ...prefix] = first.split(" ");
			name = [given, ...prefix, last].join(" ");
		}
		const [voornaam, ...rest] = name.split(" ");
		return { voornaam, achternaam: rest.join(" "), email, title };
	});
	form.addEventListener("paste", (event) => {
		const text = event.clipboardData.getData("text/plain");
		const start = event.target.closest(".person");
		if (!start || !event.target.name.endsWith("_voornaam") || !/[\n;@<\t]/.test(text.trim()))
			return;
		const found = people(text);
		if (!found.length)
			return;
		event.preventDefault();
		const from = blocks().indexOf(start), most = Number(form.dataset.max);
		const taken = found.slice(0, most - from);
		taken.forEach((one, i) => {
			const block = blocks()[from + i] || another();
			for (const end of ["voornaam", "achternaam", "email"])
				part(block, end).value = one[end];
			if (/wethouder|medewerker/i.test(one.title))
				block.querySelector(`[value=${one.title.match(/wethouder|medewerker/i)[0].toLowerCase()}]`).checked = true;
			else if (one.title)
				part(block, "functie").value = one.title;
		});
		say(`${words[taken.length] || taken.length} ${taken.length === 1 ? "deelnemer is" : "deelnemers zijn"} ingevuld. Kijk ze even na.` +
		    (taken.length < found.length ? ` Er passen er niet meer dan ${most} in één aanmelding.` : ""));
		blocks().forEach(settle);
		offerAll();
		save();
	});

	// The rest of an address: what stands behind the contact's own @.
	const contact = document.getElementById("contact_email");
	const shared = /^(gmail|hotmail|outlook|live|icloud|yahoo|ziggo|kpnmail|xs4all|planet|home|casema)\./;
	const domain = () => {
		const found = /@([\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+)$/u.exec(contact.value.trim());
		return found && !shared.test(found[1].toLowerCase()) ? found[1].toLowerCase() : "";
	};
	const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z ]/g, "");
	const prefixes = /^((van|de|den|der|het|te|ter|ten|el|al|in|t|s|op|la|le|von|zu) )*/;
	// The ways that organisations make an address of a name.
	const ways = [...["", ".", "_", "-"].flatMap((dot) => [
		(f, p, c) => f[0] + dot + p + c, (f, p, c) => f + dot + p + c,
		(f, p, c) => f[0] + dot + c, (f, p, c) => f + dot + c,
		(f, p, c) => p + c + dot + f, (f, p, c) => f + dot + (p ? p + dot : "") + c,
		(f, p, c) => f[0] + dot + (p ? p + dot : "") + c,
	]), (f) => f];
	const named = (voornaam, achternaam) => {
		const last = plain(achternaam).trim(), prefix = prefixes.exec(last)[0];
		return [plain(voornaam).replaceAll(" ", ""), prefix.replaceAll(" ", ""), last.slice(prefix.length).replaceAll(" ", "")];
	};
	const wayOf = () => {
		const [f, p, c] = named(form.elements.contact_voornaam.value, form.elements.contact_achternaam.value);
		const local = contact.value.trim().toLowerCase().split("@")[0];
		return f && c ? ways.find((way) => way(f, p, c) === local) : undefined;
	};
	const offer = (block) => {
		const email = part(block, "email"), [f, p, c] = named(part(block, "voornaam").value, part(block, "achternaam").value);
		const way = domain() && f && c && !email.value ? wayOf() : undefined;
		const old = block.querySelector(".offer");
		if (old && !way)
			old.remove();
		if (!way)
			return;
		const button = old ? old.firstChild : document.createElement("button");
		button.type = "button";
		button.className = "button plain";
		button.dataset.adres = `${way(f, p, c)}@${domain()}`;
		button.textContent = `${button.dataset.adres} invullen`;
		if (!old) {
			const row = document.createElement("p");
			row.className = "offer";
			row.append(button);
			email.parentElement.after(row);
			button.addEventListener("click", () => {
				email.value = button.dataset.adres;
				row.remove();
				save();
				(block.nextElementSibling?.matches(".person") ? part(block.nextElementSibling, "voornaam") : add || submit).focus();
			});
		}
	};
	const offerAll = () => {
		for (const block of blocks()) {
			const span = document.getElementById(`${part(block, "email").id}-domein`);
			if (span)
				span.textContent = domain() && !part(block, "email").value.includes("@") ? `@${domain()}` : "";
			offer(block);
		}
	};

	// On a phone the key "next" goes to the next field and sends nothing.
	const touch = matchMedia("(pointer: coarse)");
	form.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.defaultPrevented || !touch.matches || !event.target.matches("[enterkeyhint=next]"))
			return;
		const fields = [...form.querySelectorAll("[enterkeyhint=next]")].filter((one) => one.offsetParent && one.tabIndex >= 0);
		const next = fields[fields.indexOf(event.target) + 1];
		event.preventDefault();
		(next || submit).focus();
	});

	// The draft: only of a new sign-up, only in this tab, never the keys.
	const kept = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.tagName !== "BUTTON" && one.name !== "website");
	const save = () => {
		if (!isNew)
			return;
		const values = kept().map((one) => [one.name, one.value, one.checked === true]);
		sessionStorage.setItem(draft, JSON.stringify({ blocks: blocks().length, values }));
	};
	const restore = () => {
		const old = isNew && !focus && JSON.parse(sessionStorage.getItem(draft) || "null");
		if (!old || !old.values.some(([name, value, ticked]) => /naam|email|vraag/.test(name) && !/naam_volgt/.test(name) ? value : /volgt|zelf/.test(name) && ticked))
			return;
		while (blocks().length < Math.min(old.blocks, form.dataset.max))
			another();
		for (const [name, value, ticked] of old.values)
			for (const one of kept().filter((one) => one.name === name))
				if (["checkbox", "radio"].includes(one.type))
					one.checked = one.value === value ? ticked : one.checked;
				else {
					one.value = value;
					// What is in no list; gemeente.js comes after this.
					if (one.id === "gemeente" && !one.value)
						one.dataset.typed = value;
				}
		say("Wat u eerder typte staat er weer.", "Formulier leegmaken", () => {
			sessionStorage.removeItem(draft);
			location.assign(location.pathname + location.search);
		});
	};
	addEventListener("pageshow", (event) => { if (event.persisted) save(); });
	form.addEventListener("input", save);
	form.addEventListener("change", (event) => {
		const block = event.target.closest(".person");
		if (block)
			settle(block);
		save();
	});
	form.addEventListener("focusin", offerAll);
	form.addEventListener("input", offerAll);
	restore();
	blocks().forEach(settle);
	offerAll();
	count();
})();
