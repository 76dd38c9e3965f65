// Pictures are shown before they are sent, and made smaller on the device; without a script the file goes as it is.
(function () {
  "use strict";
  const LONGEST = 1600;
  const QUALITY = 0.82;

  async function smaller(file) {
    if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (unreadable) {
      return file; // The server says what is wrong with it.
    }
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 400000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  }

  function show(input, files) {
    let shelf = input.parentElement.querySelector("[data-photo-shelf]");
    if (!shelf) {
      shelf = document.createElement("div");
      shelf.dataset.photoShelf = "";
      shelf.className = "mt-3 flex flex-wrap gap-3";
      input.after(shelf);
    }
    shelf.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    shelf.replaceChildren(
      ...files
        .filter((file) => file.type.startsWith("image/"))
        .map((file) => {
          const figure = document.createElement("figure");
          const image = document.createElement("img");
          image.src = URL.createObjectURL(file);
          image.alt = file.name;
          image.className = "size-24 rounded-2xl object-cover";
          const caption = document.createElement("figcaption");
          caption.className = "text-soft mt-1 text-xs";
          caption.textContent = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString(document.documentElement.lang)} KB`;
          figure.append(image, caption);
          return figure;
        }),
    );
  }

  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || !("photo" in input.dataset)) return;
    const chosen = [...input.files];
    const buttons = input.form ? [...input.form.querySelectorAll("button[type=submit]:not(:disabled)")] : [];
    buttons.forEach((button) => (button.disabled = true));
    try {
      const ready = await Promise.all(chosen.map(smaller));
      const carrier = new DataTransfer();
      ready.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      show(input, ready);
      input.dispatchEvent(new CustomEvent("photo:ready", { bubbles: true }));
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
  // Pictures that come back from this device's store are small already.
  document.addEventListener("photo:restored", (event) => show(event.target, [...event.target.files]));
})();
