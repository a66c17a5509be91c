// Everything works without this file; it saves clicks and tells sooner what is wrong.
import { start as await_ } from "./await.js";
import { start as bulk } from "./bulk.js";
import { start as checkin } from "./checkin.js";
import { start as dates } from "./dates.js";
import { start as errors } from "./errors.js";
import { start as here } from "./here.js";
import { start as inbox } from "./inbox.js";
import { start as keep } from "./keep.js";
import { start as offline } from "./offline.js";
import { start as once } from "./once.js";
import { start as print } from "./print.js";
import { start as queue } from "./queue.js";
import { start as refresh } from "./refresh.js";
import { start as reveal } from "./reveal.js";
import { start as rota } from "./rota.js";
import { start as seek } from "./seek.js";
import { start as today } from "./today.js";
import { start as verify } from "./verify.js";
import { start as webview } from "./webview.js";

const parts = [errors, reveal, dates, bulk, here, inbox, once, keep, print, seek, verify, await_, rota];
for (const start of [...parts, refresh, queue, today, checkin, offline, webview]) start(document);
