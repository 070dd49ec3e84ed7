import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium','/usr/bin/google-chrome'].find(p=>require0(p)), args:['--no-sandbox','--disable-gpu','--disable-background-networking'] });
for (const [name,w,scheme] of [['desk',1200,'light'],['phone',390,'dark']]) {
  const p = await b.newPage({ viewport:{width:w,height:900}, colorScheme: scheme, deviceScaleFactor: name==='phone'?2:1 });
  await p.goto('file:///tmp/w/b8-work/report.html'); 
  console.log(name, await p.evaluate(()=>[document.documentElement.scrollWidth, document.documentElement.scrollHeight]));
  await p.screenshot({ path:`/tmp/w/b8-work/${name}.png`, clip:{x:0,y:0,width:w,height: name==='phone'?2600:1900}, fullPage:true });
}
await b.close();
import { existsSync } from 'node:fs'; function require0(p){return existsSync(p);}
