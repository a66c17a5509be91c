// Pages opened inside WhatsApp, Instagram or Facebook often get no camera and forget what they kept.
const INSIDE = /FBAN|FBAV|FB_IAB|Instagram|WhatsApp|Line\/|MicroMessenger|musical_ly|TikTok|; wv\)/;

/** Says so at [data-inside]; on Android with a link that opens the same page in Chrome. */
export function start(root) {
  const box = root.querySelector("[data-inside]");
  if (!box || !INSIDE.test(navigator.userAgent)) return;
  box.hidden = false;
  const link = box.querySelector("a");
  link.hidden = !/Android/.test(navigator.userAgent);
  const scheme = location.protocol.slice(0, -1);
  link.href = `intent://${location.host}${location.pathname}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
