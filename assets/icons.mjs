// The logo as PNG, for the home screen of a phone: drawn from static/img/luwes.svg by hand, since
// one rounded square and one line need no drawing library.
import { deflateSync } from "node:zlib";

const STEPS = 24; // straight pieces per curve
const NUMBER = /-?\d*\.?\d+/g;

/** {box, corner, fill, stroke, width, line} of the logo: the rectangle and the path in it. */
function read(svg) {
  const attribute = (name) => new RegExp(`\\s${name}="([^"]+)"`).exec(svg)[1];
  return {
    box: Number(attribute("width")),
    corner: Number(attribute("rx")),
    fill: colour(attribute("fill")),
    stroke: colour(attribute("stroke")),
    width: Number(attribute("stroke-width")),
    line: points(attribute("d")),
  };
}

function colour(text) {
  const hex = text.length === 4 ? text.slice(1).replace(/./g, "$&$&") : text.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** The path as points; it knows what the logo uses: M, c and s. */
function points(d) {
  const found = [];
  let [x, y, handle] = [0, 0, null];
  for (const [, letter, rest] of d.matchAll(/([Mcs])([^Mcs]*)/g)) {
    const n = rest.match(NUMBER).map(Number);
    if (letter === "M") {
      [x, y] = n;
      found.push([x, y]);
      continue;
    }
    const [b, c, e] =
      letter === "c"
        ? [[n[0], n[1]], [n[2], n[3]], [n[4], n[5]]]
        : [handle, [n[0], n[1]], [n[2], n[3]]];
    for (let step = 1; step <= STEPS; step++) found.push(on(step / STEPS, x, y, b, c, e));
    handle = [e[0] - c[0], e[1] - c[1]];
    [x, y] = [x + e[0], y + e[1]];
  }
  return found;
}

function on(t, x, y, b, c, e) {
  const [p, q, r] = [3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  return [x + p * b[0] + q * c[0] + r * e[0], y + p * b[1] + q * c[1] + r * e[1]];
}

/** How far (x, y) lies outside the rounded square; negative inside. */
function square(x, y, box, corner) {
  const [dx, dy] = [x, y].map((v) => Math.abs(v - box / 2) - box / 2 + corner);
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
}

/** How far (x, y) lies outside the line with its round ends. */
function stroke(x, y, { line, width }) {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy));
  }
  return least - width / 2;
}

/** Pixels of the logo, RGBA; `bleeds`: the ground fills the whole square, for masks of phones. */
function draw(logo, size, bleeds) {
  const scale = logo.box / size;
  const cover = (distance) => Math.min(1, Math.max(0, 0.5 - distance / scale));
  const rows = [];
  for (let row = 0; row < size; row++) {
    const bytes = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) * scale, (row + 0.5) * scale];
      const ink = cover(stroke(x, y, logo));
      const mixed = logo.fill.map((f, i) => Math.round(f + (logo.stroke[i] - f) * ink));
      const alpha = bleeds ? 1 : cover(square(x, y, logo.box, logo.corner));
      bytes.set([...mixed, Math.round(alpha * 255)], 1 + column * 4);
    }
    rows.push(bytes);
  }
  return Buffer.concat(rows);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** The logo of this SVG as a PNG of size × size pixels. */
export function png(svg, size, { bleeds = false } = {}) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const pixels = deflateSync(draw(read(svg), size, bleeds), { level: 9 });
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk("IHDR", head), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([mark, ...parts]);
}
