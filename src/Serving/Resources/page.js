// The page of a server: an image in, and out what the model sees in it. Names of classes and files are others' texts: they become text nodes,
// never markup.
import { prepare, grab } from "/image.js";
import { Attention } from "/attention.js";
import { Findings } from "/findings.js";

const element = id => document.getElementById(id);
const [canvas, video, drop, message] = ["canvas", "video", "drop", "message"].map(element);
const attention = new Attention(element("attention"), element("blocks"), element("tokens"), show);
const findings = new Findings(element("predictions"), show);

let models = [];
let shown = null;
let file = null;
let over = null;
let current = 0;

function say(words, isError = false) {
  message.textContent = words;
  message.classList.toggle("error", isError);
}

async function answerOf(response) {
  let json;
  try {
    json = await response.json();
  } catch {
    throw new Error("The server's answer cannot be read.");
  }
  if (!response.ok)
    throw new Error(json.error ?? `The server answered ${response.status}.`);
  return json;
}

const model = () => models.find(one => one.name === element("model").value) ?? models[0];

// Draws the image, with something over it or without. A digit of 28 pixels is drawn large enough to be seen.
function show(overlay = null) {
  over = overlay;
  if (!shown)
    return;
  const scale = Math.max(1, Math.floor(448 / Math.max(shown.width, shown.height)));
  canvas.width = scale * shown.width;
  canvas.height = scale * shown.height;
  // What is drawn over it has its size on the screen, which a hidden one has not.
  canvas.hidden = false;
  video.hidden = true;
  element("invitation").hidden = true;
  drop.classList.add("full");
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.imageSmoothingEnabled = false;
  context.drawImage(shown, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  overlay?.(context);
}

function clear() {
  findings.clear();
  element("warning").hidden = true;
  element("timing").hidden = true;
  attention.clear();
}

// The last image that was given wins, whatever comes back when.
async function predict(given) {
  const turn = ++current;
  file = given;
  closeCamera();
  clear();
  say("Looking ...");
  try {
    const { bitmap, upload } = await prepare(file);
    if (turn !== current)
      return;
    shown = bitmap;
    if (bitmap)
      show();
    else
      closeCamera();
    const query = `?model=${encodeURIComponent(model().name)}`;
    const begin = performance.now();
    const answer = await answerOf(await fetch(`/predict${query}`, { method: "POST", body: upload, headers: { accept: "application/json" } }));
    const time = performance.now() - begin;
    if (turn !== current)
      return;
    const words = await findings.show(answer);
    if (turn !== current)
      return;
    say(words);
    element("warning").hidden = !answer.warning;
    element("warning").textContent = answer.warning ?? "";
    element("timing").hidden = false;
    element("timing").textContent = `${time < 10 ? time.toFixed(1) : Math.round(time)} ms, the way to the server included`;
    if (model().attention && bitmap) {
      const maps = await answerOf(await fetch(`/attention${query}`, { method: "POST", body: upload }));
      if (turn === current)
        attention.show(maps, bitmap);
    }
  } catch (error) {
    if (turn === current)
      say(error.message, true);
  }
}

function fileOf(items) {
  const dropped = [...items].find(item => item.kind === "file")?.getAsFile();
  if (dropped)
    predict(dropped);
  else
    say("That is no file. Drop or paste an image.", true);
}

let stream = null;

function cameraButtons(isOpen) {
  for (const [id, hidden] of [["choose", isOpen], ["camera", isOpen], ["capture", !isOpen], ["stop", !isOpen]])
    element(id).hidden = hidden;
}

function closeCamera() {
  stream?.getTracks().forEach(track => track.stop());
  stream = null;
  video.hidden = true;
  cameraButtons(false);
  element("invitation").hidden = shown !== null;
  drop.classList.toggle("full", shown !== null);
  canvas.hidden = shown === null;
}

async function openCamera() {
  try {
    if (!navigator.mediaDevices)
      throw new Error("The browser gives the camera to pages of this machine or of https only.");
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    await video.play();
    video.hidden = false;
    drop.classList.add("full");
    canvas.hidden = true;
    element("invitation").hidden = true;
    cameraButtons(true);
    element("capture").focus();
  } catch (error) {
    closeCamera();
    say(`There is no camera to use: ${error.message}`, true);
  }
}

element("choose").addEventListener("click", () => element("file").click());
element("file").addEventListener("change", event => {
  const chosen = event.target.files[0];
  if (chosen)
    predict(chosen);
  // The same file may be chosen again.
  event.target.value = "";
});
element("camera").addEventListener("click", openCamera);
element("stop").addEventListener("click", () => {
  closeCamera();
  element("camera").focus();
});
element("capture").addEventListener("click", async () => {
  const picture = await grab(video);
  predict(picture);
  element("camera").focus();
});
element("model").addEventListener("change", () => {
  describe();
  if (file)
    predict(file);
});
addEventListener("resize", () => show(over));
document.addEventListener("dragover", event => {
  event.preventDefault();
  drop.classList.add("over");
});
document.addEventListener("dragleave", event => {
  if (event.relatedTarget === null)
    drop.classList.remove("over");
});
document.addEventListener("drop", event => {
  event.preventDefault();
  drop.classList.remove("over");
  fileOf(event.dataTransfer.items);
});
document.addEventListener("paste", event => fileOf(event.clipboardData.items));

function describe() {
  const { network, classes, device } = model();
  element("subtitle").textContent = `${network}, ${classes} classes, on ${device}`;
}

async function watch() {
  const state = element("state");
  const set = (name, words) => {
    if (state.dataset.state !== name)
      [state.dataset.state, state.textContent] = [name, words];
  };
  try {
    const response = await fetch("/v2/health/ready");
    set(response.ok ? "ready" : "lost", response.ok ? "Ready" : "The device is lost");
  } catch {
    set("lost", "The server is away");
  }
  setTimeout(watch, 5000);
}

async function start() {
  watch();
  try {
    models = (await answerOf(await fetch("/models"))).models;
    element("model").replaceChildren(...models.map(({ name }) => new Option(name, name)));
    element("models").hidden = models.length < 2;
    describe();
  } catch (error) {
    say(error.message, true);
  }
}

start();
