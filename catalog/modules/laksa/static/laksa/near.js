// "Terdekat dari saya": the same list, nearest first. About 100 metres are near enough, and tell less of the visitor.
(() => {
  const button = document.querySelector("[data-near]");
  if (!button || !navigator.geolocation) return;
  const say = document.querySelector("[data-near-say]");
  button.hidden = false;
  button.addEventListener("click", () => {
    say.textContent = say.dataset.sayWait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(location.href);
        address.searchParams.set("lat", coords.latitude.toFixed(3));
        address.searchParams.set("lng", coords.longitude.toFixed(3));
        address.searchParams.delete("page");
        location.assign(address);
      },
      () => (say.textContent = say.dataset.sayDenied),
      { timeout: 10000, maximumAge: 60000 },
    );
  });
})();
