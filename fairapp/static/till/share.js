// A paper that leaves the phone: as a picture and text where the phone can share, else copied, else shown to be copied.

import { say } from "./messages.js";

const WIDTH = 640;
const LINE = 46;
const MARGIN = 40;

/** `field` is a read-only textarea for phones that can neither share nor copy. Resolves with how it went. */
export async function share(title, lines, field) {
  const text = [title, ...lines].join("\n");
  try {
    if (navigator.share) {
      const files = [new File([await paint(title, lines)], "fairapp.png", { type: "image/png" })];
      await navigator.share(navigator.canShare?.({ files }) ? { files, text } : { title, text });
      return "shared";
    }
  } catch (refused) {
    if (refused.name === "AbortError") return "kept";
  }
  field.hidden = false;
  field.value = text;
  try {
    await navigator.clipboard.writeText(text);
    field.setAttribute("aria-label", say("Copied: paste it into a message"));
    return "copied";
  } catch {
    field.setAttribute("aria-label", say("Copy this into a message"));
    field.select();
    return "shown";
  }
}

/** Black on white, whatever the phone's theme: it is a paper. */
function paint(title, lines) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = MARGIN * 2 + LINE * (lines.length + 2);
  const pen = canvas.getContext("2d");
  const rightToLeft = document.documentElement.dir === "rtl";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#1d1b16";
  pen.direction = rightToLeft ? "rtl" : "ltr";
  pen.textAlign = "start";
  const start = rightToLeft ? WIDTH - MARGIN : MARGIN;
  pen.font = "bold 38px system-ui, sans-serif";
  pen.fillText(title, start, MARGIN + LINE * 0.8, WIDTH - 2 * MARGIN);
  pen.font = "28px system-ui, sans-serif";
  lines.forEach((line, row) => pen.fillText(line, start, MARGIN + LINE * (row + 2.2), WIDTH - 2 * MARGIN));
  return new Promise((done, failed) =>
    canvas.toBlob((picture) => (picture ? done(picture) : failed(new Error("no-picture"))), "image/png"),
  );
}
