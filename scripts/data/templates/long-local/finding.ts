import type { PromptTemplate } from "../../prompt-template.ts";

export const extractPhone: PromptTemplate = {
  name: "extract-phone",
  target: "local",
  complexity: "simple",
  wordings: {
    en: ["Which phone number is in this message?\n\n{mail}", "{mail}\n\nI only need the number to call."],
    it: [
      "Quale numero di telefono c'è in questo messaggio?\n\n{mail}",
      "{mail}\n\nMi serve soltanto il numero da chiamare.",
    ],
    de: [
      "Welche Telefonnummer steht in dieser Nachricht?\n\n{mail}",
      "{mail}\n\nIch brauche nur die Nummer, die ich anrufen soll.",
    ],
    fr: [
      "Quel numéro de téléphone figure dans ce message ?\n\n{mail}",
      "{mail}\n\nIl me faut seulement le numéro à appeler.",
    ],
    es: [
      "¿Qué número de teléfono aparece en este mensaje?\n\n{mail}",
      "{mail}\n\nSolo necesito el número al que llamar.",
    ],
    tr: ["Bu mesajda hangi telefon numarası var?\n\n{mail}", "{mail}\n\nBana sadece aranacak numara lazım."],
  },
  fills: {
    mail: {
      en: [
        "Dear neighbours, the lift will be checked on Thursday between nine and eleven. During that time please use the stairs, and keep bicycles out of the hall so that the technicians can bring their tools in. Should anyone need help with shopping bags, our caretaker is glad to lend a hand: 555-0142. Many thanks for your patience, the house committee.",
        "Hi all, the choir meets at the old school this week because the church is being painted. Bring the blue folder and something to drink. If you are late, ring Marta, she will open the side door: 555-0177. Parking is behind the bakery. See you on Friday, Paul.",
        "Good evening, your parcel could not be left with a neighbour today. It waits in the shop on Mill Street until Saturday noon; please bring a document with your name. Questions are answered at 555-0121 on working days. With kind regards, the delivery team.",
      ],
      it: [
        "Gentili condomini, giovedì tra le nove e le undici verrà controllato l'ascensore. In quelle ore usate le scale e lasciate libero l'ingresso, così i tecnici possono portare dentro gli attrezzi. Chi ha bisogno di aiuto con la spesa può chiamare il custode: 555-0142. Grazie per la pazienza, il comitato.",
        "Ciao a tutti, questa settimana il coro si trova nella vecchia scuola perché stanno imbiancando la chiesa. Portate la cartellina blu e qualcosa da bere. Se fate tardi, Marta apre la porta laterale: 555-0177. Si parcheggia dietro il forno. A venerdì, Paolo.",
      ],
      de: [
        "Liebe Nachbarn, am Donnerstag wird zwischen neun und elf Uhr der Aufzug geprüft. Bitte nehmt in dieser Zeit die Treppe und lasst den Flur frei, damit die Techniker ihr Werkzeug hereintragen können. Wer Hilfe mit Einkäufen braucht, ruft den Hausmeister an: 555-0142. Danke für eure Geduld, der Hausbeirat.",
        "Hallo zusammen, der Chor trifft sich diese Woche in der alten Schule, weil die Kirche gestrichen wird. Bringt die blaue Mappe und etwas zu trinken mit. Wer zu spät kommt: Marta öffnet die Seitentür, 555-0177. Parken könnt ihr hinter der Bäckerei. Bis Freitag, Paul.",
      ],
      fr: [
        "Chers voisins, l'ascenseur sera contrôlé jeudi entre neuf et onze heures. Pendant ce temps, prenez l'escalier et laissez le hall libre pour que les techniciens puissent entrer leurs outils. Si quelqu'un a besoin d'aide pour ses courses, le gardien répond au 555-0142. Merci de votre patience, le comité.",
        "Bonjour à tous, la chorale se réunit cette semaine à l'ancienne école, car on repeint l'église. Apportez le dossier bleu et de quoi boire. En cas de retard, Marta ouvre la porte de côté : 555-0177. On se gare derrière la boulangerie. À vendredi, Paul.",
      ],
      es: [
        "Estimados vecinos, el jueves entre las nueve y las once revisarán el ascensor. Durante ese tiempo usad la escalera y dejad libre el portal para que los técnicos puedan entrar con sus herramientas. Si alguien necesita ayuda con la compra, el conserje atiende en el 555-0142. Gracias por la paciencia, la comunidad.",
        "Hola a todos, esta semana el coro se reúne en la escuela vieja porque están pintando la iglesia. Traed la carpeta azul y algo de beber. Si llegáis tarde, Marta abre la puerta lateral: 555-0177. Se aparca detrás de la panadería. Hasta el viernes, Pablo.",
      ],
      tr: [
        "Sevgili komşular, perşembe günü dokuz ile on bir arasında asansör bakımı yapılacak. O saatlerde lütfen merdiveni kullanın ve teknisyenler aletlerini getirebilsin diye girişi boş bırakın. Alışveriş torbaları için yardım gerekirse kapıcımızı arayın: 555-0142. Sabrınız için teşekkürler, yönetim.",
        "Herkese merhaba, kilise boyandığı için koro bu hafta eski okulda buluşuyor. Mavi dosyayı ve içecek bir şey getirin. Geç kalan olursa yan kapıyı Meral açar: 555-0177. Araçlar fırının arkasına park edilir. Cuma görüşürüz, Polat.",
      ],
    },
  },
};

export const extractDay: PromptTemplate = {
  name: "extract-day",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "On which day is the next meeting, according to these minutes?\n\n{notes}",
      "Look through the notes below and give me just the day we meet again.\n\n{notes}",
    ],
    it: [
      "In che giorno è la prossima riunione, secondo questo verbale?\n\n{notes}",
      "Guarda gli appunti qui sotto e dimmi solo il giorno in cui ci rivediamo.\n\n{notes}",
    ],
    de: [
      "An welchem Tag ist laut diesem Protokoll das nächste Treffen?\n\n{notes}",
      "Sieh dir die Notizen an und nenne mir nur den Tag, an dem wir uns wiedersehen.\n\n{notes}",
    ],
    fr: [
      "Quel jour a lieu la prochaine réunion, d'après ce compte rendu ?\n\n{notes}",
      "Parcours les notes ci-dessous et donne-moi juste le jour où l'on se revoit.\n\n{notes}",
    ],
    es: [
      "¿Qué día es la próxima reunión, según esta acta?\n\n{notes}",
      "Mira las notas de abajo y dime solo el día en que volvemos a vernos.\n\n{notes}",
    ],
    tr: [
      "Bu tutanağa göre bir sonraki toplantı hangi gün?\n\n{notes}",
      "Aşağıdaki notlara bak ve bana sadece yeniden buluşacağımız günü söyle.\n\n{notes}",
    ],
  },
  fills: {
    notes: {
      en: [
        "Present: Ines, Theo, Bora. Theo showed the new logo, all liked the green one. Budget for flyers: 120 euros, agreed. Ines will ask the printer about recycled paper and compare two offers. The analysis of last year's visitors is postponed. Next meeting: Wednesday at six in the café.",
        "Present: everyone but Lena. The roof of the shed leaks, Omar buys tar paper. The strategy for the spring market was discussed at length without a result. Keys: two are missing. We see each other again on Sunday after breakfast and then sort the seeds.",
        "Present: the parents of class 4b. The trip goes to the salt mine, the bus holds fifty. Costs are 14 euros a child. Mrs Ott evaluates the forms until the holidays. We talk again on Monday evening in the library.",
      ],
      it: [
        "Presenti: Ines, Teo, Bora. Teo ha mostrato il nuovo logo, a tutti piace quello verde. Spesa per i volantini: 120 euro, approvata. Ines chiede alla tipografia la carta riciclata e confronta due offerte. L'analisi dei visitatori è rimandata. Prossima riunione: mercoledì alle sei al bar.",
        "Presenti: tutti tranne Lena. Il tetto del capanno perde, Omar compra la guaina. Della strategia per il mercato si è parlato a lungo senza risultato. Chiavi: ne mancano due. Ci rivediamo domenica dopo colazione per dividere i semi.",
      ],
      de: [
        "Anwesend: Ines, Theo, Bora. Theo zeigte das neue Logo, allen gefiel das grüne. Budget für Flyer: 120 Euro, beschlossen. Ines fragt die Druckerei nach Recyclingpapier und vergleicht zwei Angebote. Die Analyse der Besucherzahlen ist verschoben. Nächstes Treffen: Mittwoch um sechs im Café.",
        "Anwesend: alle außer Lena. Das Dach vom Schuppen ist undicht, Omar kauft Dachpappe. Über die Strategie für den Markt wurde lange ohne Ergebnis gesprochen. Schlüssel: zwei fehlen. Wir sehen uns am Sonntag nach dem Frühstück und sortieren die Samen.",
      ],
      fr: [
        "Présents : Ines, Théo, Bora. Théo a montré le nouveau logo, tous préfèrent le vert. Budget des affiches : 120 euros, accepté. Ines demande du papier recyclé à l'imprimeur et compare deux devis. L'analyse des visiteurs est reportée. Prochaine réunion : mercredi à six heures au café.",
        "Présents : tous sauf Léna. Le toit de la cabane fuit, Omar achète de la toile. On a longtemps parlé de la stratégie du marché, sans résultat. Clés : il en manque deux. On se retrouve dimanche après le petit déjeuner pour trier les graines.",
      ],
      es: [
        "Presentes: Inés, Teo, Bora. Teo enseñó el logo nuevo, a todos les gusta el verde. Presupuesto de folletos: 120 euros, aprobado. Inés pide papel reciclado a la imprenta y compara dos ofertas. El análisis de visitantes queda aplazado. Próxima reunión: miércoles a las seis en el café.",
        "Presentes: todos menos Lena. El tejado del cobertizo gotea, Omar compra tela asfáltica. Se habló mucho de la estrategia del mercado, sin resultado. Llaves: faltan dos. Nos vemos el domingo después de desayunar para separar las semillas.",
      ],
      tr: [
        "Katılanlar: İnci, Tekin, Bora. Tekin yeni logoyu gösterdi, herkes yeşili beğendi. Broşür bütçesi: 120 avro, onaylandı. İnci matbaadan geri dönüşümlü kâğıt soracak ve iki teklifi karşılaştıracak. Ziyaretçi analizi ertelendi. Sonraki toplantı: çarşamba saat altıda kafede.",
        "Katılanlar: Lale dışında herkes. Kulübenin çatısı akıyor, Ömer örtü alacak. Pazar stratejisi uzun uzun konuşuldu, sonuç çıkmadı. Anahtarlar: ikisi kayıp. Pazar günü kahvaltıdan sonra görüşüp tohumları ayıracağız.",
      ],
    },
  },
};

export const readNameInStory: PromptTemplate = {
  name: "read-name-in-story",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "{story}\n\nWhat is the animal in the story called?",
      "Read this and tell me the animal's name: {story}",
    ],
    it: [
      "{story}\n\nCome si chiama l'animale del racconto?",
      "Leggi qui e dimmi il nome dell'animale: {story}",
    ],
    de: [
      "{story}\n\nWie heißt das Tier in der Geschichte?",
      "Lies das und nenne mir den Namen des Tiers: {story}",
    ],
    fr: [
      "{story}\n\nComment s'appelle l'animal de l'histoire ?",
      "Lis ceci et dis-moi le nom de l'animal : {story}",
    ],
    es: [
      "{story}\n\n¿Cómo se llama el animal de la historia?",
      "Lee esto y dime el nombre del animal: {story}",
    ],
    tr: ["{story}\n\nHikâyedeki hayvanın adı nedir?", "Şunu oku ve hayvanın adını söyle: {story}"],
  },
  fills: {
    story: {
      en: [
        "When the ferry left, Aunt Rosa noticed that her hat was gone. She blamed the wind, the captain and finally the sea itself. Only in the evening, on the island, did she find it under the bench, where Biscuit, the captain's old dog, had made it his pillow. She laughed so loudly that the gulls flew up.",
        "Every morning the clockmaker opened the window for Nimbus, a grey cat without an owner. One winter the clocks of the town all stopped in the same minute. People came running with theories and calculations. The clockmaker only looked at the cat, who sat in the tower between the wheels, fast asleep.",
        "The children had built a raft from barrels and old doors. It carried three of them, two apples and Pepper, a goat who hated water and loved company. Halfway across the pond a door came loose. Everyone swam ashore except the goat, who sailed on in dignity.",
      ],
      it: [
        "Quando il traghetto partì, zia Rosa si accorse che il cappello non c'era più. Diede la colpa al vento, al capitano e infine al mare. Solo la sera, sull'isola, lo trovò sotto la panca, dove Biscotto, il vecchio cane del capitano, ne aveva fatto un cuscino. Rise così forte che i gabbiani si alzarono in volo.",
        "Ogni mattina l'orologiaio apriva la finestra a Nuvola, una gatta grigia senza padrone. Un inverno gli orologi della città si fermarono tutti nello stesso minuto. La gente accorse con teorie e calcoli. Lui guardò soltanto la gatta, che dormiva nella torre tra gli ingranaggi.",
      ],
      de: [
        "Als die Fähre ablegte, merkte Tante Rosa, dass ihr Hut fehlte. Sie gab dem Wind die Schuld, dem Kapitän und zuletzt dem Meer. Erst abends auf der Insel fand sie ihn unter der Bank, wo Keks, der alte Hund des Kapitäns, ihn als Kissen benutzte. Sie lachte so laut, dass die Möwen aufflogen.",
        "Jeden Morgen öffnete der Uhrmacher das Fenster für Wolke, eine graue Katze ohne Besitzer. In einem Winter blieben alle Uhren der Stadt in derselben Minute stehen. Die Leute kamen mit Theorien und Berechnungen. Er sah nur zur Katze, die im Turm zwischen den Rädern schlief.",
      ],
      fr: [
        "Quand le ferry partit, tante Rosa vit que son chapeau avait disparu. Elle accusa le vent, le capitaine et enfin la mer. C'est le soir seulement, sur l'île, qu'elle le trouva sous le banc, où Biscuit, le vieux chien du capitaine, en avait fait son oreiller. Elle rit si fort que les mouettes s'envolèrent.",
        "Chaque matin l'horloger ouvrait la fenêtre à Nuage, un chat gris sans maître. Un hiver, toutes les horloges de la ville s'arrêtèrent à la même minute. Les gens vinrent avec des théories et des calculs. Lui ne regarda que le chat, qui dormait dans la tour entre les roues.",
      ],
      es: [
        "Cuando zarpó el ferry, tía Rosa notó que su sombrero no estaba. Culpó al viento, al capitán y por fin al mar. Solo por la noche, en la isla, lo encontró bajo el banco, donde Galleta, el viejo perro del capitán, lo usaba de almohada. Se rió tanto que las gaviotas echaron a volar.",
        "Cada mañana el relojero abría la ventana a Nube, una gata gris sin dueño. Un invierno todos los relojes de la ciudad se pararon en el mismo minuto. La gente llegó con teorías y cálculos. Él solo miró a la gata, que dormía en la torre entre las ruedas.",
      ],
      tr: [
        "Vapur kalkınca Rosa Teyze şapkasının olmadığını fark etti. Önce rüzgârı, sonra kaptanı, en sonunda denizi suçladı. Ancak akşam adada, sıranın altında buldu: kaptanın yaşlı köpeği Bisküvi onu yastık yapmıştı. Öyle yüksek sesle güldü ki martılar havalandı.",
        "Saatçi her sabah pencereyi Bulut için açardı, sahipsiz gri bir kediydi. Bir kış şehrin bütün saatleri aynı dakikada durdu. İnsanlar kuramlar ve hesaplarla koşup geldi. Saatçi yalnızca kulede çarkların arasında uyuyan kediye baktı.",
      ],
    },
  },
};

export const listSort: PromptTemplate = {
  name: "list-sort",
  target: "local",
  complexity: "simple",
  wordings: {
    en: ["Please put this list in alphabetical order: {list}.", "Sort from A to Z, nothing else: {list}."],
    it: ["Metti in ordine alfabetico questo elenco: {list}.", "Ordina dalla A alla Z, nient'altro: {list}."],
    de: [
      "Bringe diese Liste in alphabetische Reihenfolge: {list}.",
      "Sortiere von A bis Z, sonst nichts: {list}.",
    ],
    fr: ["Mets cette liste dans l'ordre alphabétique : {list}.", "Trie de A à Z, rien d'autre : {list}."],
    es: ["Pon esta lista en orden alfabético: {list}.", "Ordena de la A a la Z, nada más: {list}."],
    tr: ["Bu listeyi alfabetik sıraya koy: {list}.", "A'dan Z'ye sırala, başka bir şey yapma: {list}."],
  },
  fills: {
    list: {
      en: [
        "onions, milk, rice, butter, apples, salt, coffee, eggs, tea, flour, honey, paper towels, candles",
        "hammer, saw, nails, drill, level, pliers, tape, ladder, gloves, brush, screws, wire, chisel",
        "Oslo, Lima, Cairo, Rome, Delhi, Tokyo, Accra, Quito, Bern, Sofia, Hanoi, Paris, Minsk",
      ],
      it: [
        "cipolle, latte, riso, burro, mele, sale, caffè, uova, tè, farina, miele, candele, zucchero",
        "martello, sega, chiodi, trapano, livella, pinze, nastro, scala, guanti, pennello, viti",
      ],
      de: [
        "Zwiebeln, Milch, Reis, Butter, Äpfel, Salz, Kaffee, Eier, Tee, Mehl, Honig, Kerzen, Zucker",
        "Hammer, Säge, Nägel, Bohrer, Waage, Zange, Klebeband, Leiter, Handschuhe, Pinsel, Schrauben",
      ],
      fr: [
        "oignons, lait, riz, beurre, pommes, sel, café, œufs, thé, farine, miel, bougies, sucre",
        "marteau, scie, clous, perceuse, niveau, pinces, ruban, échelle, gants, pinceau, vis",
      ],
      es: [
        "cebollas, leche, arroz, mantequilla, manzanas, sal, café, huevos, té, harina, miel, velas",
        "martillo, sierra, clavos, taladro, nivel, alicates, cinta, escalera, guantes, brocha, tornillos",
      ],
      tr: [
        "soğan, süt, pirinç, tereyağı, elma, tuz, kahve, yumurta, çay, un, bal, mum, şeker",
        "çekiç, testere, çivi, matkap, terazi, pense, bant, merdiven, eldiven, fırça, vida",
      ],
    },
  },
};

export const arithmeticInStory: PromptTemplate = {
  name: "arithmetic-in-story",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "It rained all morning, so I took the long way under the arcades and met half the village there. At the first stall I bought {first} pears, because they smelled so good, and much later, when the bells had already rung and I was almost home, {second} more from my cousin. How many pears do I have?",
      "Grandma counts everything. Today she put {first} jars on the upper shelf, told me the story of the flood once more, drank her coffee, and then put {second} jars on the lower one. How many jars is that?",
    ],
    it: [
      "Ha piovuto tutta la mattina, così ho fatto il giro lungo sotto i portici e ho incontrato mezzo paese. Al primo banco ho comprato {first} pere, perché profumavano, e molto dopo, quando ero quasi a casa, altre {second} da mio cugino. Quante pere ho?",
      "La nonna conta tutto. Oggi ha messo {first} vasetti sullo scaffale in alto, mi ha raccontato di nuovo l'alluvione, ha bevuto il caffè e poi ne ha messi {second} in basso. Quanti vasetti sono?",
    ],
    de: [
      "Es regnete den ganzen Morgen, also nahm ich den langen Weg unter den Arkaden und traf das halbe Dorf. Am ersten Stand kaufte ich {first} Birnen, weil sie so gut rochen, und viel später, fast schon zu Hause, noch {second} von meinem Vetter. Wie viele Birnen habe ich?",
      "Oma zählt alles. Heute stellte sie {first} Gläser auf das obere Brett, erzählte wieder von der Flut, trank ihren Kaffee und stellte dann {second} Gläser nach unten. Wie viele Gläser sind das?",
    ],
    fr: [
      "Il a plu toute la matinée, alors j'ai pris le long chemin sous les arcades et j'y ai croisé la moitié du village. Au premier étal j'ai acheté {first} poires, tant elles sentaient bon, et bien plus tard, presque arrivé, {second} autres à mon cousin. Combien de poires ai-je ?",
      "Mamie compte tout. Aujourd'hui elle a mis {first} bocaux sur l'étagère du haut, m'a encore raconté l'inondation, a bu son café, puis en a mis {second} en bas. Cela fait combien de bocaux ?",
    ],
    es: [
      "Llovió toda la mañana, así que di la vuelta larga por los soportales y me encontré con medio pueblo. En el primer puesto compré {first} peras, porque olían muy bien, y mucho después, casi en casa, otras {second} a mi primo. ¿Cuántas peras tengo?",
      "La abuela lo cuenta todo. Hoy puso {first} tarros en el estante de arriba, me contó otra vez lo de la riada, tomó su café y luego puso {second} abajo. ¿Cuántos tarros son?",
    ],
    tr: [
      "Bütün sabah yağmur yağdı, ben de kemerlerin altındaki uzun yoldan gittim ve köyün yarısıyla karşılaştım. İlk tezgâhtan, çok güzel koktukları için {first} armut aldım, epey sonra, eve varmak üzereyken kuzenimden {second} tane daha. Kaç armudum var?",
      "Ninem her şeyi sayar. Bugün üst rafa {first} kavanoz koydu, bana yine seli anlattı, kahvesini içti, sonra alt rafa {second} kavanoz koydu. Kaç kavanoz eder?",
    ],
  },
  fills: {
    first: ["4", "7", "12"],
    second: ["3", "8", "5"],
  },
};

export const readOpeningHours: PromptTemplate = {
  name: "read-opening-hours",
  target: "local",
  complexity: "simple",
  wordings: {
    en: [
      "Is it open on Sunday? Yes or no. Here is what their page says:\n\n{page}",
      "Their page reads like this:\n\n{page}\n\nSo can I go there on a Sunday?",
    ],
    it: [
      "È aperto di domenica? Sì o no. Ecco cosa dice la loro pagina:\n\n{page}",
      "La loro pagina dice così:\n\n{page}\n\nQuindi posso andarci di domenica?",
    ],
    de: [
      "Ist dort sonntags offen? Ja oder nein. Das steht auf der Seite:\n\n{page}",
      "Auf der Seite steht:\n\n{page}\n\nKann ich also an einem Sonntag hin?",
    ],
    fr: [
      "Est-ce ouvert le dimanche ? Oui ou non. Voici ce que dit leur page :\n\n{page}",
      "Leur page dit ceci :\n\n{page}\n\nJe peux donc y aller un dimanche ?",
    ],
    es: [
      "¿Abre los domingos? Sí o no. Esto dice su página:\n\n{page}",
      "En su página pone lo siguiente:\n\n{page}\n\nEntonces, ¿puedo ir un domingo?",
    ],
    tr: [
      "Pazar günü açık mı? Evet ya da hayır. Sayfalarında şu yazıyor:\n\n{page}",
      "Sayfada şöyle diyor:\n\n{page}\n\nYani pazar günü gidebilir miyim?",
    ],
  },
  fills: {
    page: {
      en: [
        "The museum of clocks shows four hundred pieces from five centuries. Tickets cost six euros, children enter free. We are open from Tuesday to Saturday, ten to five, and closed on Sunday and Monday. Dogs wait outside. The tower can be climbed on request.",
        "Welcome to the swimming hall at the old mill. The large pool has 27 degrees, the small one 31. Every day of the week, Sundays included, we open at seven and close at nine in the evening. Please bring a coin for the locker.",
        "Seed library: borrow seeds in spring and bring new ones in autumn. The room next to the post office is staffed by volunteers on Monday and Thursday afternoon only. On other days the door stays shut, but you may leave packets in the box.",
      ],
      it: [
        "Il museo degli orologi mostra quattrocento pezzi di cinque secoli. Il biglietto costa sei euro, i bambini entrano gratis. Siamo aperti da martedì a sabato, dalle dieci alle cinque; domenica e lunedì chiuso. I cani aspettano fuori.",
        "Benvenuti alla piscina del vecchio mulino. La vasca grande ha 27 gradi, la piccola 31. Tutti i giorni della settimana, domenica compresa, apriamo alle sette e chiudiamo alle nove di sera. Portate una moneta per l'armadietto.",
      ],
      de: [
        "Das Uhrenmuseum zeigt vierhundert Stücke aus fünf Jahrhunderten. Der Eintritt kostet sechs Euro, Kinder zahlen nichts. Geöffnet ist von Dienstag bis Samstag, zehn bis siebzehn Uhr, sonntags und montags geschlossen. Hunde warten draußen.",
        "Willkommen im Hallenbad an der alten Mühle. Das große Becken hat 27 Grad, das kleine 31. An jedem Tag der Woche, auch sonntags, öffnen wir um sieben und schließen um einundzwanzig Uhr. Bitte eine Münze für den Schrank mitbringen.",
      ],
      fr: [
        "Le musée des horloges présente quatre cents pièces de cinq siècles. L'entrée coûte six euros, elle est gratuite pour les enfants. Ouvert du mardi au samedi, de dix à dix-sept heures, fermé le dimanche et le lundi. Les chiens attendent dehors.",
        "Bienvenue à la piscine du vieux moulin. Le grand bassin est à 27 degrés, le petit à 31. Tous les jours de la semaine, dimanche compris, nous ouvrons à sept heures et fermons à vingt et une heures. Pensez à une pièce pour le casier.",
      ],
      es: [
        "El museo de relojes muestra cuatrocientas piezas de cinco siglos. La entrada cuesta seis euros, los niños no pagan. Abrimos de martes a sábado, de diez a cinco; domingos y lunes cerrado. Los perros esperan fuera.",
        "Bienvenidos a la piscina del molino viejo. El vaso grande está a 27 grados, el pequeño a 31. Todos los días de la semana, también los domingos, abrimos a las siete y cerramos a las nueve de la noche. Traed una moneda para la taquilla.",
      ],
      tr: [
        "Saat müzesi beş yüzyıldan dört yüz parça sergiler. Giriş altı avro, çocuklara ücretsizdir. Salıdan cumartesiye, onla beş arası açığız; pazar ve pazartesi kapalıyız. Köpekler dışarıda bekler.",
        "Eski değirmendeki yüzme havuzuna hoş geldiniz. Büyük havuz 27, küçük havuz 31 derece. Haftanın her günü, pazar dahil, yedide açar, akşam dokuzda kapatırız. Dolap için bir bozuk para getirin.",
      ],
    },
  },
};
