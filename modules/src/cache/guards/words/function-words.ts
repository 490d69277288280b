import { type ByLanguage, words } from "./languages.ts";

/** Words that join others and ask, and that a question can be worded with or without. Without accents. */
export const FUNCTION_WORDS: ByLanguage<ReadonlySet<string>> = {
  en: new Set(
    words(`a an the of in on at to for from by with about as into onto and or but if then so that this these those there here it its
      is are was were be been being am do does did done doing have has had having can could may might must shall should will would
      i me my mine you your yours we us our they them their he she his her him one ones some any what which who whom whose when where why how
      please tell give let know want wanna like need help explain describe say show hi hello hey thanks thank just really actually
      whats what's hows how's i'm i'd i've you're it's that's there's exactly basically simply also too very much lot
      possible able way ways go going get s d m re ve ll t explanation question anyone someone means mean meaning calculate compute solve solution solutions step steps command`),
  ),
  it: new Set(
    words(`il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle dal dalla nel nella
      nei sul sulla e o ma se che chi cui come quando dove perche quale quali cosa cos e' sono sei siamo ho hai ha hanno posso puo puoi
      mi ti si ci vi questo questa quello quella per favore dimmi spiegami fare c l d un' mio mia tuo tua essere si' modo devo vorrei chiama chiamano`),
  ),
  de: new Set(
    words(`der die das den dem des ein eine einen einem einer eines und oder aber wenn dann dass in im an am auf aus bei mit nach von vom zu zum zur
      fur uber um ist sind war waren sein bin hat haben habe kann konnen man ich mich mir du dich dir wir uns er sie es ihr mein meine meinen dein
      was wie wer wo wann warum wieso welche welcher welches bitte sag sage erklare mir gibt geht machen muss soll denn eigentlich so als moglich darf konnte heisst lautet`),
  ),
  fr: new Set(
    words(`le la les un une des de du d l a au aux en dans sur pour par avec et ou mais si que qui quoi dont quel quelle quels quelles
      comment quand pourquoi combien est sont etait etre suis es a ai as ont avoir peut peux puis je j tu il elle on nous vous ils me m te t se s
      ce c cette ces cet mon ma mes ton ta son sa y qu n' s'il svp plait dis explique moi faire faut est-ce donc`),
  ),
  es: new Set(
    words(`el la los las un una unos unas de del a al en con por para sobre y o u pero si que quien cual cuales como cuando donde porque
      es son era ser soy esta estan estar ha han he hay puedo puede puedes se me te mi tu su lo le les yo nos este ese esa eso
      favor dime explica explicame hacer hace tengo quiero llama`),
  ),
  tr: new Set(
    words(`bir bu su o ve veya ya da de ki mi mu ne nasil neden nicin kim nerede hangi kac icin ile gibi en daha cok ben sen biz siz benim senin
      lutfen soyle acikla bana misin musun nedir midir dir olarak var olur eder etmek yapmak ederim yaparim yapilir edilir edebilirim yapabilirim`),
  ),
};
