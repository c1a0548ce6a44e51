// Sending a large file in pieces (tus 1.0). Without this script the form sends the file in one go.
// What was begun is remembered by name, size and date of the file, so that choosing it again goes on where it ended.

const PIECE = 4 * 1024 * 1024;
const form = document.querySelector("[data-upload]");

const base64 = (bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

class Refused extends Error {}
class Away extends Error {}

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[type=file]");
    this.panel = form.querySelector("[data-upload-panel]");
    this.bar = this.panel.querySelector("progress");
    this.said = -1;
    this.running = false;
    this.find("pause").addEventListener("click", () => this.pause());
    this.find("resume").addEventListener("click", () => this.go());
    this.find("stop").addEventListener("click", () => this.stop());
    window.addEventListener("online", () => this.waiting && this.go());
    window.addEventListener("beforeunload", (event) => this.running && event.preventDefault());
  }

  find(name) {
    return this.form.querySelector(`[data-upload-${name}]`);
  }

  say(words) {
    this.find("say").textContent = words;
  }

  get token() {
    return this.address?.split("/").filter(Boolean).pop();
  }

  get memory() {
    return `lutra-upload:${this.form.dataset.upload}:${this.file.name}:${this.file.size}:${this.file.lastModified}`;
  }

  async request(method, address, headers = {}, body = undefined) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.abort = new AbortController();
    try {
      return await fetch(address, {
        method, body, signal: this.abort.signal, redirect: "manual",
        headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
      });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Away();
    }
  }

  begin(file) {
    this.file = file;
    this.panel.hidden = false;
    this.find("name").textContent = file.name;
    if (file.size > Number(this.form.dataset.largest)) return this.say(this.form.dataset.sayTooLarge);
    this.find("start").setAttribute("aria-disabled", "true");
    this.find("pause").focus();
    return this.go();
  }

  async go() {
    if (this.running) return;
    this.running = true;
    this.waiting = false;
    this.buttons();
    try {
      await this.open();
      while (this.running && this.offset < this.file.size) await this.send();
      if (this.running) await this.finish();
    } catch (error) {
      this.running = false;
      if (error instanceof Away) this.retry();
      else if (error instanceof Refused) this.refuse(error.message);
      else if (error.name !== "AbortError") throw error;
    }
    this.running = false;
    this.buttons();
  }

  // Where the server stands: of an upload that was begun before, else of a new one.
  async open() {
    this.address ??= localStorage.getItem(this.memory);
    if (this.address) {
      const answer = await this.request("HEAD", this.address);
      if (answer.ok) {
        this.offset = Number(answer.headers.get("Upload-Offset"));
        if (this.offset) this.say(this.form.dataset.saySame);
        return this.show();
      }
      localStorage.removeItem(this.memory);
    }
    const metadata = [`filename ${base64(new TextEncoder().encode(this.file.name))}`];
    const body = this.form.querySelector("[name=body]")?.value;
    if (body) metadata.push(`body ${base64(new TextEncoder().encode(body))}`);
    const answer = await this.request("POST", this.form.dataset.upload, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": metadata.join(","),
    });
    await this.judge(answer);
    this.address = answer.headers.get("Location");
    localStorage.setItem(this.memory, this.address);
    this.offset = 0;
    this.show();
  }

  async send() {
    const piece = await this.file.slice(this.offset, this.offset + PIECE).arrayBuffer();
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset) };
    // Browsers compute checksums on secure pages only.
    if (crypto.subtle)
      headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)))}`;
    const answer = await this.request("PATCH", this.address, headers, piece);
    if (answer.status === 423) throw new Refused(this.form.dataset.sayBusy);
    if (answer.status === 409 || answer.status === 460) return this.open(); // ask again where it stands
    if (answer.status >= 500 && answer.status !== 507) throw new Away();
    await this.judge(answer);
    this.offset = Number(answer.headers.get("Upload-Offset"));
    this.tries = 0;
    this.show();
  }

  async judge(answer) {
    if (answer.ok) return;
    throw new Refused((answer.headers.get("Content-Type") ?? "").startsWith("text/plain") ? await answer.text() : String(answer.status));
  }

  async finish() {
    this.say(this.form.dataset.sayStoring);
    this.find("pause").hidden = true;
    this.find("stop").hidden = true;
    for (;;) {
      const answer = await this.request("GET", this.form.dataset.result.replace("TOKEN", this.token));
      if (answer.status === 200) {
        localStorage.removeItem(this.memory);
        this.say(this.form.dataset.sayDone);
        this.running = false;
        return location.assign(answer.headers.get("Location"));
      }
      if (answer.status !== 202) {
        localStorage.removeItem(this.memory);
        await this.judge(answer);
      }
      await new Promise((done) => setTimeout(done, 700));
    }
  }

  retry() {
    this.waiting = true;
    this.say(this.form.dataset.sayOffline);
    this.tries = (this.tries ?? 0) + 1;
    setTimeout(() => this.waiting && this.go(), Math.min(1000 * 2 ** this.tries, 30000));
  }

  refuse(words) {
    this.say(words);
    this.address = undefined;
    this.find("start").removeAttribute("aria-disabled");
  }

  pause() {
    this.running = false;
    this.waiting = false;
    this.abort?.abort();
    this.say(this.form.dataset.sayPaused);
    this.buttons();
    this.find("resume").focus();
  }

  async stop() {
    this.running = false;
    this.waiting = false;
    this.abort?.abort();
    localStorage.removeItem(this.memory);
    if (this.address) await this.request("DELETE", this.address);
    location.reload();
  }

  show() {
    const percent = Math.floor((this.offset / this.file.size) * 100);
    this.bar.value = percent;
    this.find("percent").textContent = `${percent} %`;
    const megabytes = (count) => (count / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.find("note").textContent = `${megabytes(this.offset)} / ${megabytes(this.file.size)} MB`;
    // Read aloud at every tenth, not at every piece.
    const tenth = Math.floor(percent / 10);
    if (tenth > this.said && this.offset) this.say(this.form.dataset.sayProgress.replace("%(percent)s", percent));
    this.said = tenth;
  }

  buttons() {
    const goes = this.running || this.waiting;
    this.find("pause").hidden = !goes;
    this.find("resume").hidden = goes || !this.address;
    this.find("stop").hidden = !this.address && !goes;
  }
}

if (form && "localStorage" in window) {
  const upload = new Upload(form);
  form.addEventListener("submit", (event) => {
    const [file] = upload.input.files;
    event.preventDefault();
    event.stopPropagation();
    if (upload.running || upload.find("start").getAttribute("aria-disabled")) return;
    if (!file) {
      upload.panel.hidden = false;
      upload.say(form.dataset.sayEmpty);
      return upload.input.focus();
    }
    upload.address = undefined;
    upload.begin(file);
  });
}
