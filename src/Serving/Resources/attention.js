// From which places of the map each token gathers, block by block, as heat maps over the image.
const thumbnail = 144;

// Dark blue over magenta to yellow, as people know heat maps.
const stops = [[18, 12, 70], [120, 28, 140], [222, 66, 104], [252, 160, 60], [250, 250, 160]];

function colour(share) {
  const at = Math.min(share, 0.9999) * (stops.length - 1);
  const [from, to, part] = [stops[Math.floor(at)], stops[Math.floor(at) + 1], at % 1];
  return from.map((value, i) => Math.round(value + part * (to[i] - value)));
}

function heat({ height, width, values }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(width, height);
  values.forEach((value, i) => {
    const share = value / 255;
    pixels.data.set([...colour(share), Math.round(255 * (0.25 + 0.5 * share))], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Buttons of which one is chosen: arrows go from one to the next, as in any group of radio buttons. */
function radioGroup(group, buttons, choose) {
  const select = (index, focus) => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-checked", String(i === index));
      button.tabIndex = i === Math.max(index, 0) ? 0 : -1;
    });
    if (focus)
      buttons[index].focus();
    if (index >= 0)
      choose(index);
  };
  buttons.forEach((button, i) => {
    button.type = "button";
    button.setAttribute("role", "radio");
    button.addEventListener("click", () => select(i, false));
    button.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step)
        return;
      event.preventDefault();
      select((i + step + buttons.length) % buttons.length, true);
    });
  });
  group.replaceChildren(...buttons);
  return select;
}

export class Attention {
  #section;
  #blocks;
  #tokens;
  #draw;

  constructor(section, blocks, tokens, draw) {
    [this.#section, this.#blocks, this.#tokens, this.#draw] = [section, blocks, tokens, draw];
  }

  clear() {
    this.#section.hidden = true;
    this.#blocks.replaceChildren();
    this.#tokens.replaceChildren();
  }

  /** Shows the maps of an image: the last block, and no token over the image yet. */
  show({ crop, bridges }, image) {
    const blocks = bridges.map(({ maps, ...bridge }) => ({ ...bridge, bytes: Uint8Array.from(atob(maps), c => c.charCodeAt(0)) }));
    const buttons = blocks.map(block => {
      const button = document.createElement("button");
      button.textContent = block.name;
      return button;
    });
    const select = radioGroup(this.#blocks, buttons, i => this.#showTokens(blocks[i], crop, image));
    this.#section.hidden = blocks.length === 0;
    if (blocks.length > 0)
      select(blocks.length - 1, false);
  }

  #showTokens(block, crop, image) {
    this.#draw();
    const size = block.height * block.width;
    const maps = Array.from({ length: block.tokens }, (_, i) => heat({ ...block, values: block.bytes.subarray(i * size, (i + 1) * size) }));
    const buttons = maps.map((map, i) => {
      const [button, canvas] = [document.createElement("button"), document.createElement("canvas")];
      canvas.width = thumbnail;
      canvas.height = thumbnail;
      const context = canvas.getContext("2d");
      context.imageSmoothingEnabled = crop.side > thumbnail;
      context.drawImage(image, crop.left, crop.top, crop.side, crop.side, 0, 0, canvas.width, canvas.height);
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = "high";
      context.drawImage(map, 0, 0, canvas.width, canvas.height);
      button.append(canvas, `Token ${i + 1}`);
      return button;
    });
    const select = radioGroup(this.#tokens, buttons, i => this.#draw(context => {
      context.drawImage(maps[i], crop.left, crop.top, crop.side, crop.side);
    }));
    select(-1, false);
  }
}
