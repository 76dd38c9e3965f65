// The gate's camera: reads QR codes where the browser can, sends the form, and says the answer by sound and vibration.
(() => {
  const form = document.querySelector("[data-gate]");
  const answer = document.querySelector("#hasil");
  if (!form || !answer) return;
  const field = form.elements.code;
  const TONES = { masuk: [[880, 0.15]], tanya: [[440, 0.15], [440, 0.15]], tolak: [[220, 0.5]] };
  const SHAKES = { masuk: [80], tanya: [80, 80, 80], tolak: [400] };
  let sound;

  const say = (tone) => {
    navigator.vibrate?.(SHAKES[tone]);
    if (!sound) return;
    let at = sound.currentTime;
    for (const [pitch, length] of TONES[tone]) {
      const voice = sound.createOscillator();
      voice.frequency.value = pitch;
      voice.connect(sound.destination);
      voice.start(at);
      voice.stop(at + length);
      at += length + 0.1;
    }
  };
  // Browsers play sound only after the officer did something on the page.
  form.addEventListener("submit", () => { sound ||= window.AudioContext ? new AudioContext() : undefined; });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== answer) return;
    const tone = answer.querySelector("[data-tone]")?.dataset.tone;
    if (tone) say(tone);
    field.value = "";
    if (!camera.stream) field.focus();
  });

  const camera = { box: document.querySelector("[data-camera]"), button: form.querySelector("[data-camera-on]") };
  const canRead = "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia;
  if (!canRead) {
    form.querySelector("[data-no-camera]").hidden = false;
    return;
  }
  const video = camera.box.querySelector("[data-video]");
  let last = { text: "", at: 0 };
  camera.button.hidden = false;

  const look = async (reader) => {
    if (!camera.stream) return;
    const [found] = await reader.detect(video).catch(() => []);
    // One code held before the camera is one question.
    if (found && (found.rawValue !== last.text || Date.now() - last.at > 4000)) {
      last = { text: found.rawValue, at: Date.now() };
      field.value = found.rawValue;
      form.requestSubmit();
    }
    setTimeout(look, 250, reader);
  };
  const stop = () => {
    camera.stream?.getTracks().forEach((track) => track.stop());
    camera.stream = undefined;
    camera.box.hidden = true;
  };
  camera.button.addEventListener("click", async () => {
    sound ||= window.AudioContext ? new AudioContext() : undefined;
    if (camera.stream) return stop();
    try {
      camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (denied) {
      form.querySelector("[data-no-camera]").hidden = false;
      return;
    }
    video.srcObject = camera.stream;
    camera.box.hidden = false;
    await video.play();
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  });
  addEventListener("pagehide", stop);
})();
