// Live preview and contrast check of the brand page. The server checks again (adopsi.theme.brand); the sums are the same.
(function () {
  "use strict";
  const WHITE = "#ffffff";
  const LIGHT_SURFACE = "#eff4f3";
  const form = document.querySelector("[data-brand-form]");
  if (!form) return;
  const preview = form.querySelector("[data-preview]");
  const least = parseFloat(form.dataset.least);

  const luminance = (colour) => {
    const parts = [1, 3, 5].map((start) => {
      const part = parseInt(colour.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const contrast = (first, second) => {
    const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const show = (input, variable) => {
    const colour = input.value;
    if (!/^#[0-9a-f]{6}$/i.test(colour)) return;
    preview.style.setProperty(variable, colour);
    form.querySelector(`[data-code-of="${input.id}"]`).textContent = colour;
    const worst = Math.min(contrast(colour, WHITE), contrast(colour, LIGHT_SURFACE));
    const words = worst < least ? form.dataset.sayBad : form.dataset.sayGood;
    const ratio = worst.toFixed(1);
    const said = form.querySelector(`[data-contrast-of="${input.id}"]`);
    said.textContent = words.replace("[n]", document.documentElement.lang === "id" ? ratio.replace(".", ",") : ratio);
    said.classList.toggle("contrast-bad", worst < least);
  };
  const colours = [
    [form.elements.brand_primary, "--brand-1"],
    [form.elements.brand_secondary, "--brand-2"],
  ];
  for (const [input, variable] of colours) {
    input.addEventListener("input", () => show(input, variable));
    show(input, variable);
  }
  form.elements.tagline.addEventListener("input", (event) => {
    form.querySelector("[data-preview-tagline]").textContent = event.target.value;
  });
  form.elements.logo.addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = "";
    form.querySelector("[data-preview-logo]").replaceChildren(picture);
  });
})();
