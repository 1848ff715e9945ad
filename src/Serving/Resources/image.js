// Images as the server takes them: PNG, JPEG and PPM up to 10 MB and 25 megapixels. What else the browser can show is
// redrawn first.
const uploadBytes = 9_500_000;
const uploadPixels = 24_000_000;
const asTheyAre = new Set(["image/png", "image/jpeg"]);

function toBlob(canvas, type) {
  return new Promise((resolve, reject) => canvas.toBlob(
    blob => blob ? resolve(blob) : reject(new Error("The image cannot be redrawn.")), type, 0.92));
}

function draw(source, width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d").drawImage(source, 0, 0, width, height);
  return canvas;
}

/** What to show, or null where the browser cannot, and what to send. */
export async function prepare(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // A format that the server may know, such as PPM, or no image, of which it says what is wrong.
    return { bitmap: null, upload: file };
  }
  const pixels = bitmap.width * bitmap.height;
  if (asTheyAre.has(file.type) && file.size <= uploadBytes && pixels <= uploadPixels)
    return { bitmap, upload: file };
  const scale = Math.min(1, 2048 / Math.max(bitmap.width, bitmap.height));
  const canvas = draw(bitmap, Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  return { bitmap, upload: await toBlob(canvas, scale < 1 ? "image/jpeg" : "image/png") };
}

/** What a camera shows now, as a file. */
export function grab(video) {
  return toBlob(draw(video, video.videoWidth, video.videoHeight), "image/jpeg");
}
