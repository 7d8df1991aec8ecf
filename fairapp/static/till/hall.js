// How many are inside: by this phone's own count, and where its gate leads by all gates, as the fair last said.

import { clock, isolate, say } from "./messages.js";
import { byId } from "./shell.js";

const LATELY = 900_000;
let heard = null;
let timer = 0;

/** Learn from an answer of the fair; what it says is shown for a quarter of an hour, then `draw` takes it away. */
export function hearHall(hall, draw) {
  if (!hall || !Number.isSafeInteger(hall.inside)) return undefined;
  heard = { ...hall, until: Date.now() + LATELY };
  clearTimeout(timer);
  timer = setTimeout(draw, LATELY + 1_000);
  return draw();
}

/** Both lines: people inside by this phone where the fair has set a limit, and by all gates when it was heard lately. */
export function drawInside(inwards, outwards, limit) {
  const mine = { inside: Math.max(0, inwards - outwards), limit };
  drawLine(byId("inside"), limit ? mine : null, "Inside by this phone");
  const known = heard && Date.now() <= heard.until ? heard : null;
  const sentence = known?.limit ? "Inside by all gates" : "Inside by all gates, no limit";
  drawLine(byId("hall"), known, sentence);
}

function drawLine(line, what, sentence) {
  line.hidden = !what;
  if (!what) return;
  const { inside, limit } = what;
  const state = inside >= limit ? "bad" : inside * 10 >= limit * 9 ? "wait" : "good";
  line.className = limit ? `notice ${state}` : "notice";
  line.dataset.inside = inside;
  const hall = what.name ? isolate(what.name) : say("The whole fair");
  line.textContent = say(sentence, { inside, limit: limit ?? 0, hall, time: what.as_of ? clock(what.as_of) : "" });
}
