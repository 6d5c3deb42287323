"use strict";
// The form works without this; with it, it is quicker.
(() => {
	const summary = document.getElementById("fouten");
	if (summary)
		summary.focus();

	// A held place needs no name, and "that is me" needs none twice.  What is
	// not shown is not sent; what was typed comes back with it.
	const settle = (block) => {
		const one = (end) => block.querySelector(`[name$="_${end}"]`);
		for (const end of ["voornaam", "achternaam", "email"]) {
			const off = one("zelf").checked || (one("naam_volgt").checked && end !== "email");
			one(end).closest(".field").hidden = off;
			one(end).disabled = off;
		}
	};

	const blocks = () => [...document.querySelectorAll("form .person[data-number]")];
	const form = document.querySelector("form[data-max]");
	if (!form || !blocks().length)
		return;
	const add = document.getElementById("erbij");
	const submit = document.getElementById("verstuur");
	const words = ["Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien", "Elf", "Twaalf"];
	const said = document.createElement("p");
	said.className = "hide";
	said.setAttribute("role", "status");
	form.append(said);

	const number = (block, to) => {
		const from = `deelnemer_${block.dataset.number}_`;
		for (const one of block.querySelectorAll("*"))
			for (const name of ["id", "name", "for", "aria-describedby"])
				if (one.hasAttribute(name))
					one.setAttribute(name, one.getAttribute(name).replaceAll(from, `deelnemer_${to}_`));
		block.dataset.number = to;
		block.querySelector("legend").textContent = `Deelnemer ${to}`;
		const remove = block.querySelector("[name=actie]");
		if (remove) {
			remove.value = `weg_${to}`;
			remove.textContent = `Deelnemer ${to} weghalen`;
		}
	};
	const count = () => {
		const n = blocks().length;
		add.hidden = n >= form.dataset.max;
		if (form.action.endsWith("/aanmelden"))
			submit.textContent = n === 1 ? "Aanmelden" : `${words[n] || n} deelnemers aanmelden`;
	};
	const empty = (block) => {
		for (const one of block.querySelectorAll("input, select")) {
			one.checked = false;
			if (!["checkbox", "radio"].includes(one.type))
				one.value = "";
			one.removeAttribute("aria-invalid");
		}
		for (const one of block.querySelectorAll(".msg, .tip"))
			one.remove();
		for (const one of block.querySelectorAll("[aria-describedby]"))
			one.setAttribute("aria-describedby", one.getAttribute("aria-describedby").replace(/\S+-(fout|tip)/g, "").trim());
		for (const one of block.querySelectorAll(".wrong"))
			one.classList.remove("wrong");
		block.querySelector("details").open = false;
	};
	const removable = (block) => {
		if (block.querySelector("[name=actie]"))
			return;
		const p = document.createElement("p");
		p.innerHTML = '<button class="link" name="actie" formnovalidate></button>';
		block.append(p);
	};

	if (add)
		add.addEventListener("click", (event) => {
			event.preventDefault();
			const last = blocks().at(-1);
			const block = last.cloneNode(true);
			empty(block);
			removable(block);
			number(block, Number(last.dataset.number) + 1);
			last.after(block);
			settle(block);
			count();
			said.textContent = `Deelnemer ${block.dataset.number} toegevoegd`;
			block.querySelector("input").focus();
		});
	form.addEventListener("click", (event) => {
		const button = event.target.closest("[name=actie][value^=weg_]");
		if (!button || blocks().length === 1)
			return;
		event.preventDefault();
		const gone = button.closest(".person");
		const rest = blocks().slice(blocks().indexOf(gone) + 1);
		const first = Number(gone.dataset.number);
		said.textContent = `Deelnemer ${first} weggehaald`;
		gone.remove();
		rest.forEach((block, i) => number(block, first + i));
		count();
		blocks().at(-1).querySelector("input").focus();
	});
	form.addEventListener("change", (event) => {
		const block = event.target.closest(".person");
		if (block)
			settle(block);
	});
	blocks().forEach(settle);
})();
