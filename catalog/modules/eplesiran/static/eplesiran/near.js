// "Terdekat dari saya": fills the hidden position of the search form and sends it; without it one chooses a kecamatan.
(() => {
  const form = document.querySelector("[data-near-form]");
  const button = form?.querySelector("[data-near]");
  if (!button || !navigator.geolocation) return;
  const say = form.querySelector("[data-near-say]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-disabled", "true");
    say.textContent = say.dataset.sayWait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(5);
        form.elements.lng.value = coords.longitude.toFixed(5);
        form.elements.dari.value = "";
        form.elements.urut.value = "terdekat";
        form.submit();
      },
      () => {
        button.removeAttribute("aria-disabled");
        say.textContent = say.dataset.sayDenied;
        form.elements.dari.focus();
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
})();
