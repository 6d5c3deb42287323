// A field to type in over the list, which stays what the form sends.
(() => {
	const select = document.querySelector("select[name=gemeente]");
	if (!select)
		return;
	const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
	const all = [...select.options].filter((o) => o.value)
	    .map((o) => ({ label: o.text.trim(), value: o.value, key: fold(o.text) }));
	const make = (tag, set) => {
		const made = document.createElement(tag);
		for (const name in set)
			made.setAttribute(name, set[name]);
		return made;
	};
	const input = make("input", { id: select.id, type: "text", role: "combobox", autocomplete: "off",
	    "aria-autocomplete": "list", "aria-expanded": "false",
	    "aria-controls": "gemeente-lijst", "aria-required": "true" });
	const list = make("ul", { id: "gemeente-lijst", role: "listbox", "aria-label": "Gemeenten", class: "found", hidden: "" });
	const said = make("p", { role: "status", class: "hide" });
	for (const name of ["aria-describedby", "aria-invalid"])
		if (select.hasAttribute(name))
			input.setAttribute(name, select.getAttribute(name));
	select.id = "gemeente-keuze";
	select.hidden = true;
	if (select.value)
		input.value = select.selectedOptions[0].text.trim();
	select.after(input, list, said);

	let found = [], at = -1;
	const close = () => {
		list.hidden = true;
		at = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
	};
	const choose = (one) => {
		select.value = one.value;
		input.value = one.label;
		close();
	};
	const mark = (to) => {
		at = (to + found.length) % found.length;
		[...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === at));
		input.setAttribute("aria-activedescendant", "gemeente-" + at);
	};
	const look = () => {
		const key = fold(input.value);
		select.value = "";
		found = key ? all.filter((o) => o.key.includes(key))
		    .sort((a, b) => b.key.startsWith(key) - a.key.startsWith(key)).slice(0, 8) : [];
		list.replaceChildren(...found.map((one, i) => {
			const li = make("li", { id: "gemeente-" + i, role: "option", "aria-selected": "false" });
			li.textContent = one.label;
			li.addEventListener("mousedown", (e) => { e.preventDefault(); choose(one); });
			return li;
		}));
		close();
		list.hidden = !found.length;
		input.setAttribute("aria-expanded", String(!list.hidden));
		said.textContent = key ? `${found.length || "Geen"} gevonden` : "";
	};
	input.addEventListener("input", look);
	input.addEventListener("blur", () => {
		if (!select.value && found.length && (!found[1] || found[0].key === fold(input.value)))
			choose(found[0]);
		close();
	});
	input.addEventListener("keydown", (event) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step && found.length && !list.hidden)
			mark(at < 0 && step < 0 ? found.length - 1 : at + step);
		else if (event.key === "Enter" && !list.hidden && found.length)
			choose(found[Math.max(at, 0)]);
		else if (event.key === "Escape")
			close();
		else
			return;
		event.preventDefault();
	});
})();
