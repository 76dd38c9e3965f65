// The gate's camera: reads tickets, sends the form, and says the answer by sound and vibration.
(() => {
  const form = document.querySelector("[data-gate]");
  const answer = document.querySelector("#hasil");
  if (!form || !answer) return;
  const field = form.elements.code;
  const TONES = { masuk: [[880, 0.15]], tanya: [[440, 0.15], [440, 0.15]], tolak: [[220, 0.5]] };
  const SHAKES = { masuk: [80], tanya: [80, 80, 80], tolak: [400] };
  const [BETWEEN, AWAY, AGAIN] = [250, 2000, 3000];
  let sound, stream, read;
  let isAsking = false;
  let last = { text: "", at: 0 };

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
  const show = (name, is) => (form.querySelector(`[data-${name}]`).hidden = !is);

  // Browsers play sound only after the officer did something on the page.
  const wake = () => { sound ||= window.AudioContext ? new AudioContext() : undefined; };
  form.addEventListener("submit", () => { isAsking = true; wake(); });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== answer) return;
    const tone = answer.querySelector("[data-tone]")?.dataset.tone;
    if (tone) say(tone);
    field.value = "";
    if (!stream) field.focus();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    const isLost = !event.detail.successful;
    show("lost", isLost);
    if (isLost) {
      say("tolak");
      // The code is before the camera still: it is asked for again, with the same key, so that it counts once.
      last = { text: "", at: 0 };
      setTimeout(() => { isAsking = false; }, AGAIN);
    } else isAsking = false;
  });

  const look = async () => {
    if (!stream) return;
    const text = await read(video);
    const at = Date.now();
    if (text && text === last.text && at - last.at < AWAY) {
      // One code held before the camera is one question, however long it is held there.
      last.at = at;
    } else if (text && !isAsking) {
      last = { text, at };
      field.value = text;
      form.requestSubmit();
    }
    setTimeout(look, BETWEEN);
  };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    box.hidden = true;
    show("start", true);
    show("stop", false);
  };
  const start = async () => {
    ["no-camera", "denied", "lost"].forEach((name) => show(name, false));
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (denied) {
      show("denied", true);
      return;
    }
    try {
      read ||= await eplesiranQr.reader(box.dataset.decoder);
    } catch (unread) {
      stop();
      show("lost", true);
      return;
    }
    video.srcObject = stream;
    box.hidden = false;
    show("start", false);
    show("stop", true);
    await video.play();
    look();
  };

  const box = document.querySelector("[data-camera]");
  const video = box.querySelector("[data-video]");
  const button = form.querySelector("[data-camera-on]");
  if (!navigator.mediaDevices?.getUserMedia) {
    show("no-camera", true);
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    wake();
    return stream ? stop() : start();
  });
  addEventListener("pagehide", stop);
})();
