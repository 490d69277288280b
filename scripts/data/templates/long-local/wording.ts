import type { PromptTemplate } from "../../prompt-template.ts";

export const chatLongGreeting: PromptTemplate = {
  name: "chat-long-greeting",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "Good morning and a warm hello from my side! I hope you had a pleasant night, that everything runs smoothly where you are, and that {detail}. There is nothing in particular I want, I only felt like saying hello before the day gets busy, so: how are you?",
      "Hi! Before anything else I wanted to greet you properly, since one should always begin with a friendly word. I trust that {detail}. No task today, no rush, I am simply dropping by. How is it going?",
    ],
    it: [
      "Buongiorno e un caro saluto da parte mia! Spero che tu abbia passato una buona notte, che da te funzioni tutto senza intoppi e che {detail}. Non mi serve niente di particolare, avevo solo voglia di salutarti prima che la giornata si riempia di impegni: come va?",
      "Ciao! Prima di tutto volevo salutarti come si deve, perché si comincia sempre con una parola gentile. Mi auguro che {detail}. Oggi nessun compito e nessuna fretta, passavo solo di qui. Come procede?",
    ],
    de: [
      "Guten Morgen und einen herzlichen Gruß von mir! Ich hoffe, du hattest eine angenehme Nacht, bei dir läuft alles rund und {detail}. Ich brauche nichts Bestimmtes, ich wollte nur kurz grüßen, bevor der Tag hektisch wird: wie geht es dir?",
      "Hi! Bevor ich irgendetwas anderes sage, wollte ich dich ordentlich begrüßen, denn ein freundliches Wort gehört an den Anfang. Hoffentlich stimmt es: {detail}. Heute keine Aufgabe, keine Eile, ich schaue nur vorbei. Wie läuft es?",
    ],
    fr: [
      "Bonjour et un salut chaleureux de ma part ! J'espère que tu as passé une bonne nuit, que tout fonctionne bien chez toi et que {detail}. Je n'ai besoin de rien de particulier, j'avais seulement envie de te saluer avant que la journée ne se remplisse : comment ça va ?",
      "Salut ! Avant toute chose je voulais te dire bonjour comme il faut, car on commence toujours par un mot aimable. Je suppose que {detail}. Pas de tâche aujourd'hui, rien ne presse, je passe simplement. Ça se passe bien ?",
    ],
    es: [
      "¡Buenos días y un saludo muy cariñoso de mi parte! Espero que hayas pasado una buena noche, que todo funcione bien por ahí y que {detail}. No necesito nada en particular, solo tenía ganas de saludar antes de que el día se complique: ¿cómo estás?",
      "¡Hola! Antes que nada quería saludarte como es debido, porque siempre se empieza con una palabra amable. Confío en que {detail}. Hoy no hay tarea ni prisa, solo pasaba por aquí. ¿Qué tal va todo?",
    ],
    tr: [
      "Günaydın, benden sıcak bir selam! Umarım iyi bir gece geçirmişsindir, oralarda her şey yolundadır ve {detail}. Özel bir isteğim yok, gün yoğunlaşmadan önce sadece bir merhaba demek istedim: nasılsın?",
      "Selam! Her şeyden önce seni düzgünce selamlamak istedim, çünkü söze hep güzel bir kelimeyle başlanır. Sanırım {detail}. Bugün görev yok, acele yok, sadece uğradım. Nasıl gidiyor?",
    ],
  },
  fills: {
    detail: {
      en: [
        "the weather is as kind to you as it is to us here by the lake",
        "nobody has asked you to design a whole city before breakfast",
        "the weekend left you as rested as it left me",
      ],
      it: ["il tempo sia bello come qui al lago", "il fine settimana ti abbia fatto riposare come me"],
      de: ["das Wetter ist so schön wie hier am See", "das Wochenende war so erholsam wie meines"],
      fr: ["le temps est aussi doux qu'ici au bord du lac", "le week-end a été aussi reposant que le mien"],
      es: [
        "el tiempo sea tan bueno como aquí junto al lago",
        "el fin de semana haya sido tan tranquilo como el mío",
      ],
      tr: ["hava bizim göl kenarındaki kadar güzeldir", "hafta sonu benimki kadar dinlendirici geçmiştir"],
    },
  },
};

export const editSpelling: PromptTemplate = {
  name: "edit-spelling",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "Correct the spelling mistakes and leave everything else as it is: {text}",
      "There are a few slips of the keyboard in here, please mend them: {text}",
    ],
    it: [
      "Correggi gli errori di ortografia e lascia il resto com'è: {text}",
      "Qui dentro c'è qualche errore di battitura, sistemalo per favore: {text}",
    ],
    de: [
      "Korrigiere die Rechtschreibfehler und lass alles andere, wie es ist: {text}",
      "Hier sind ein paar Tippfehler drin, bitte verbessere sie: {text}",
    ],
    fr: [
      "Corrige les fautes d'orthographe et laisse le reste tel quel : {text}",
      "Il y a quelques fautes de frappe là-dedans, répare-les s'il te plaît : {text}",
    ],
    es: [
      "Corrige las faltas de ortografía y deja lo demás como está: {text}",
      "Aquí hay algunas erratas, arréglalas por favor: {text}",
    ],
    tr: [
      "Yazım yanlışlarını düzelt, gerisini olduğu gibi bırak: {text}",
      "Burada birkaç klavye hatası var, lütfen düzelt: {text}",
    ],
  },
  fills: {
    text: {
      en: [
        "We recieved your letter yesturday and will anwser it untill Friday, becuase our ofice is closed tomorow.",
        "The libary opens at nine, but the enterance on the left is lokced, so pleese use the gardn door.",
        "My broter and I are goin to the beech on Saterday if the wether is nice enouhg.",
      ],
      it: [
        "Abiamo ricevuto la vostra letera ieri e vi risponderemmo entro venerdi, perche l'uficio è chiuso.",
        "La bibblioteca apre alle nove, ma l'ingreso a sinistra e chiuso, quindi usate la porta del gardino.",
      ],
      de: [
        "Wir haben iren Brief gestern erhallten und antworten bis Freitak, weil unser Büro morgen geschlosen ist.",
        "Die Büchrei öffnet um neun, aber der Eingank links ist versperrt, bite nehmen Sie die Gartntür.",
      ],
      fr: [
        "Nous avons reçus votre letre hier et nous y répondron avant vendredi, car le bureau est fermer demain.",
        "La bibliotèque ouvre a neuf heures, mais l'entré de gauche est fermé, prennez la porte du jardain.",
      ],
      es: [
        "Recivimos su carta ayer y responderemos hantes del viernes, porque la oficina esta cerada mañana.",
        "La biblioteca habre a las nueve, pero la entrada de la izquierda esta cerada, use la puerta del gardin.",
      ],
      tr: [
        "Mektubunuzu dün aldik ve cumaya kadar cevaplıycağız, çünki ofisimiz yarın kapali.",
        "Kütüpane dokuzda açılıyo, ama soldaki giriş kapalı, lütfen bahce kapısını kulanın.",
      ],
    },
  },
};

export const chatLongThanks: PromptTemplate = {
  name: "chat-long-thanks",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "I have to say thank you again. Yesterday evening I sat with your answer for almost an hour, first with tea and then with cake, and {detail}. You do not need to do anything now, I just did not want to let the week end without telling you how pleased I was.",
      "A quick word of praise, nothing more: {detail}, and I owe that to you. My whole family sends greetings, even my grandfather, who usually distrusts every machine. Have a lovely evening!",
    ],
    it: [
      "Devo proprio ringraziarti ancora. Ieri sera sono rimasto quasi un'ora davanti alla tua risposta, prima con il tè e poi con la torta, e {detail}. Adesso non devi fare niente, non volevo solo lasciar finire la settimana senza dirti quanto ero contento.",
      "Due parole di lode e basta: {detail}, e lo devo a te. Ti saluta tutta la famiglia, perfino il nonno, che di solito non si fida delle macchine. Buona serata!",
    ],
    de: [
      "Ich muss mich noch einmal bedanken. Gestern Abend saß ich fast eine Stunde mit deiner Antwort da, erst mit Tee, dann mit Kuchen, und {detail}. Du musst jetzt nichts tun, ich wollte nur die Woche nicht enden lassen, ohne dir zu sagen, wie sehr ich mich gefreut habe.",
      "Nur ein kurzes Lob: {detail}, und das verdanke ich dir. Die ganze Familie grüßt, sogar mein Großvater, der sonst jeder Maschine misstraut. Schönen Abend noch!",
    ],
    fr: [
      "Il faut que je te remercie encore. Hier soir je suis resté presque une heure devant ta réponse, d'abord avec du thé puis avec du gâteau, et {detail}. Tu n'as rien à faire maintenant, je ne voulais simplement pas finir la semaine sans te dire ma joie.",
      "Un petit mot d'éloge, rien de plus : {detail}, et c'est grâce à toi. Toute la famille te salue, même mon grand-père, qui se méfie d'habitude des machines. Bonne soirée !",
    ],
    es: [
      "Tengo que darte las gracias otra vez. Anoche estuve casi una hora con tu respuesta, primero con té y luego con tarta, y {detail}. Ahora no tienes que hacer nada, simplemente no quería que acabara la semana sin decirte lo contento que estaba.",
      "Unas palabras de elogio y nada más: {detail}, y te lo debo a ti. Toda mi familia te saluda, hasta mi abuelo, que suele desconfiar de las máquinas. ¡Feliz tarde!",
    ],
    tr: [
      "Sana bir kez daha teşekkür etmeliyim. Dün akşam cevabınla neredeyse bir saat oturdum, önce çayla sonra kekle, ve {detail}. Şimdi bir şey yapmana gerek yok, sadece ne kadar sevindiğimi söylemeden hafta bitsin istemedim.",
      "Sadece kısa bir övgü: {detail}, bunu sana borçluyum. Bütün ailem selam söylüyor, hatta makinelere hiç güvenmeyen dedem bile. İyi akşamlar!",
    ],
  },
  fills: {
    detail: {
      en: [
        "at last I understood the whole plan",
        "the speech for my sister came out beautifully",
        "the bug in our little program is gone for good",
      ],
      it: ["finalmente ho capito tutto il piano", "il discorso per mia sorella è venuto benissimo"],
      de: [
        "ich habe endlich den ganzen Plan verstanden",
        "die Rede für meine Schwester ist wunderbar geworden",
      ],
      fr: ["j'ai enfin compris tout le plan", "le discours pour ma sœur est très réussi"],
      es: ["por fin entendí todo el plan", "el discurso para mi hermana quedó precioso"],
      tr: ["sonunda bütün planı anladım", "kız kardeşim için hazırladığım konuşma çok güzel oldu"],
    },
  },
};

export const rewritePolite: PromptTemplate = {
  name: "rewrite-polite",
  target: "local",
  complexity: "moderate",
  wordings: {
    en: [
      "Rewrite this so that it sounds friendlier: {message}",
      "How could I put this more politely? {message}",
    ],
    it: ["Riscrivilo in modo che suoni più gentile: {message}", "Come posso dirlo con più garbo? {message}"],
    de: [
      "Schreibe das so um, dass es freundlicher klingt: {message}",
      "Wie sage ich das höflicher? {message}",
    ],
    fr: [
      "Réécris ceci pour que ce soit plus aimable : {message}",
      "Comment dire cela plus poliment ? {message}",
    ],
    es: ["Reescribe esto para que suene más amable: {message}", "¿Cómo lo digo con más educación? {message}"],
    tr: [
      "Bunu daha nazik olacak şekilde yeniden yaz: {message}",
      "Bunu nasıl daha kibarca söylerim? {message}",
    ],
  },
  fills: {
    message: {
      en: [
        "You forgot the keys again. I waited in the rain for an hour. Do not let it happen a third time, and bring them before eight tomorrow.",
        "Your music is too loud. We have a baby. Turn it off after ten or I will talk to the landlord about it.",
        "The report is late and half of it is missing. I want the rest by noon, with the tables, and without excuses.",
      ],
      it: [
        "Hai dimenticato di nuovo le chiavi. Ho aspettato un'ora sotto la pioggia. Che non succeda una terza volta, portamele domani prima delle otto.",
        "La tua musica è troppo alta. Abbiamo un neonato. Spegnila dopo le dieci o ne parlo con il padrone di casa.",
      ],
      de: [
        "Du hast schon wieder die Schlüssel vergessen. Ich stand eine Stunde im Regen. Das passiert kein drittes Mal, bring sie morgen vor acht.",
        "Deine Musik ist zu laut. Wir haben ein Baby. Mach sie nach zehn aus, sonst rede ich mit dem Vermieter.",
      ],
      fr: [
        "Tu as encore oublié les clés. J'ai attendu une heure sous la pluie. Que cela n'arrive pas une troisième fois, apporte-les demain avant huit heures.",
        "Ta musique est trop forte. Nous avons un bébé. Coupe-la après dix heures ou j'en parle au propriétaire.",
      ],
      es: [
        "Has vuelto a olvidar las llaves. Esperé una hora bajo la lluvia. Que no pase una tercera vez, tráelas mañana antes de las ocho.",
        "Tu música está demasiado alta. Tenemos un bebé. Apágala después de las diez o hablo con el casero.",
      ],
      tr: [
        "Yine anahtarları unuttun. Bir saat yağmurda bekledim. Üçüncü kez olmasın, yarın sekizden önce getir.",
        "Müziğin sesi çok yüksek. Bizim bebeğimiz var. Ondan sonra kapat yoksa ev sahibiyle konuşurum.",
      ],
    },
  },
};

export const summaryOneLine: PromptTemplate = {
  name: "summary-one-line",
  target: "local",
  complexity: "moderate",
  wordings: {
    en: ["Summarise in one sentence: {text}", "{text}\n\nBoil that down to a single line for me."],
    it: ["Riassumi in una frase: {text}", "{text}\n\nRiducilo a una sola riga per me."],
    de: ["Fasse in einem Satz zusammen: {text}", "{text}\n\nBring mir das auf eine einzige Zeile."],
    fr: ["Résume en une phrase : {text}", "{text}\n\nRamène-moi cela à une seule ligne."],
    es: ["Resume en una frase: {text}", "{text}\n\nRedúcemelo a una sola línea."],
    tr: ["Bir cümleyle özetle: {text}", "{text}\n\nBunu bana tek satıra indir."],
  },
  fills: {
    text: {
      en: [
        "The town wants to close the harbour road to cars on Sundays from May to September. Cafés hope for more guests, the rowing club for quieter mornings, while two hotels fear that their visitors will not find a place to park. After the first month the council will count visitors and decide again.",
        "Our bakery has used the same oven since 1961. It is slow and burns a lot of wood, yet customers come from far for the crust it gives. A new oven would save money, but in a blind tasting nine of ten regulars picked the old one. So it stays, with a new chimney.",
        "Swifts spend nearly their whole life in the air. They eat, drink and even sleep while flying and land only to breed. Because old roofs are being renovated they lose their nesting places, so a group of volunteers hangs wooden boxes under the eaves of schools.",
      ],
      it: [
        "Il comune vuole chiudere la strada del porto alle auto la domenica, da maggio a settembre. I bar sperano in più clienti, il club di canottaggio in mattine più tranquille, mentre due alberghi temono che gli ospiti non trovino parcheggio. Dopo il primo mese si conteranno i visitatori e si deciderà di nuovo.",
        "Il nostro forno è lo stesso dal 1961. È lento e consuma molta legna, ma i clienti arrivano da lontano per la sua crosta. Uno nuovo farebbe risparmiare, però in un assaggio alla cieca nove clienti su dieci hanno scelto il vecchio. Così resta, con un camino nuovo.",
      ],
      de: [
        "Die Stadt will die Hafenstraße von Mai bis September sonntags für Autos sperren. Cafés hoffen auf mehr Gäste, der Ruderclub auf ruhigere Morgen, zwei Hotels fürchten, dass ihre Gäste keinen Parkplatz finden. Nach dem ersten Monat wird gezählt und neu entschieden.",
        "Unsere Bäckerei nutzt seit 1961 denselben Ofen. Er ist langsam und frisst viel Holz, doch für seine Kruste kommen die Leute von weit her. Ein neuer würde sparen, aber in einer Blindverkostung wählten neun von zehn den alten. Also bleibt er, mit neuem Kamin.",
      ],
      fr: [
        "La ville veut fermer la route du port aux voitures le dimanche, de mai à septembre. Les cafés espèrent plus de clients, le club d'aviron des matins plus calmes, tandis que deux hôtels craignent que leurs hôtes ne trouvent pas où se garer. Après un mois, on comptera et on décidera de nouveau.",
        "Notre boulangerie utilise le même four depuis 1961. Il est lent et brûle beaucoup de bois, mais on vient de loin pour sa croûte. Un nouveau ferait des économies, or à l'aveugle neuf clients sur dix ont choisi l'ancien. Il reste donc, avec une cheminée neuve.",
      ],
      es: [
        "El ayuntamiento quiere cerrar la calle del puerto a los coches los domingos, de mayo a septiembre. Los cafés esperan más clientes, el club de remo mañanas más tranquilas, y dos hoteles temen que sus huéspedes no puedan aparcar. Tras el primer mes contarán visitantes y decidirán otra vez.",
        "Nuestra panadería usa el mismo horno desde 1961. Es lento y gasta mucha leña, pero la gente viene de lejos por su corteza. Uno nuevo ahorraría, pero en una cata a ciegas nueve de cada diez eligieron el viejo. Así que se queda, con chimenea nueva.",
      ],
      tr: [
        "Belediye liman yolunu mayıstan eylüle kadar pazar günleri araçlara kapatmak istiyor. Kafeler daha çok müşteri, kürek kulübü daha sakin sabahlar umuyor; iki otel ise konuklarının park yeri bulamamasından korkuyor. İlk aydan sonra ziyaretçiler sayılıp yeniden karar verilecek.",
        "Fırınımız 1961'den beri aynı ocağı kullanıyor. Yavaş ve çok odun yakıyor, ama kabuğu için insanlar uzaktan geliyor. Yenisi tasarruf sağlardı, fakat kör tadımda on kişiden dokuzu eskisini seçti. Bu yüzden yeni bir bacayla kalıyor.",
      ],
    },
  },
};

export const trapBigWordsSmallRequest: PromptTemplate = {
  name: "trap-big-words-small-request",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "Next month I must analyse our whole architecture, design a migration strategy, prove to the board that it pays off and write a comprehensive report about all of it. But that can wait, my head is empty now. Just tell me: {ask}?",
      "Forget the optimisation problem, the proof, the evaluation and the twelve-page concept we spoke of. For this minute I want one little thing only, {ask}?",
    ],
    it: [
      "Il mese prossimo devo analizzare tutta la nostra architettura, progettare una strategia di migrazione, dimostrare al consiglio che conviene e scrivere una relazione completa. Ma può aspettare, adesso ho la testa vuota. Dimmi soltanto: {ask}?",
      "Lascia stare il problema di ottimizzazione, la dimostrazione, la valutazione e il progetto di dodici pagine di cui parlavamo. In questo minuto voglio una cosa sola: {ask}?",
    ],
    de: [
      "Nächsten Monat muss ich unsere ganze Architektur analysieren, eine Migrationsstrategie entwerfen, dem Vorstand beweisen, dass sie sich lohnt, und darüber einen umfassenden Bericht schreiben. Das hat aber Zeit, mein Kopf ist leer. Sag mir nur: {ask}?",
      "Vergiss das Optimierungsproblem, den Beweis, die Bewertung und das zwölfseitige Konzept, über das wir sprachen. Gerade will ich nur eine Kleinigkeit wissen: {ask}?",
    ],
    fr: [
      "Le mois prochain je dois analyser toute notre architecture, concevoir une stratégie de migration, démontrer au conseil qu'elle est rentable et rédiger un rapport complet. Mais cela peut attendre, j'ai la tête vide. Dis-moi seulement : {ask} ?",
      "Oublie le problème d'optimisation, la preuve, l'évaluation et le concept de douze pages dont nous parlions. Pour cette minute je veux une seule petite chose : {ask} ?",
    ],
    es: [
      "El mes que viene tengo que analizar toda nuestra arquitectura, diseñar una estrategia de migración, demostrar al consejo que compensa y escribir un informe completo. Pero eso puede esperar, ahora tengo la cabeza vacía. Dime solo una cosa: ¿{ask}?",
      "Olvida el problema de optimización, la demostración, la evaluación y el concepto de doce páginas del que hablamos. En este minuto quiero una sola cosa pequeña: ¿{ask}?",
    ],
    tr: [
      "Gelecek ay bütün mimarimizi analiz etmem, bir geçiş stratejisi tasarlamam, yönetime kârlı olduğunu kanıtlamam ve kapsamlı bir rapor yazmam gerekiyor. Ama o bekleyebilir, şimdi kafam boş. Bana sadece şunu söyle: {ask}?",
      "Konuştuğumuz eniyileme problemini, ispatı, değerlendirmeyi ve on iki sayfalık taslağı unut. Şu dakikada küçücük bir şey istiyorum: {ask}?",
    ],
  },
  fills: {
    ask: {
      en: [
        "which day comes after Tuesday",
        "what colour do you get from blue and yellow",
        "how many wheels has a tricycle",
      ],
      it: ["che giorno viene dopo martedì", "che colore danno blu e giallo"],
      de: ["welcher Tag kommt nach Dienstag", "welche Farbe geben Blau und Gelb"],
      fr: ["quel jour vient après mardi", "quelle couleur donnent le bleu et le jaune"],
      es: ["qué día viene después del martes", "qué color sale de azul y amarillo"],
      tr: ["salıdan sonra hangi gün gelir", "mavi ile sarı karışınca hangi renk çıkar"],
    },
  },
};
