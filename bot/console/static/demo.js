// Keeps the demo's page up to date: asks for the parts that changed and lays them over what is there, so that focus, a half
// written text, an open fold and the place one was reading stay as they are. Without it every form still works by itself.
"use strict";

const LOOK_EVERY = 600;
const AT_THE_END = 80;
const body = document.body;
const at = (id) => document.getElementById(id);
let since = body.dataset.since;
let message = body.dataset.message;
let secret = Number(at("toasts").dataset.seen);
let waiting = 0;

// laying one tree over another ------------------------------------------------------------------------------------------

const same = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id || "") === (other.id || "");

function lay(now, next) {
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name) && name !== "open") now.removeAttribute(name);
  for (const { name, value } of [...next.attributes]) if (now.getAttribute(name) !== value && !(name === "value" && now.type !== "hidden" && now.nodeName !== "BUTTON")) now.setAttribute(name, value);
  if (now.nodeName === "SELECT") return;
  layChildren(now, next);
}

function layChildren(now, next) {
  const named = new Map([...now.children].filter((child) => child.id).map((child) => [child.id, child]));
  let spot = now.firstChild;
  for (const fresh of [...next.childNodes]) {
    let match = fresh.id ? named.get(fresh.id) : spot;
    if (match && !same(match, fresh)) match = null;
    if (!match) { now.insertBefore(fresh, spot); continue; }
    if (match === spot) spot = spot.nextSibling;
    else now.insertBefore(match, spot);
    if (match.nodeType !== Node.ELEMENT_NODE) { if (match.nodeValue !== fresh.nodeValue) match.nodeValue = fresh.nodeValue; }
    else if (!match.isEqualNode(fresh)) lay(match, fresh);
  }
  while (spot) { const after = spot.nextSibling; spot.remove(); spot = after; }
}

// keeping one's place ---------------------------------------------------------------------------------------------------

const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < AT_THE_END;

function keepPlace(box, change) {
  const top = box.getBoundingClientRect().top;
  const anchor = [...box.querySelectorAll("[id]")].find((one) => one.getBoundingClientRect().bottom > top + 4 && one.getClientRects().length);
  const before = anchor && anchor.getBoundingClientRect().top;
  const atTop = box.scrollTop < 8;
  change();
  if (atTop || !anchor || !anchor.isConnected) return;
  box.scrollTop += anchor.getBoundingClientRect().top - before;
}

function replace(part, html) {
  const next = document.createElement("div");
  next.innerHTML = html;
  const change = () => layChildren(at(`part-${part}`), next);
  const box = at(`scroll-${part}`);
  if (part === "talks") {
    const ends = [...document.querySelectorAll(".talk .thread")].filter(atEnd);
    change();
    for (const said of ends) said.scrollTop = said.scrollHeight;
    return undefined;
  }
  if (!box) return change();
  if (part === "public") {
    const end = atEnd(box);
    change();
    if (end) box.scrollTop = box.scrollHeight;
    at("newest").hidden = end || atEnd(box);
    return undefined;
  }
  return keepPlace(box, change);
}

// what is new -----------------------------------------------------------------------------------------------------------

// It stands below what was pressed; only where that is out of sight it is told on top of everything.
function inSight(one) {
  if (!one?.checkVisibility()) return false;
  const [own, box] = [one.getBoundingClientRect(), one.closest(".scroll, .thread").getBoundingClientRect()];
  return own.top >= box.top && own.bottom <= Math.min(box.bottom, innerHeight);
}

function tellAll(secrets) {
  const fresh = secrets.filter((one) => one.number > secret);
  if (!fresh.length) return;
  secret = fresh.at(-1).number;
  if (!mine) return;
  at("toasts").replaceChildren();
  for (const one of fresh) if (!inSight(at(`secret-${one.number}`))) tell(one.name, one.text);
}

function tell(name, text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const words = document.createElement("p");
  if (name) { const who = document.createElement("b"); who.textContent = `${at("toasts").dataset.only.replace("{name}", name)}: `; words.append(who); }
  words.append(text);
  const close = document.createElement("button");
  close.className = "round";
  close.type = "button";
  close.setAttribute("aria-label", at("toasts").dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => toast.remove());
  toast.append(words, close);
  at("toasts").append(toast);
  setTimeout(() => toast.remove(), 9000);
}

function show(state) {
  since = state.since;
  at("clock").textContent = state.clock;
  for (const [part, html] of Object.entries(state.parts)) replace(part, html);
  tellAll(state.secrets);
  personas();
}

let asking = null;
let mine = false;
let offline = false;
let again = false;

async function look() {
  if (asking) { again = true; return asking; }
  clearTimeout(waiting);
  asking = (async () => {
    try {
      const answer = await fetch(`/state?${new URLSearchParams({ since, m: message })}`);
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      if (offline) { offline = false; at("toasts").replaceChildren(); }
    } catch (error) {
      if (!offline) { offline = true; at("toasts").replaceChildren(); tell("", body.dataset.offline); }
    }
  })();
  await asking;
  asking = null;
  if (again) { again = false; return look(); }
  waiting = setTimeout(look, document.hidden ? LOOK_EVERY * 5 : LOOK_EVERY);
  return undefined;
}

// what people do --------------------------------------------------------------------------------------------------------

async function post(form, submitter) {
  const data = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
  if (answer.status === 422) { at("toasts").replaceChildren(); tell("", (await answer.json()).error); }
  return answer.ok;
}

function why(id) {
  message = id;
  for (const one of document.querySelectorAll(".post.chosen")) one.classList.remove("chosen");
  for (const field of document.querySelectorAll('input[name="m"]')) field.value = id;
  history.replaceState(null, "", `/?${new URLSearchParams({ m: id })}`);
  at("scroll-why").scrollTop = 0;
  at("tab-why").checked = true;
  look();
}

function reply(id, name) {
  at("say-reply").value = id;
  at("replying").hidden = !id;
  if (id) at("replying-text").textContent = at("replying-text").dataset.words.replace("{name}", name);
  at("say-text").focus();
}

// Who looks: he presses the buttons, and what he wrote is his to change.
function personas() {
  const chosen = { speaker: at("say-who").value, clerk: at("clerk").value };
  for (const [as, who] of Object.entries(chosen)) {
    for (const field of document.querySelectorAll(`input.${as}`)) field.value = who;
    for (const own of document.querySelectorAll(`.own[data-as="${as}"]`)) own.hidden = own.dataset.who !== who;
  }
  const staff = at("say-who").selectedOptions[0].closest("#say-who-staff");
  for (const act of document.querySelectorAll(".to-case")) act.hidden = !staff;
}

async function unfold(talk) {
  const shown = at(`talk-${talk}`);
  if (!shown) return;
  shown.open = true;
  at("talk-new")?.removeAttribute("open");
  const said = shown.querySelector(".thread");
  said.scrollTop = said.scrollHeight;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("action") === "/look") return undefined;
  event.preventDefault();
  mine = true;
  const path = form.getAttribute("action");
  const who = form.elements.who?.value;
  if (!(await post(form, event.submitter))) return undefined;
  if (form.classList.contains("change")) { form.closest("details").open = false; return look(); }
  const words = form.querySelector("textarea");
  if (words) { words.value = ""; words.focus(); }
  if (form.id === "way") {
    // The same link may be followed again.
    history.replaceState(null, "", `/?${new URLSearchParams(message ? { m: message } : {})}`);
    form.remove();
  }
  if (form.id === "say") { reply("", ""); const box = at("scroll-public"); await look(); box.scrollTop = box.scrollHeight; return undefined; }
  await look();
  if (path === "/enter" || path === "/private") unfold(who);
  return undefined;
});

document.addEventListener("click", (event) => {
  const target = event.target;
  const hit = (selector) => target.closest(selector);
  let link = hit(".reply");
  if (link) { event.preventDefault(); reply(link.dataset.reply, link.dataset.name); return; }
  link = hit(".why-of");
  if (link) { event.preventDefault(); why(link.dataset.message); return; }
  link = hit(".try");
  if (link) {
    event.preventDefault();
    at("tab-public").checked = true;
    at("say-who").value = link.dataset.as;
    at("say-text").value = link.dataset.draft;
    at("say-text").focus();
    return;
  }
  link = hit(".to-case");
  if (link) {
    event.preventDefault();
    at("tab-staff").checked = true;
    at("order-text").value = link.dataset.order;
    at("order-text").focus();
    return;
  }
  if (hit("#no-reply")) { event.preventDefault(); reply("", ""); return; }
  if (hit("#newest")) { at("scroll-public").scrollTop = at("scroll-public").scrollHeight; at("newest").hidden = true; return; }
  link = hit('a[href^="#message/"]');
  if (link) {
    const there = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    event.preventDefault();
    if (there) { at("tab-public").checked = true; there.scrollIntoView({ block: "center" }); if (there.dataset.message) why(there.dataset.message); at("tab-public").checked = true; }
    return;
  }
  const bubble = hit(".post .bubble");
  if (bubble && !hit("a, button, form, details, .secret") && !String(getSelection())) why(bubble.closest(".post").dataset.message);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.nodeName === "TEXTAREA") {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.key === "Escape" && at("say-reply").value) reply("", "");
});

at("clerk").addEventListener("change", () => {
  personas();
  const who = at("clerk").value;
  for (const pick of document.querySelectorAll(".clerk-pick")) if ([...pick.options].some((one) => one.value === who)) pick.value = who;
});
at("say-who").addEventListener("change", personas);
at("scroll-public").addEventListener("scroll", (event) => { if (atEnd(event.target)) at("newest").hidden = true; }, { passive: true });
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

at("scroll-public").scrollTop = at("scroll-public").scrollHeight;
personas();
look();
