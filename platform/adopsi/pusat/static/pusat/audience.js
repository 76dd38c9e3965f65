// Only the list of the chosen audience is shown; without a script all of them are, and the chosen one counts.
(function () {
  "use strict";
  const form = document.querySelector("form[data-audience]");
  if (!form) return;
  const show = () => {
    const chosen = form.querySelector("input[name=audience]:checked");
    form.querySelectorAll("[data-audience-of]").forEach((part) => {
      part.hidden = !chosen || part.dataset.audienceOf !== chosen.value;
    });
  };
  form.addEventListener("change", show);
  show();
})();
