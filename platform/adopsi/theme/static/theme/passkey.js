// A form with `data-passkey` asks the device for a passkey before it is sent: "create" makes one, "get" shows one, and
// "login" first fetches what to ask for, because nobody is known yet. webauthn-json turns bytes into text and back.
(function () {
  "use strict";
  function optionsOf(form) {
    return JSON.parse(form.querySelector("script[type='application/json']").textContent);
  }

  async function fetched(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  }

  async function created(form) {
    const options = optionsOf(form);
    const box = form.querySelector("[name=passwordless]");
    const alone = Boolean(box && box.checked);
    const wish = options.publicKey.authenticatorSelection || (options.publicKey.authenticatorSelection = {});
    wish.residentKey = alone ? "required" : "discouraged";
    wish.requireResidentKey = alone;
    if (alone) wish.userVerification = "required";
    return window.webauthnJSON.create(options);
  }

  const asks = {
    create: created,
    get: (form) => window.webauthnJSON.get(optionsOf(form)),
    login: async (form) => window.webauthnJSON.get(await fetched(form)),
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const error = document.querySelector("[data-passkey-error]");
    if (!window.webauthnJSON || !window.webauthnJSON.supported()) {
      form.hidden = form.dataset.passkey === "login";
      return;
    }
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (error) error.hidden = true;
      try {
        const credential = await asks[form.dataset.passkey](form);
        form.querySelector("[name=credential]").value = JSON.stringify(credential);
        form.submit();
      } catch (refused) {
        if (error) error.hidden = false;
      }
    });
  });
})();
