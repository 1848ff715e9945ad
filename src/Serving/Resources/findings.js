// What a model saw: classes with bars, objects with boxes, classes of pixels with tints. Objects and classes of pixels are
// buttons: one that is pressed stands out in the image.
const golden = 0.6180339887498949;

// Of its own for each class: strong hues, neighbours far apart.
function colourOf(index) {
  const hue = (index * golden) % 1;
  const channel = shift => {
    const place = (shift + hue * 6) % 6;
    return Math.round(255 * (1 - 0.8 * Math.max(0, Math.min(place, 4 - place, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}

const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;

// Black or white, whichever is easier to read (WCAG 2).
function inkOn(colour) {
  const [red, green, blue] = colour.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

const percent = share => `${(100 * share).toFixed(1)} %`;

function element(tag, className, content = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

// The class of a colour of the palette of Pascal VOC: its bits lie spread over the channels.
function classOf(colour) {
  let label = 0;
  for (let bit = 0; bit < 8; bit++)
    label |= ((colour[bit % 3] >> (7 - Math.floor(bit / 3))) & 1) << bit;
  return label;
}

async function readMask(base64) {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const labels = new Uint8Array(bitmap.width * bitmap.height);
  for (let i = 0; i < labels.length; i++)
    labels[i] = classOf(data.subarray(4 * i, 4 * i + 3));
  return { labels, width: bitmap.width, height: bitmap.height };
}

// Class 0 is the ground, which is left as it is.
function tint({ labels, width, height }, chosen) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(width, height);
  const colours = Array.from({ length: 256 }, (_, label) => [...colourOf(label),
    label === 0 ? 0 : chosen === null ? 140 : label === chosen ? 190 : 30]);
  labels.forEach((label, i) => pixels.data.set(colours[label], 4 * i));
  context.putImageData(pixels, 0, 0);
  return canvas;
}

// Lines and letters have their size on the screen: unit is a pixel of it, in those of the image.
function drawBox(context, found, unit, isFaint) {
  const { box: { x1, y1, x2, y2 }, label, score } = found;
  const colour = colourOf(found.class);
  context.globalAlpha = isFaint ? 0.25 : 1;
  context.lineWidth = 3 * unit;
  context.strokeStyle = css(colour);
  context.strokeRect(x1, y1, x2 - x1, y2 - y1);
  if (isFaint)
    return;
  context.font = `600 ${13 * unit}px system-ui, "Noto Sans", "DejaVu Sans", sans-serif`;
  const name = label.length > 24 ? `${label.slice(0, 23)}…` : label;
  const text = `${name} ${Math.round(100 * score)} %`;
  const [width, height] = [context.measureText(text).width + 10 * unit, 20 * unit];
  const scale = context.getTransform().a;
  const left = Math.max(0, Math.min(x1 - 1.5 * unit, context.canvas.width / scale - width));
  // Above the box, or below, so that what is in it can be seen.
  const top = y1 >= height ? y1 - height : y2 + height <= context.canvas.height / scale ? y2 : y1;
  context.fillStyle = css(colour);
  context.fillRect(left, top, width, height);
  context.fillStyle = inkOn(colour);
  context.textBaseline = "middle";
  context.fillText(text, left + 5 * unit, top + height / 2 + unit);
}

export class Findings {
  #list;
  #draw;
  #answer = null;
  #mask = null;
  #chosen = null;

  /** Lists in an element; what it draws lies over the image. */
  constructor(list, draw) {
    [this.#list, this.#draw] = [list, draw];
  }

  clear() {
    [this.#answer, this.#mask, this.#chosen] = [null, null, null];
    this.#list.replaceChildren();
  }

  /** Shows an answer, and says in words what is in it. */
  async show(answer) {
    this.clear();
    this.#mask = answer.mask ? await readMask(answer.mask) : null;
    this.#answer = answer;
    const isOfClasses = answer.width === undefined;
    this.#list.className = isOfClasses ? "classes" : "parts";
    this.#list.replaceChildren(...answer.predictions.map((one, i) => this.#item(one, i, isOfClasses)));
    if (!isOfClasses)
      this.#draw(context => this.#over(context));
    return answer.predictions.length > 0 ? "" : "Nothing was found.";
  }

  #item(one, index, isOfClasses) {
    const share = one.probability ?? one.score ?? one.share;
    const item = document.createElement("li");
    const isGround = this.#mask !== null && one.class === 0;
    const line = isOfClasses || isGround ? element("div", "finding") : element("button", "finding");
    const track = element("div", "track");
    const bar = element("div", "bar");
    bar.style.width = `${100 * share}%`;
    track.setAttribute("aria-hidden", "true");
    track.append(bar);
    line.append(element("span", "label", one.label), element("span", "share", percent(share)), track);
    if (line.tagName === "BUTTON") {
      line.type = "button";
      line.setAttribute("aria-pressed", "false");
      line.style.setProperty("--of-class", css(colourOf(one.class)));
      line.addEventListener("click", () => this.#choose(index));
    }
    item.append(line);
    return item;
  }

  #choose(index) {
    this.#chosen = this.#chosen === index ? null : index;
    this.#list.querySelectorAll("li").forEach((item, i) =>
      item.querySelector("button")?.setAttribute("aria-pressed", String(i === this.#chosen)));
    this.#draw(context => this.#over(context));
  }

  #over(context) {
    // An image that was made smaller on its way to the server has its boxes there in fewer pixels.
    const { predictions, width } = this.#answer;
    const shownWidth = context.canvas.width / context.getTransform().a;
    const scale = shownWidth / width;
    context.save();
    if (this.#mask) {
      context.imageSmoothingEnabled = false;
      const label = this.#chosen === null ? null : predictions[this.#chosen].class;
      context.drawImage(tint(this.#mask, label), 0, 0, this.#mask.width * scale, this.#mask.height * scale);
    } else {
      const unit = shownWidth / Math.max(1, context.canvas.clientWidth);
      // The surest last, so that it lies over the others; what is chosen over all.
      const order = predictions.map((_, i) => i).reverse().sort((a, b) => (a === this.#chosen) - (b === this.#chosen));
      for (const i of order) {
        const box = Object.fromEntries(Object.entries(predictions[i].box).map(([side, at]) => [side, at * scale]));
        drawBox(context, { ...predictions[i], box }, unit, this.#chosen !== null && i !== this.#chosen);
      }
    }
    context.restore();
  }
}
