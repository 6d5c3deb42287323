// A field to type in over the list, which stays what the form sends.  What is
// in no list is sent as it was typed: the server says what it makes of it.
(() => {
	const select = document.querySelector("select[name=gemeente]");
	if (!select)
		return;
	// Of "Hoofddorp,GM0394" a line each; put in when this file is made.
	const places = `@PLACES@`;
	const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
	    .replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/^(gemeente|s) (?=.)/, "");
	const options = [...select.options].filter((o) => o.value);
	const own = options.filter((o) => o.dataset.domain !== undefined);
	const names = new Map(own.map((o) => [o.value, o.text.trim()]));
	const all = options.map((o) => ({ label: o.text.trim(), value: o.value, key: fold(o.text) }));
	for (const line of places.split("\n")) {
		const [name, code] = line.split(",");
		if (names.has(code))
			all.push({ label: `${name} (gemeente ${names.get(code)})`, value: code, key: fold(name), place: true });
	}
	const make = (tag, set) => {
		const made = document.createElement(tag);
		for (const name in set)
			made.setAttribute(name, set[name]);
		return made;
	};
	const input = make("input", { id: select.id, type: "text", role: "combobox", autocomplete: "off",
	    "aria-autocomplete": "list", "aria-expanded": "false", autocorrect: "off", spellcheck: "false",
	    enterkeyhint: "next", "aria-controls": "gemeente-lijst", "aria-required": "true" });
	const list = make("ul", { id: "gemeente-lijst", role: "listbox", "aria-label": "Gemeenten", class: "found", hidden: "" });
	const said = make("p", { role: "status", class: "hint" });
	for (const name of ["aria-describedby", "aria-invalid"])
		if (select.hasAttribute(name))
			input.setAttribute(name, select.getAttribute(name));
	select.id = "gemeente-keuze";
	select.hidden = true;
	input.value = select.value ? select.selectedOptions[0].text.trim() : select.dataset.typed;
	select.after(input, list, said);

	// One of the two has the name that is sent.
	const settle = () => {
		select.name = select.value ? "gemeente" : "";
		input.name = select.value ? "" : "gemeente";
	};
	let found = [], at = -1;
	const close = () => {
		list.hidden = true;
		at = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
	};
	const choose = (one) => {
		select.value = one.value;
		input.value = one.place ? names.get(one.value) : one.label;
		said.textContent = one.place ? `${one.label} is gekozen.` : "";
		close();
		settle();
	};
	const mark = (to) => {
		at = (to + found.length) % found.length;
		[...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === at));
		list.children[at].scrollIntoView({ block: "nearest" });
		input.setAttribute("aria-activedescendant", "gemeente-" + at);
	};
	// Slips of the hand between two words, as core/spelling.h counts them.
	const slips = (a, b, most) => {
		if (Math.abs(a.length - b.length) > most)
			return most + 1;
		let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
		for (let i = 1; i <= a.length; i++) {
			const row = [i];
			for (let j = 1; j <= b.length; j++) {
				row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
				if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
					row[j] = Math.min(row[j], before[j - 2] + 1);
			}
			before = last;
			last = row;
		}
		return last[b.length];
	};
	const like = (key) => {
		const rank = (o) => (o.key === key ? 0 : o.key.startsWith(key) ? 1 : 2) + (o.place ? .5 : 0);
		const hits = all.filter((o) => o.key.includes(key));
		if (hits.length)
			return hits.sort((a, b) => rank(a) - rank(b)).slice(0, 20);
		const most = key.length < 6 ? 1 : 2;
		return all.map((o) => ({ o, d: slips(key, o.key, most) })).filter(({ d }) => d <= most)
		    .sort((a, b) => a.d - b.d).slice(0, 8).map(({ o }) => o);
	};
	const show = (what) => {
		found = what;
		list.replaceChildren(...found.map((one, i) => {
			const li = make("li", { id: "gemeente-" + i, role: "option", "aria-selected": "false" });
			li.textContent = one.label;
			li.addEventListener("mousedown", (e) => { e.preventDefault(); choose(one); });
			return li;
		}));
		close();
		list.hidden = !found.length;
		input.setAttribute("aria-expanded", String(!list.hidden));
	};
	const look = () => {
		const key = fold(input.value);
		select.value = "";
		settle();
		show(key ? like(key) : []);
		said.textContent = !key ? "" : found.length ? `${found.length} gevonden` :
		    `Niets gevonden voor “${input.value.trim()}”. Probeer een ander deel van de naam, of uw plaats.`;
	};
	input.addEventListener("input", look);
	input.addEventListener("blur", () => {
		const key = fold(input.value);
		if (!select.value && found.length && key && (!found[1] || (found[0].key === key && found[1].key !== key)) &&
		    found[0].key.includes(key))
			choose(found[0]);
		close();
	});
	input.addEventListener("keydown", (event) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step && list.hidden) {
			show(select.value || !fold(input.value) ? all.filter((o) => !o.place) : like(fold(input.value)));
			if (found.length)
				mark(Math.max(found.findIndex((o) => select.value && o.value === select.value), step > 0 ? 0 : found.length - 1));
		} else if (step && found.length)
			mark(at < 0 && step < 0 ? found.length - 1 : at + step);
		else if (event.key === "Enter" && !list.hidden && found.length)
			choose(found[Math.max(at, 0)]);
		else if (event.key === "Escape" && !list.hidden)
			close();
		else
			return;
		event.preventDefault();
	});
	// The contact's address may tell which one it is.
	const email = document.getElementById("contact_email");
	if (email)
		email.addEventListener("change", () => {
			const domain = email.value.trim().toLowerCase().split("@")[1];
			const theirs = own.filter((o) => domain && o.dataset.domain === domain);
			if (select.value || input.value || theirs.length !== 1)
				return;
			choose({ label: theirs[0].text.trim(), value: theirs[0].value });
			said.textContent = `${input.value}: dat staat in uw e-mailadres. Klopt het niet? Typ dan een andere naam.`;
		});
	settle();
})();
