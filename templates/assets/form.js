"use strict";
// The form works without this; with it, it is quicker.
(() => {
	const summary = document.getElementById("fouten");
	if (summary)
		summary.focus();

	// A held place needs no name, and "that is me" needs none twice.
	const settle = (block) => {
		const ticked = (end) => block.querySelector(`[name$="_${end}"]`).checked;
		for (const end of ["voornaam", "achternaam", "email"])
			block.querySelector(`[name$="_${end}"]`).closest(".field").hidden =
			    ticked("zelf") || (ticked("naam_volgt") && end !== "email");
	};
	for (const block of document.querySelectorAll(".person")) {
		block.addEventListener("change", () => settle(block));
		settle(block);
	}
})();
