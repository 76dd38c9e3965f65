// Reads QR codes from the camera's picture: with the browser's own detector, else with jsQR, which is fetched only then.
window.eplesiranQr = (() => {
  // Pixels on a side: enough for a code half as wide as the picture, and quick on an old phone.
  const SIDE = 480;

  const own = async () => {
    if (!("BarcodeDetector" in window)) return null;
    // A desktop browser may have the detector and yet know no kind of code.
    const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!kinds.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => {
      const [found] = await detector.detect(video).catch(() => []);
      return found ? found.rawValue : "";
    };
  };

  const load = (address) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => { script.remove(); fail(new Error(address)); };
      document.head.append(script);
    });

  const drawn = async (address) => {
    if (!window.jsQR) await load(address);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      if (!side) return "";
      // The page shows the middle square of the picture, so that is what is read.
      const [left, top] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
      paper.drawImage(video, left, top, side, side, 0, 0, SIDE, SIDE);
      const found = jsQR(paper.getImageData(0, 0, SIDE, SIDE).data, SIDE, SIDE, { inversionAttempts: "dontInvert" });
      return found ? found.data : "";
    };
  };

  // `await reader(address)` gives a function that tells what a video shows: the text of a code, or nothing.
  return { reader: async (address) => (await own()) || drawn(address) };
})();
