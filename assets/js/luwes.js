// Everything works without this file; it saves clicks and tells sooner what is wrong.
import { start as await_ } from "./await.js";
import { start as bulk } from "./bulk.js";
import { start as dates } from "./dates.js";
import { start as errors } from "./errors.js";
import { start as here } from "./here.js";
import { start as inbox } from "./inbox.js";
import { start as keep } from "./keep.js";
import { start as once } from "./once.js";
import { start as print } from "./print.js";
import { start as reveal } from "./reveal.js";
import { start as rota } from "./rota.js";
import { start as seek } from "./seek.js";
import { start as verify } from "./verify.js";

for (const start of [errors, reveal, dates, bulk, here, inbox, once, keep, print, seek, verify, await_, rota]) start(document);
