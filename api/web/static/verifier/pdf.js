// As much of PDF as a receipt needs: its attachments, and the words on its pages in the order in
// which they are painted. What it cannot read, it refuses; it never guesses.
"use strict";

const DEPTH_MAX = 20;
const OBJECTS_MAX = 20000;

class Ref { constructor(number) { this.number = number; } }
class Name { constructor(name) { this.name = name; } }

// Reads values of PDF syntax from a text of one character for each byte.
class Reader {
  constructor(text, at = 0) {
    this.text = text;
    this.at = at;
  }

  skip() {
    for (;;) {
      while (/[\0\t\n\f\r ]/.test(this.text[this.at] || "x")) this.at += 1;
      if (this.text[this.at] !== "%") return;
      while (this.at < this.text.length && !/[\r\n]/.test(this.text[this.at])) this.at += 1;
    }
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  // A value; a word that is none comes back as {word}, the end as null.
  value(depth = 0) {
    if (depth > DEPTH_MAX) throw new Wrong("pdf_unreadable");
    this.skip();
    const here = this.text[this.at];
    if (here === undefined) return null;
    if (this.take(/<</y)) return this.dictionary(depth);
    if (here === "[") return this.array(depth);
    if (here === "(") return this.literal();
    if (here === "<") return this.hexadecimal();
    const name = this.take(/\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y);
    if (name) {
      return new Name(name[1].replace(/#([0-9a-fA-F]{2})/g, (_, hex) =>
        String.fromCharCode(parseInt(hex, 16))));
    }
    const ref = this.take(/(\d{1,9})\s+(\d{1,5})\s+R(?![A-Za-z])/y);
    if (ref) return new Ref(Number(ref[1]));
    const number = this.take(/[+-]?(\d+\.?\d*|\.\d+)/y);
    if (number) return Number(number[0]);
    const word = this.take(/[^\0\t\n\f\r ()<>[\]{}/%]+/y);
    if (!word) throw new Wrong("pdf_unreadable");
    const known = { true: true, false: false, null: undefined };
    return word[0] in known ? known[word[0]] : { word: word[0] };
  }

  dictionary(depth) {
    const found = new Map();
    for (;;) {
      this.skip();
      if (this.take(/>>/y)) return found;
      const key = this.value(depth + 1);
      if (!(key instanceof Name) || found.has(key.name)) throw new Wrong("pdf_unreadable");
      found.set(key.name, this.value(depth + 1));
    }
  }

  array(depth) {
    this.at += 1;
    const found = [];
    for (;;) {
      this.skip();
      if (this.take(/\]/y)) return found;
      if (this.at >= this.text.length) throw new Wrong("pdf_unreadable");
      found.push(this.value(depth + 1));
    }
  }

  literal() {
    let found = "", open = 0;
    for (;;) {
      const here = this.text[this.at];
      this.at += 1;
      if (here === undefined) throw new Wrong("pdf_unreadable");
      if (here === "\\") {
        const octal = this.take(/[0-7]{1,3}/y);
        const next = octal ? "" : this.text[this.at++];
        const meant = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "\n": "" };
        if (octal) found += String.fromCharCode(parseInt(octal[0], 8) & 255);
        else found += next in meant ? meant[next] : next;
        continue;
      }
      if (here === "(") open += 1;
      if (here === ")") open -= 1;
      if (open === 0) return found.slice(1);
      found += here;
    }
  }

  hexadecimal() {
    const found = this.take(/<([0-9a-fA-F\s]*)>/y);
    if (!found) throw new Wrong("pdf_unreadable");
    const hex = found[1].replace(/\s/g, "");
    const padded = hex.length % 2 ? `${hex}0` : hex;
    return padded.replace(/../g, (each) => String.fromCharCode(parseInt(each, 16)));
  }
}

const textOfBytes = (raw) => {
  let text = "";
  for (let at = 0; at < raw.length; at += 8192) {
    text += String.fromCharCode(...raw.subarray(at, at + 8192));
  }
  return text;
};
const bytesOfText = (text) => Uint8Array.from(text, (each) => each.charCodeAt(0));

async function inflated(raw) {
  if (typeof DecompressionStream === "undefined") throw new Wrong("browser_too_old");
  try {
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (_broken) {
    throw new Wrong("pdf_unreadable");
  }
}

class Pdf {
  static async open(raw) {
    const text = textOfBytes(raw);
    if (!text.startsWith("%PDF-")) throw new Wrong("not_a_pdf");
    const pdf = new Pdf();
    pdf.objects = new Map();
    pdf.scan(text);
    for (const each of [...pdf.objects.values()]) {
      if (pdf.nameIn(each, "Type") === "ObjStm") await pdf.unpack(each);
    }
    const root = pdf.rootNumber(text);
    pdf.catalog = root === null ? undefined : pdf.objects.get(root);
    if (!(pdf.catalog instanceof Map)) throw new Wrong("pdf_unreadable");
    return pdf;
  }

  // Every object as it stands in the file. One that is there twice was changed after the file was
  // made: a paper of ours never is.
  scan(text) {
    const begin = /(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+obj(?![A-Za-z])/g;
    for (let found = begin.exec(text); found; found = begin.exec(text)) {
      const number = Number(found[1]);
      const reader = new Reader(text, begin.lastIndex);
      const value = reader.value();
      reader.skip();
      if (value instanceof Map && reader.take(/stream(\r\n|\n)/y)) {
        value.stream = this.streamAt(text, reader.at, value.get("Length"));
        reader.at += value.stream.length;
      }
      if (this.objects.has(number)) throw new Wrong("pdf_changed");
      if (this.objects.size > OBJECTS_MAX) throw new Wrong("pdf_unreadable");
      this.objects.set(number, value);
      begin.lastIndex = reader.at;
    }
  }

  streamAt(text, at, length) {
    if (typeof length === "number" && /^\s*endstream/.test(text.slice(at + length, at + length + 20))) {
      return text.slice(at, at + length);
    }
    const end = text.indexOf("endstream", at);
    if (end < 0) throw new Wrong("pdf_unreadable");
    return text.slice(at, end).replace(/\r?\n$/, "");
  }

  rootNumber(text) {
    const trailers = [...text.matchAll(/trailer\s*(?=<<)/g)];
    const last = trailers[trailers.length - 1];
    const named = last && new Reader(text, last.index + last[0].length).value();
    const found = named || [...this.objects.values()].find((each) => this.nameIn(each, "Type") === "XRef");
    const root = found && found.get("Root");
    return root instanceof Ref ? root.number : null;
  }

  async unpack(container) {
    const text = textOfBytes(await this.content(container));
    const numbers = new Reader(text);
    const places = [];
    for (let at = 0; at < container.get("N"); at += 1) places.push([numbers.value(), numbers.value()]);
    for (const [number, place] of places) {
      if (this.objects.has(number)) throw new Wrong("pdf_changed");
      this.objects.set(number, new Reader(text, container.get("First") + place).value());
    }
  }

  get(value) {
    for (let depth = 0; value instanceof Ref; depth += 1) {
      if (depth > DEPTH_MAX) throw new Wrong("pdf_unreadable");
      value = this.objects.get(value.number);
    }
    return value;
  }

  in(dictionary, key) {
    const found = this.get(dictionary);
    return found instanceof Map ? this.get(found.get(key)) : undefined;
  }

  nameIn(dictionary, key) {
    const found = this.in(dictionary, key);
    return found instanceof Name ? found.name : undefined;
  }

  async content(stream) {
    if (!stream || stream.stream === undefined) throw new Wrong("pdf_unreadable");
    const filters = [this.in(stream, "Filter")].flat().map((each) => this.get(each)).filter(Boolean);
    let raw = bytesOfText(stream.stream);
    for (const each of filters) {
      if (!(each instanceof Name) || each.name !== "FlateDecode" || this.in(stream, "DecodeParms")) {
        throw new Wrong("pdf_unreadable");
      }
      raw = await inflated(raw);
    }
    return raw;
  }

  // Attachments by name; two of one name are refused, for nobody can say which one is meant.
  async attachments() {
    const found = new Map();
    const collect = async (node, depth) => {
      if (depth > DEPTH_MAX) throw new Wrong("pdf_unreadable");
      for (const kid of this.in(node, "Kids") || []) await collect(kid, depth + 1);
      const names = this.in(node, "Names") || [];
      for (let at = 0; at + 1 < names.length; at += 2) {
        const file = names[at + 1];
        const name = this.in(file, "UF") ?? this.in(file, "F");
        if (found.has(name)) throw new Wrong("attached_twice", { name });
        found.set(name, await this.content(this.in(this.in(file, "EF"), "F")));
      }
    };
    await collect(this.in(this.in(this.catalog, "Names"), "EmbeddedFiles"), 0);
    return found;
  }

  pages(node = this.in(this.catalog, "Pages"), depth = 0) {
    if (depth > DEPTH_MAX) throw new Wrong("pdf_unreadable");
    if (this.nameIn(node, "Type") === "Page") return [this.get(node)];
    return (this.in(node, "Kids") || []).flatMap((kid) => this.pages(kid, depth + 1));
  }

  // The words of a page. Pictures other than one (the QR code), notes stuck on it and forms could
  // hide or add words that are not read here: such a page is none of ours.
  async words(page) {
    if ((this.in(page, "Annots") || []).length) throw new Wrong("page_covered");
    let content = "";
    for (const each of [this.in(page, "Contents")].flat()) {
      content += `${textOfBytes(await this.content(this.get(each)))}\n`;
    }
    const resources = this.in(page, "Resources");
    const fonts = new Map(), given = [];
    const reader = new Reader(content);
    let said = "", font = null, pictures = 0;
    for (let value = reader.value(); value !== null; value = reader.value()) {
      if (!value || value.word === undefined) {
        given.push(value);
        continue;
      }
      const last = given[given.length - 1];
      if (value.word === "Tf") {
        const name = given[given.length - 2].name;
        if (!fonts.has(name)) fonts.set(name, await this.letters(this.in(this.in(resources, "Font"), name)));
        font = fonts.get(name);
      } else if (value.word === "TJ" || value.word === "Tj" || value.word === "'" || value.word === '"') {
        if (!font) throw new Wrong("pdf_unreadable");
        for (const each of [last].flat()) if (typeof each === "string") said += font(each);
      } else if (value.word === "Do") {
        const drawn = this.in(this.in(resources, "XObject"), last.name);
        pictures += 1;
        if (this.nameIn(drawn, "Subtype") !== "Image" || pictures > 1) throw new Wrong("page_covered");
      } else if (value.word === "BI" || value.word === "sh") {
        throw new Wrong("page_covered");
      }
      given.length = 0;
    }
    return said;
  }

  // What the two-byte codes of a font mean, as its own table says.
  async letters(font) {
    const table = this.in(font, "ToUnicode");
    const encoding = this.in(font, "Encoding");
    const isOurs = encoding instanceof Name ? encoding.name === "Identity-H"
      : /^WP-Encod-\d+$/.test(this.nameIn(encoding, "CMapName"));
    if (!isOurs || !table) throw new Wrong("pdf_unreadable");
    const text = textOfBytes(await this.content(table));
    const letters = new Map();
    const meant = (hex) => {
      const units = hex.match(/.{4}/g) || [];
      return String.fromCharCode(...units.map((each) => parseInt(each, 16)));
    };
    for (const [, rows] of text.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
      for (const [, code, hex] of rows.matchAll(/<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>/g)) {
        letters.set(parseInt(code, 16), meant(hex));
      }
    }
    if (/beginbfrange/.test(text)) throw new Wrong("pdf_unreadable");
    return (codes) => {
      let said = "";
      for (let at = 0; at + 1 < codes.length; at += 2) {
        said += letters.get(codes.charCodeAt(at) * 256 + codes.charCodeAt(at + 1)) ?? "\ufffd";
      }
      return said;
    };
  }
}
