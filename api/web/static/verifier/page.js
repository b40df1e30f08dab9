// The page: takes files and keys, says in large words what they are worth. Nothing leaves it.
"use strict";

const SAID = {
  vi: {
    genuine: "ĐÂY LÀ BIÊN NHẬN THẬT",
    cancelled: "BIÊN NHẬN THẬT, NHƯNG ĐÃ HỦY",
    logged: "BÚT TOÁN NÀY CÓ TRONG SỔ",
    false: "KHÔNG PHẢI BIÊN NHẬN THẬT",
    unknown: "CHƯA KIỂM TRA ĐƯỢC",
    compare: "Đã ghi sổ, không thể sửa. Hãy so những dòng dưới đây với tờ giấy: khác chỗ nào thì hỏi đơn vị.",
    compare_cancelled: "Khoản này đã ghi sổ rồi bị hủy bằng một bút toán khác. Giấy không còn giá trị.",
    waiting: "Đang kiểm tra…",
    reason: {
      no_key: "Chưa có khóa để kiểm tra: hãy dán khóa của hội vào ô bên dưới.",
      key_malformed: "Dòng này không phải khóa của một nhật ký: {text}",
      not_a_pdf: "Tệp này không phải PDF.",
      nothing_inside: "Trong tệp PDF này không có bằng chứng đính kèm: có thể là bản chụp, bản in lại thành tệp, hoặc không phải biên nhận của sổ này. Hãy dùng tệp gốc mà đơn vị gửi, hoặc tra mã kiểm chứng trên trang của hội.",
      pdf_unreadable: "Không đọc được tệp PDF này: nó đã bị chương trình khác lưu lại hoặc đã hỏng. Hãy dùng tệp gốc mà đơn vị gửi.",
      browser_too_old: "Trình duyệt này quá cũ để đọc tệp PDF. Hãy dùng trình duyệt mới hơn.",
      need_proof: "Có bút toán nhưng chưa có bằng chứng: hãy chọn thêm tệp proof.txt (hoặc receipt.tlog-proof).",
      need_entry: "Có bằng chứng nhưng chưa có bút toán: hãy chọn thêm tệp entry.json (hoặc receipt.json).",
      too_large: "Tệp lớn quá 4 MB: đây không phải biên nhận.",
      pdf_changed: "Tệp PDF đã bị sửa thêm sau khi lập.",
      attached_twice: "Trong tệp PDF có hai tệp đính kèm cùng tên {name}.",
      page_covered: "Trên trang giấy có hình hoặc ghi chú được chèn thêm.",
      not_an_entry: "Tệp đính kèm không phải bút toán của một khoản ủng hộ.",
      proof_form: "Bằng chứng đính kèm không đúng dạng.",
      proof_wrong: "Bút toán đính kèm không phải bút toán trong sổ: số tiền, ngày hoặc nội dung khác đã bị sửa, hoặc bằng chứng là của bút toán khác.",
      signature_wrong: "Chữ ký của {name} không đúng: bằng chứng đã bị sửa.",
      key_unknown: "Không phải do khóa đang tin ký. Bằng chứng ghi tên sổ “{name}”.",
      name_wrong: "Tên hoặc liên hệ đính kèm không phải của người ủng hộ khoản này.",
      cancelled_otherwise: "Bút toán hủy đính kèm là của khoản khác.",
      replaced_otherwise: "Bút toán thay thế đính kèm không thay cho khoản này.",
      page_wrong: "Trên giấy, {what} là “{shown}”; trong sổ là “{meant}”.",
      page_extra: "Trên giấy có chữ được viết thêm hoặc xóa bớt: “{shown}”.",
    },
    what: {
      number: "số", cancelled: "dòng đã hủy", replaced_by: "dòng thay bằng",
      replaces: "dòng thay thế", donor: "tên người ủng hộ", contact: "địa chỉ, liên hệ",
      fund: "nội dung", channel: "hình thức", amount: "số tiền", words: "số tiền bằng chữ",
      paper_no: "số biên lai viết tay", note: "ghi chú", code: "mã kiểm chứng",
      recorded: "lúc ghi sổ", goods: "bảng hiện vật", date: "ngày", rest: "phần ký",
    },
    fact: {
      amount: "Số tiền", goods: "Hiện vật", donor: "Người ủng hộ", number: "Số biên nhận", date: "Ngày",
      channel: "Hình thức", code: "Mã kiểm chứng", recorded: "Ghi sổ lúc", place: "Vị trí trong sổ",
      type: "Loại bút toán", undone: "Hủy ngày", why: "Lý do hủy", replaces: "Thay thế",
      replaced_by: "Thay bằng",
    },
    hidden: "Tệp này không mang tên (bản công khai, hoặc tên đã được xóa theo yêu cầu)",
    nobody: "Không nêu tên", not_valued: "chưa quy ra tiền",
    same_unit: "cùng đơn vị",
    inside: { reversal: "Bút toán hủy đính kèm", replacement: "Bút toán thay thế đính kèm" },
    place: "bút toán thứ {index} trong {size} bút toán mà sổ “{name}” đã ký xác nhận",
    trusting: "Đang tin khóa của sổ “{name}”, số {id}.",
    names: "Tên đơn vị và tên nguồn không nằm trong bút toán: muốn chắc, hãy tra mã kiểm chứng trên trang của hội. Ở đó cũng thấy biên nhận có bị hủy sau ngày lập tệp này không.",
    ways: { cash: "Tiền mặt", bank: "Chuyển khoản" }, in_kind: "Hiện vật", collected: "Nơi khác nhận hộ",
  },
  en: {
    genuine: "THIS RECEIPT IS GENUINE",
    cancelled: "A GENUINE RECEIPT, BUT CANCELLED",
    logged: "THIS ENTRY IS IN THE BOOKS",
    false: "THIS IS NOT A GENUINE RECEIPT",
    unknown: "COULD NOT BE CHECKED",
    compare: "Recorded, and cannot be changed. Compare the lines below with the paper; if anything differs, ask the association.",
    compare_cancelled: "The gift was recorded, then cancelled by another entry. The paper is no longer valid.",
    waiting: "Checking…",
    reason: {
      no_key: "There is no key to check against: paste the association's key below.",
      key_malformed: "This line is not the key of a log: {text}",
      not_a_pdf: "This file is not a PDF.",
      nothing_inside: "This PDF has no proof inside: it may be a scan, a print to a file, or no receipt of these books. Use the original file from the association, or look up the check code on its site.",
      pdf_unreadable: "This PDF cannot be read: another program saved it again, or it is broken. Use the original file from the association.",
      browser_too_old: "This browser is too old to read the PDF. Use a newer one.",
      need_proof: "The entry is here but not its proof: also choose proof.txt (or receipt.tlog-proof).",
      need_entry: "The proof is here but not its entry: also choose entry.json (or receipt.json).",
      too_large: "The file is over 4 MB: it is no receipt.",
      pdf_changed: "The PDF was changed after it was made.",
      attached_twice: "Two files inside the PDF have the name {name}.",
      page_covered: "Pictures or notes were put on the page.",
      not_an_entry: "What is attached is not the entry of a gift.",
      proof_form: "The proof inside is not in the right form.",
      proof_wrong: "The entry inside is not the one in the books: its amount, date or another fact was changed, or the proof belongs to another entry.",
      signature_wrong: "The signature of {name} does not hold: the proof was changed.",
      key_unknown: "Not signed with a key that is trusted here. The proof names the log “{name}”.",
      name_wrong: "The name or contact inside is not that of this gift's donor.",
      cancelled_otherwise: "The cancelling entry inside belongs to another gift.",
      replaced_otherwise: "The replacing entry inside does not take the place of this gift.",
      page_wrong: "On the paper, {what} is “{shown}”; in the books it is “{meant}”.",
      page_extra: "Words were added to the paper, or taken away: “{shown}”.",
    },
    what: {
      number: "the number", cancelled: "the line about cancelling", donor: "the donor's name",
      replaces: "the line about the paper it replaces",
      replaced_by: "the line about the paper in its place",
      contact: "the address", fund: "the purpose", channel: "the way it was given",
      amount: "the amount", words: "the amount in words", paper_no: "the number written by hand",
      note: "the note", code: "the check code", recorded: "the time of recording",
      goods: "the list of goods", date: "the date", rest: "the part for signatures",
    },
    fact: {
      amount: "Amount", goods: "Goods", donor: "Donor", number: "Receipt number", date: "Date",
      channel: "Way", code: "Check code", recorded: "Recorded at", place: "Place in the books",
      type: "Kind of entry", undone: "Cancelled on", why: "Why", replaces: "Replaces",
      replaced_by: "Replaced by",
    },
    hidden: "This file carries no name (the public copy, or the name was erased on request)",
    nobody: "No name given", not_valued: "not valued",
    same_unit: "of the same unit",
    inside: { reversal: "The cancelling entry inside", replacement: "The replacing entry inside" },
    place: "entry {index} of {size} that the log “{name}” has signed",
    trusting: "Trusting the key of the log “{name}”, number {id}.",
    names: "The names of the association and the fund are not part of the entry: to be sure, look up the check code on the association's site. It also says whether the receipt was cancelled after this file was made.",
    ways: { cash: "Cash", bank: "Bank transfer" }, in_kind: "Goods", collected: "Collected by somebody else",
  },
};

const UNKNOWN = new Set([
  "no_key", "key_malformed", "not_a_pdf", "nothing_inside", "pdf_unreadable", "browser_too_old",
  "need_proof", "need_entry", "too_large",
]);
const FILE_MAX_BYTES = 4000000;
const state = { files: [], turn: 0 };

const said = () => SAID[document.documentElement.lang === "en" ? "en" : "vi"];
const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function reasonOf(error) {
  const { code, detail } = error;
  if (code === "page_wrong" && detail.what === "rest") return filled(said().reason.page_extra, detail);
  const reason = filled(said().reason[code], { ...detail, what: said().what[detail.what] });
  return detail.inside ? `${said().inside[detail.inside]}: ${reason}` : reason;
}

function verdictOf(kind, headline, sentence) {
  const box = element("section", "", `verdict ${kind}`);
  box.append(element("h2", headline), element("p", sentence));
  return box;
}

function factsOf(found) {
  const { facts, personal, logged, later: [reversal, replacement], code } = found;
  const isGift = GIFTS.has(facts.type);
  const rows = [];
  const row = (name, text, className) => text && rows.push([said().fact[name], text, className]);
  if (facts.amount_vnd !== undefined) row("amount", dong(facts.amount_vnd), "big-amount");
  if (facts.item) {
    const value = facts.amount_vnd === undefined ? ` (${said().not_valued})` : "";
    row("goods", `${quantityInFigures(facts.quantity)} ${facts.counted_in} ${facts.item}${value}`);
  }
  if (!isGift) row("type", facts.type);
  if (isGift) {
    const hidden = !personal && facts.pii !== undefined;
    row("donor", hidden ? said().hidden : (personal || {}).donor || said().nobody);
    row("number", paperNumber(facts.receipt_number, facts.booked_on.slice(0, 4)));
    row("channel", facts.type === "donation.goods/1" ? said().in_kind
      : facts.type === "donation.collected/1" ? said().collected : said().ways[facts.channel]);
  }
  row("replaces", (facts.replaces || []).map(replacedPaper).join("; "));
  const day = facts.document_on || facts.booked_on;
  if (day) row("date", shortDate(day));
  row("code", code, "code");
  if (facts.recorded_at) row("recorded", moment(facts.recorded_at));
  if (reversal) {
    row("undone", shortDate(reversal.facts.booked_on));
    row("why", (reversal.personal || {}).reason);
  }
  if (replacement) {
    row("replaced_by", [replacingPaper(replacement), said().same_unit, placeOf(replacement.logged)].join(", "));
  }
  row("place", placeOf(logged));
  const list = element("dl", "", "facts");
  for (const [name, text, className] of rows) list.append(element("dt", name), element("dd", text, className));
  return list;
}

const placeOf = ({ index, size, signer }) => filled(said().place, {
  index: whole(index + 1n), size: whole(size), name: signer.name,
});

async function shown(check) {
  try {
    const found = await check();
    const isReceipt = found.isPdf;
    const isCancelled = found.later.length > 0;
    const kind = isCancelled ? "cancelled" : isReceipt ? "genuine" : "logged";
    const sentence = isCancelled ? said().compare_cancelled : said().compare;
    const box = verdictOf(isCancelled ? "bad" : "good", said()[kind], sentence);
    box.append(factsOf(found));
    if (isReceipt) box.append(element("p", said().names, "hint"));
    return box;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const isUnknown = UNKNOWN.has(error.code);
    return verdictOf(isUnknown ? "unknown" : "bad", said()[isUnknown ? "unknown" : "false"], reasonOf(error));
  }
}

function fileName(box, name) {
  box.prepend(element("p", name, "file-name"));
  return box;
}

async function checkAll() {
  const turn = state.turn += 1;
  const results = document.getElementById("ket-qua");
  results.replaceChildren(element("p", said().waiting));
  const keysText = document.getElementById("khoa").value;
  const keys = () => {
    if (!keysText.trim()) throw new Wrong("no_key");
    return keysOf(keysText);
  };
  const entries = [], proofs = [], boxes = [];
  for (const { name, raw } of state.files) {
    const begin = textOfBytes(raw.subarray(0, 40));
    if (raw.length > FILE_MAX_BYTES) {
      boxes.push(fileName(await shown(() => { throw new Wrong("too_large"); }), name));
    } else if (begin.startsWith("c2sp.org/tlog-proof@v1")) proofs.push({ name, raw });
    else if (begin.startsWith("{")) entries.push({ name, raw });
    else {
      const check = async () => ({ ...await checkPdf(raw, await keys()), isPdf: true });
      boxes.push(fileName(await shown(check), name));
    }
  }
  for (let at = 0; at < Math.max(entries.length, proofs.length); at += 1) {
    const entry = entries[at], proof = proofs[at];
    const check = async () => {
      if (!entry) throw new Wrong("need_entry");
      if (!proof) throw new Wrong("need_proof");
      return checkEntry(entry.raw, textOf(proof.raw), await keys());
    };
    const names = [entry, proof].filter(Boolean).map((each) => each.name).join(" + ");
    boxes.push(fileName(await shown(check), names));
  }
  if (turn === state.turn) results.replaceChildren(...boxes);
}

async function take(files) {
  const taken = Array.from(files);
  const pairing = taken.length === 1 && !taken[0].name.toLowerCase().endsWith(".pdf");
  const read = await Promise.all(taken.map(async (each) => (
    { name: each.name, raw: new Uint8Array(await each.arrayBuffer()) }
  )));
  const kept = state.files.filter((each) => pairing && !each.name.toLowerCase().endsWith(".pdf"));
  state.files = [...kept.filter((each) => each.name !== read[0].name).slice(-1), ...read];
  await checkAll();
}

async function tellKeys() {
  const told = document.getElementById("dang-tin");
  try {
    const keys = await keysOf(document.getElementById("khoa").value);
    told.replaceChildren(...keys.map((each) => element("li", filled(said().trusting, {
      name: each.name, id: each.text.split("+")[1],
    }))));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    told.replaceChildren(element("li", reasonOf(error), "error"));
  }
}

function begin() {
  const zone = document.getElementById("tha-tep"), input = document.getElementById("tep");
  const key = document.getElementById("khoa");
  input.addEventListener("change", () => input.files.length && take(input.files));
  for (const name of ["dragover", "dragenter"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  });
  key.addEventListener("input", () => {
    tellKeys();
    if (state.files.length) checkAll();
  });
  const turn = document.getElementById("doi-tieng");
  if (turn) turn.addEventListener("click", () => changeLanguage(key.value));
  tellKeys();
}

// In the single file both languages lie; the page of the site is in one of them.
function changeLanguage(keyText) {
  const here = document.getElementById("trang"), other = document.getElementById("tieng-khac");
  const waiting = document.createElement("template");
  waiting.content.append(...here.childNodes);
  here.append(...other.content.childNodes);
  other.content.append(...waiting.content.childNodes);
  document.documentElement.lang = document.documentElement.lang === "en" ? "vi" : "en";
  document.getElementById("khoa").value = keyText;
  begin();
  if (state.files.length) checkAll();
}

document.addEventListener("DOMContentLoaded", begin);
