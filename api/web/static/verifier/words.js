// How a receipt says what an entry holds: figures, dates, the amount in words, the check code.
"use strict";

const NO_BREAK_SPACE = "\u00a0";
const ONE_BILLION = 1000000000n;
const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

const whole = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
const dong = (amount) => `${whole(amount)}${NO_BREAK_SPACE}đ`;
const paperNumber = (number, year) => `${String(number).padStart(6, "0")}/${year}/BN`;
const shortDate = (day) => day.split("-").reverse().join("/");
const PAPERS = {
  PT: "phiếu thu", PC: "phiếu chi", BC: "giấy báo có", UNC: "ủy nhiệm chi", NK: "phiếu nhập kho",
  XK: "phiếu xuất kho", BN: "giấy biên nhận",
};

function replacedPaper({ line, number, on, series, year }) {
  const part = line ? `dòng ${line} của ` : "";
  const label = `${String(number).padStart(6, "0")}/${year}/${series}`;
  return `${part}${PAPERS[series]} số ${label} ngày ${shortDate(on)}`;
}

function quantityInFigures(text) {
  const [before, after] = text.split(".");
  const decimals = (after || "").replace(/0+$/, "");
  return whole(before) + (decimals ? `,${decimals}` : "");
}

function longDate(day, precision) {
  const [year, month, date] = day.split("-");
  const said = Number(month) <= 2 ? month : String(Number(month));
  if (precision === "month") return `Ngày …… tháng ${said} năm ${year}`;
  if (precision === "quarter") {
    return `Ngày …… tháng …… năm ${year} (quý ${Math.floor((Number(month) + 2) / 3)})`;
  }
  if (precision === "year") return `Ngày …… tháng …… năm ${year}`;
  return `Ngày ${date} tháng ${said} năm ${year}`;
}

// As the clocks in Vietnam show it.
function moment(at) {
  const there = new Date(new Date(at).getTime() + 7 * 3600 * 1000).toISOString();
  return `${there.slice(11, 16)} ngày ${shortDate(there.slice(0, 10))}`;
}

function amountInWords(amount) {
  const words = amount ? numberInWords(BigInt(amount)) : [DIGITS[0]];
  const text = [...words, "đồng"].join(" ");
  return text[0].toUpperCase() + text.slice(1);
}

function numberInWords(number) {
  const billions = number / ONE_BILLION;
  const head = billions ? [...numberInWords(billions), "tỷ"] : [];
  return [...head, ...belowOneBillion(Number(number % ONE_BILLION), billions > 0n)];
}

function belowOneBillion(number, continues) {
  const groups = [
    [Math.floor(number / 1000000), "triệu"], [Math.floor(number / 1000) % 1000, "nghìn"],
    [number % 1000, ""],
  ];
  const words = [];
  for (const [group, name] of groups) {
    if (!group) continue;
    words.push(...threeDigits(group, continues || words.length > 0));
    if (name) words.push(name);
  }
  return words;
}

function threeDigits(group, full) {
  const hundreds = Math.floor(group / 100), tens = Math.floor(group / 10) % 10, units = group % 10;
  const words = hundreds || full ? [DIGITS[hundreds], "trăm"] : [];
  if (tens === 0) return [...words, ...(words.length && units ? ["linh"] : []), ...unit(units, tens)];
  const said = tens === 1 ? ["mười"] : [DIGITS[tens], "mươi"];
  return [...words, ...said, ...unit(units, tens)];
}

function unit(units, tens) {
  if (units === 0) return [];
  if (units === 5 && tens >= 1) return ["lăm"];
  if (units === 1 && tens >= 2) return ["mốt"];
  if (units === 4 && tens >= 2) return ["tư"];
  return [DIGITS[units]];
}

// The first 35 bits of the hash of an entry in eight characters, of which the last one checks.
async function checkCode(entry) {
  const hash = await sha256(entry);
  let code = 0n;
  for (const each of hash.slice(0, 5)) code = (code << 8n) | BigInt(each);
  code >>= 5n;
  const values = [];
  for (let shift = 30n; shift >= 0n; shift -= 5n) values.push(Number((code >> shift) & 31n));
  let total = 0;
  for (const value of values) {
    const doubled = (total ^ value) << 1;
    total = doubled >= 32 ? doubled ^ 0b100101 : doubled;
  }
  const text = [...values, total].map((each) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[each]).join("");
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
