// Light, dark, or as the reader's system has it. Charts listen to the event to take the other colours.
const themes = ["automatic", "light", "dark"];

function applyTheme(button, theme) {
  if (theme === "automatic") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  button.textContent = `Theme: ${theme}`;
  document.dispatchEvent(new Event("themechange"));
}

// A page that is opened from a file may be refused a memory: then the choice lasts as long as the page.
function rememberedTheme() {
  try {
    const theme = localStorage.getItem("handgrad-theme");
    return themes.includes(theme) ? theme : "automatic";
  } catch {
    return "automatic";
  }
}

function rememberTheme(theme) {
  try {
    localStorage.setItem("handgrad-theme", theme);
  } catch {
    // Refused: see above.
  }
}

function startTheme() {
  const button = document.querySelector(".theme");
  let theme = rememberedTheme();
  applyTheme(button, theme);
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    applyTheme(button, theme);
    rememberTheme(theme);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme(button, theme));
}
