// A receipt: what lies inside it, and whether its page says the same. The rules are those of
// reports/genuine.py and reports/receipt_text.py.
"use strict";

const GIFTS = new Set(["donation.received/1", "donation.goods/1", "donation.collected/1"]);
const NO_DONOR = "Người ủng hộ không nêu tên";
const HIDDEN_DONOR = "(họ tên chỉ in trên bản của người ủng hộ)";
const ERASED = "[đã xoá]";
const LONG = 60;
const NOT_VALUED = "chưa quy ra tiền";
const GONE = new RegExp(
  "[^!-~\\u00a1-\\u017f\\u01a0\\u01a1\\u01af\\u01b0\\u0218-\\u021b\\u0300-\\u0304\\u0306-\\u0309" +
  "\\u031b\\u0323\\u1ea0-\\u1ef9\\u2012-\\u2015\\u2018-\\u201e\\u2020-\\u2022\\u2026\\u2030" +
  "\\u2032\\u2033\\u2039\\u203a\\u2044\\u20ab\\u20ac\\u2116\\u2122\\u2212]|[-\\u00ad]", "gu",
);
const squeezed = (text) => text.normalize("NFC").replace(GONE, "");

function textOf(raw) {
  try {
    return TEXT.decode(raw);
  } catch (_notUtf8) {
    throw new Wrong("not_an_entry");
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (_notJson) {
    throw new Wrong("not_an_entry");
  }
}

// The end of the JSON object that begins at a place, without reading it.
function endOfObject(text, at) {
  let depth = 0, quoted = false;
  for (; at < text.length; at += 1) {
    const here = text[at];
    if (quoted) {
      if (here === "\\") at += 1;
      else if (here === '"') quoted = false;
    } else if (here === '"') quoted = true;
    else if (here === "{") depth += 1;
    else if (here === "}" && (depth -= 1) === 0) return at + 1;
  }
  throw new Wrong("not_an_entry");
}

// receipt.json: {"entry":{…}} or {"entry":{…},"private":{…},"salt":"…"}, its parts cut out as they
// stand there.
function carriedIn(raw) {
  const text = textOf(raw);
  const open = '{"entry":', middle = ',"private":', salted = ',"salt":"';
  if (!text.startsWith(`${open}{`)) throw new Wrong("not_an_entry");
  const end = endOfObject(text, open.length);
  const entry = text.slice(open.length, end);
  if (text.slice(end) === "}") return { entry: BYTES.encode(entry), facts: parsed(entry) };
  if (!text.startsWith(`${middle}{`, end)) throw new Wrong("not_an_entry");
  const after = endOfObject(text, end + middle.length);
  const personal = text.slice(end + middle.length, after);
  const salt = fromBase64(text.slice(after + salted.length, -2));
  if (!text.startsWith(salted, after) || !text.endsWith('"}') || !salt) throw new Wrong("not_an_entry");
  return { entry: BYTES.encode(entry), facts: parsed(entry), personal: BYTES.encode(personal), salt };
}

// An entry that is in the log, with its private part if there is one, which must be its own.
async function provenBy(carried, proofText, keys) {
  const logged = await requireLogged(carried.entry, proofText, keys);
  let personal = null;
  if (carried.personal) {
    const commitment = toBase64(await hmac256(carried.salt, carried.personal));
    if (commitment !== carried.facts.pii) throw new Wrong("name_wrong");
    personal = parsed(textOf(carried.personal));
  }
  const code = await checkCode(carried.entry);
  return { entry: carried.entry, facts: carried.facts, personal, logged, code };
}

// What the page must say, piece by piece: [what, label, what may stand behind it].
function piecesOf(proven, later) {
  const { facts, personal, code } = proven;
  const [reversal, replacement] = later;
  const said = personal || {};
  const hidden = !personal && facts.pii !== undefined;
  const donors = hidden ? [HIDDEN_DONOR, ERASED] : [said.donor || NO_DONOR];
  const isGoods = facts.type === "donation.goods/1";
  const isCollected = facts.type === "donation.collected/1";
  const isValued = facts.amount_vnd !== undefined;
  const found = [["number", "Số:", [paperNumber(facts.receipt_number, facts.booked_on.slice(0, 4))]]];
  if (reversal) {
    const reason = (reversal.personal || {}).reason;
    const why = reason ? ` Lý do: ${reason}` : "";
    found.push(["cancelled", "ĐÃ HỦY ngày", [shortDate(reversal.facts.booked_on) + why]]);
  }
  if (replacement) found.push(["replaced_by", "Thay bằng", [replacingPaper(replacement)]]);
  const replaced = (facts.replaces || []).filter((each) => each.series === "BN");
  if (replaced.length) found.push(["replaces", "Thay thế", [replaced.map(replacedPaper).join("; ")]]);
  found.push(["donor", "Đã nhận của:", donors]);
  if (donors[0] !== NO_DONOR) found.push(["contact", "Địa chỉ, liên hệ:", [said.contact || ""]]);
  found.push(["fund", "Nội dung: Ủng hộ Quỹ Khuyến học, nguồn:", null]);
  if (isCollected) found.push(["channel", "Hình thức: Tiền ủng hộ do", null]);
  else found.push(["channel", "Hình thức:", [channelIn(facts)]]);
  // The name of who collected may hold any words: it ends where those behind it meet the label.
  const label = isCollected ? "nhận hộ Số tiền:" : isGoods ? "Trị giá:" : "Số tiền:";
  found.push(["amount", label, [isValued ? dong(facts.amount_vnd) : NOT_VALUED]]);
  if (isValued) found.push(["words", "Bằng chữ:", [amountInWords(facts.amount_vnd)]]);
  if (facts.paper_no) found.push(["paper_no", "Biên lai viết tay số:", [facts.paper_no]]);
  if (said.note) found.push(["note", "Ghi chú:", [said.note]]);
  found.push(["code", "Mã kiểm chứng:", [code]]);
  found.push(["recorded", "Đã ghi sổ, không thể sửa Ghi lúc", [moment(facts.recorded_at)]]);
  if (isGoods) {
    const value = isValued ? whole(facts.amount_vnd) : NOT_VALUED;
    const line = `1 ${facts.item} ${facts.counted_in} ${quantityInFigures(facts.quantity)} ${value}`;
    found.push(["goods", "STT Tên hiện vật ĐVT Số lượng Giá trị (đồng)", [`${line} Cộng ${value}`]]);
  }
  const precision = facts.document_on ? "day" : facts.precision;
  found.push(["date", "", [longDate(facts.document_on || facts.booked_on, precision)]]);
  const second = isGoods ? "THỦ KHO" : facts.channel === "cash" ? "THỦ QUỸ" : "KẾ TOÁN";
  const signing = ["NGƯỜI NỘP", second, "CHỦ TÀI KHOẢN"];
  found.push(["rest", "", [signing.map((each) => `${each} (Ký, họ tên)`).join(" ")]]);
  return found;
}

// The receipt of a gift as the entry in its place names it.
function asReplaced({ key, document_on, booked_on, receipt_number }) {
  const year = Number(booked_on.slice(0, 4));
  return { key, line: 0, number: receipt_number, on: document_on || booked_on, series: "BN", year };
}

const replacingPaper = ({ facts, code }) => `${replacedPaper(asReplaced(facts))}, mã kiểm chứng ${code}`;

function channelIn(facts) {
  if (facts.type === "donation.goods/1") return "Hiện vật";
  return facts.channel === "cash" ? "Tiền mặt" : "Chuyển khoản";
}

// Hold the words of the pages against the pieces. They are compared squeezed, and shown as they are.
function requireSame(pages, pieces) {
  const plain = pages.map((page, at) => {
    if (at === 0) return page;
    const foot = `Trang ${at + 1}`, said = page.trim();
    const headless = said.startsWith(foot) ? said.slice(foot.length) : said;
    return headless.endsWith(foot) ? headless.slice(0, -foot.length) : headless;
  }).join("\n").normalize("NFC");
  const letters = Array.from(plain);
  const places = letters.map((_, at) => at).filter((at) => squeezed(letters[at]));
  const text = places.map((at) => letters[at]).join("");
  let rest = text;
  const words = (length) => {
    const [first, ...more] = places.slice(text.length - rest.length).slice(0, length);
    if (first === undefined) return "";
    return letters.slice(first, (more.pop() ?? first) + 1).join("").replace(/\s+/g, " ").trim();
  };
  const refuse = (what, length, meant) => {
    throw new Wrong("page_wrong", { what, shown: words(length), meant });
  };
  const begin = text.indexOf("GIẤYBIÊNNHẬN");
  if (begin < 0) refuse("rest", LONG, "GIẤY BIÊN NHẬN");
  rest = text.slice(begin + "GIẤYBIÊNNHẬN".length);
  const copy = /^Inlần[1-9][0-9]{0,3}/u;
  pieces.forEach(([what, label, says], at) => {
    const labels = pieces.slice(at + 1).map((each) => squeezed(each[1]));
    const name = squeezed(label);
    if (!rest.startsWith(name)) refuse(what, until(rest, labels), says ? says[0] : label);
    rest = rest.slice(name.length);
    if (says === null) {
      rest = rest.slice(until(rest, labels));
      return;
    }
    const fits = says.map(squeezed).find((each) => {
      const after = rest.slice(each.length);
      return rest.startsWith(each) && (!labels.length || after.startsWith(labels[0]) || copy.test(after));
    });
    if (fits === undefined) refuse(what, until(rest, labels), says[0]);
    rest = rest.slice(fits.length);
    if (what === "number") rest = rest.replace(copy, "");
  });
  if (rest) refuse("rest", LONG, "");
}

function until(rest, labels) {
  const places = labels.filter(Boolean).map((each) => rest.indexOf(each)).filter((at) => at >= 0);
  return places.length ? Math.min(...places) : LONG;
}

// A receipt as PDF: everything that it says is in the log.
async function checkPdf(raw, keys) {
  const pdf = await Pdf.open(raw);
  const files = await pdf.attachments();
  const receipt = files.get("receipt.json"), proof = files.get("receipt.tlog-proof");
  if (!receipt || !proof) throw new Wrong("nothing_inside");
  const gift = await provenBy(carriedIn(receipt), textOf(proof), keys);
  if (!GIFTS.has(gift.facts.type)) throw new Wrong("not_an_entry");
  const later = await laterIn(files, gift.facts, keys);
  const pages = [];
  for (const each of pdf.pages()) pages.push(await pdf.words(each));
  requireSame(pages, piecesOf(gift, later));
  return { ...gift, later };
}

// What became of a gift, as far as the file says so: what cancelled it, what stands in its place.
const LATER = [["reversal", cancels, "cancelled_otherwise"], ["replacement", replaces, "replaced_otherwise"]];

async function laterIn(files, gift, keys) {
  const found = [];
  for (const [at, [name, isAbout, fault]] of LATER.entries()) {
    if (!files.has(`${name}.json`)) continue;
    const each = await provenInside(files, name, keys);
    const isNext = found.length === at && each.facts.unit === gift.unit;
    if (!isNext || !isAbout(each.facts, gift)) throw new Wrong(fault);
    found.push(each);
  }
  return found;
}

async function provenInside(files, name, keys) {
  try {
    const proof = textOf(files.get(`${name}.tlog-proof`) || new Uint8Array(0));
    return await provenBy(carriedIn(files.get(`${name}.json`)), proof, keys);
  } catch (error) {
    throw error instanceof Wrong ? new Wrong(error.code, { ...error.detail, inside: name }) : error;
  }
}

// The reversal repeats the whole of what it cancels, but for what only the entry around it has.
function cancels(facts, gift) {
  const { actor: _who, recorded_at: _when, unit: _where, version: _at, ...original } = gift;
  return facts.type === "entry.reversed/1" && isSame(facts.original, original);
}

function replaces(facts, gift) {
  return GIFTS.has(facts.type) && (facts.replaces || []).some((each) => isSame(each, asReplaced(gift)));
}

const isSame = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value) {
  return Object.fromEntries(Object.keys(value || {}).sort().map((key) => [key, value[key]]));
}

// entry.json and its proof, as `soquy proof` writes them.
async function checkEntry(raw, proof, keys) {
  const text = textOf(raw);
  const carried = text.startsWith('{"entry":') ? carriedIn(raw) : { entry: raw, facts: parsed(text) };
  return { ...await provenBy(carried, proof, keys), later: [] };
}
