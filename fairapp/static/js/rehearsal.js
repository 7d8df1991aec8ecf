// The rehearsal answers on the same page and shows how far it is.
// Without this script the form is sent as forms are, and the page comes back with the outcome.

const form = document.querySelector("[data-rehearsal]");
const progress = document.querySelector("[data-rehearsal-progress]");
const outlook = document.querySelector("[data-rehearsal-outlook]");

/** The lines of an answer, each when it is there. */
async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (kept + value).split("\n");
    kept = lines.pop();
    yield* lines;
  }
}

async function rehearse() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/x-ndjson" },
    credentials: "same-origin",
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  let page;
  for await (const line of linesOf(answer.body)) {
    const told = JSON.parse(line);
    progress.max = told.trials;
    progress.value = told.done;
    page = told.page;
  }
  if (!page) throw new Error("cut off");
  outlook.replaceChildren(...new DOMParser().parseFromString(page, "text/html").body.childNodes);
}

form?.addEventListener("submit", async (event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  progress.value = 0;
  progress.hidden = false;
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await rehearse();
    outlook.focus();
    outlook.scrollIntoView({ block: "start" });
  } catch {
    // What cannot be drawn is said on the page itself, as without this script.
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    progress.hidden = true;
    for (const button of buttons) button.disabled = false;
  }
});
