// The sum of a booking while it is typed; the server reckons it again.
(() => {
  const form = document.querySelector("[data-book]");
  if (!form) return;
  const total = form.querySelector("[data-total]");
  const fields = [...form.querySelectorAll("[data-price]")];
  const write = () => {
    const sum = fields.reduce((all, field) => all + Math.max(0, parseInt(field.value, 10) || 0) * field.dataset.price, 0);
    total.querySelector("[data-sum]").textContent = `Rp${String(sum).replace(/\B(?=(\d{3})+$)/g, ".")}`;
  };
  total.hidden = false;
  form.addEventListener("input", write);
  write();
})();
