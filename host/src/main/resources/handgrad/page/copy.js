// Copies a command line; where the browser allows no clipboard, as for some pages opened from a file, selects it.
async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
    announce("Copied.");
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected";
    announce("Selected: press Control and C.");
  }
}

function startCopying() {
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.parentElement.querySelector("code"), button));
  }
}
