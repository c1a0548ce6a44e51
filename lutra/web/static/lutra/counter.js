// The counter works on when the network is cut: what the officer enters is kept in this browser, encrypted, and sent
// when the network is back. Each entry carries a key of its own, so sending it twice registers it once. Without this
// script, or outside a secure context, the form is an ordinary form.
const form = document.querySelector("form[data-counter]");
const tray = document.querySelector("[data-counter-tray]");
const SECONDS = 12;

if (form && tray && window.crypto?.subtle && window.indexedDB) start();

async function start() {
  const store = await open();
  navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope }).catch(() => {});
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(store);
  });
  addEventListener("online", () => send(store));
  setInterval(() => send(store), 30_000);
  await send(store);
}

// One answer of the server decides: registered, refused with reasons (then the ordinary page shows them), or silence.
// A file (a power of attorney) is too large to be kept: without a network the request is kept without it, registered
// as incomplete later, and the officer is told to attach the paper then.
async function submit(store) {
  const files = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
  const all = new FormData(form);
  const answer = await post(files ? all : text(all));
  const { receipt } = answer?.status === 200 ? await answer.json() : {};
  if (receipt) return location.assign(receipt);
  if (answer && answer.status < 500) return form.submit();
  const fields = [...text(all)].filter(([name]) => name !== "csrfmiddlewaretoken");
  await keep(store, { at: new Date().toISOString(), fields, lacks: files });
  form.reset();
  form.elements.key.value = crypto.randomUUID();
  await show(store);
  tray.querySelector("[data-slip]")?.focus();
}

function text(data) {
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

async function send(store) {
  for (const { id, entry, problems } of await waiting(store)) {
    if (problems) continue;
    const token = await freshToken();
    if (!token) break;
    const data = new URLSearchParams(entry.fields);
    data.set("csrfmiddlewaretoken", token);
    const day = localDay(entry.at);
    if (!data.get("received_on") && day < localDay()) data.set("received_on", day);
    const answer = await post(data);
    if (answer?.status !== 200) break;
    const said = await answer.json();
    if (said.problems) await refuse(store, id, said.problems);
    else await done(store, id, entry, { ...said, lacks: entry.lacks });
  }
  await show(store);
}

async function post(data) {
  // Half a minute more for a file on a slow line.
  const seconds = data instanceof FormData ? SECONDS + 30 : SECONDS;
  try {
    return await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(seconds * 1000),
    });
  } catch {
    return null;
  }
}

async function freshToken() {
  try {
    const answer = await fetch(form.dataset.token, { redirect: "error", signal: AbortSignal.timeout(SECONDS * 1000) });
    return answer.ok ? (await answer.json()).token : null;
  } catch {
    return null;
  }
}

function localDay(moment = new Date()) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: form.dataset.zone }).format(new Date(moment));
}

// --- what is kept -------------------------------------------------------------------------------------------------

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("lutra-counter", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("entries", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function act(store, name, mode, deed) {
  return new Promise((resolve, reject) => {
    const asked = deed(store.transaction(name, mode).objectStore(name));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// The key cannot be read out of the browser, so a copied disk holds no names.
async function cipher(store) {
  const kept = await act(store, "keys", "readonly", (keys) => keys.get("identity"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await act(store, "keys", "readwrite", (keys) => keys.put(made, "identity"));
  return made;
}

async function keep(store, entry) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(entry));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await cipher(store), plain);
  const id = crypto.randomUUID();
  await act(store, "entries", "readwrite", (entries) => entries.put({ id, iv, sealed, at: entry.at }));
}

async function waiting(store) {
  const key = await cipher(store);
  const rows = await act(store, "entries", "readonly", (entries) => entries.getAll());
  rows.sort((one, other) => one.at.localeCompare(other.at));
  const opened = [];
  for (const { id, iv, sealed, problems, result } of rows) {
    if (result) {
      opened.push({ id, result, problems: null, entry: null });
      continue;
    }
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
    opened.push({ id, problems, entry: JSON.parse(new TextDecoder().decode(plain)) });
  }
  return opened.filter((row) => row.entry || row.result).map((row) => ({ ...row, problems: row.result ? {} : row.problems }));
}

// What was registered leaves no name behind, only its number until the officer has printed the receipt.
function done(store, id, entry, result) {
  return act(store, "entries", "readwrite", (entries) => entries.put({ id, at: entry.at, result }));
}

async function refuse(store, id, problems) {
  const row = await act(store, "entries", "readonly", (entries) => entries.get(id));
  return act(store, "entries", "readwrite", (entries) => entries.put({ ...row, problems }));
}

function forget(store, id) {
  return act(store, "entries", "readwrite", (entries) => entries.delete(id));
}

// --- what is shown ------------------------------------------------------------------------------------------------

async function show(store) {
  const rows = await waiting(store);
  const list = tray.querySelector("ul");
  list.replaceChildren(...rows.map((row) => line(store, row)));
  tray.hidden = rows.length === 0;
}

function line(store, { id, entry, problems, result }) {
  const item = document.createElement("li");
  const words = tray.dataset;
  if (result) {
    item.append(link(`${words.registered} ${result.reference}`, result.receipt));
    if (result.lacks) item.append(remark(words.lacks));
    item.append(button(words.done, async () => (await forget(store, id), show(store))));
    return item;
  }
  const subject = Object.fromEntries(entry.fields).subject ?? "";
  const slip = document.createElement("p");
  slip.tabIndex = -1;
  slip.dataset.slip = "";
  slip.textContent = `${new Date(entry.at).toLocaleString(document.documentElement.lang)} · ${subject} · ${words.waiting}`;
  item.append(slip);
  if (entry.lacks) item.append(remark(words.lacks));
  if (problems) {
    const reasons = document.createElement("p");
    reasons.className = "error";
    reasons.textContent = Object.values(problems).join(" ");
    item.append(reasons, button(words.mend, () => mend(store, id, entry)));
  }
  return item;
}

function remark(words) {
  const made = document.createElement("p");
  made.className = "small soft";
  made.textContent = words;
  return made;
}

function link(text, address) {
  const found = document.createElement("a");
  found.href = address;
  found.textContent = text;
  return found;
}

function button(text, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "linkish";
  made.textContent = text;
  made.addEventListener("click", deed);
  return made;
}

async function mend(store, id, entry) {
  for (const [name, value] of entry.fields) {
    const field = form.elements.namedItem(name);
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  await forget(store, id);
  await show(store);
  form.elements.subject.focus();
}
