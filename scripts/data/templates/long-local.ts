import type { TemplateGroup } from "../prompt-template.ts";

/** Long and easy: much text around a small request. */
export const longLocal: TemplateGroup = [
  {
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
  },
  {
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
      tr: [
        "Bu mesajda hangi telefon numarası var?\n\n{mail}",
        "{mail}\n\nBana sadece aranacak numara lazım.",
      ],
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
  },
  {
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
  },
  {
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
  },
  {
    name: "list-sort",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Please put this list in alphabetical order: {list}.", "Sort from A to Z, nothing else: {list}."],
      it: [
        "Metti in ordine alfabetico questo elenco: {list}.",
        "Ordina dalla A alla Z, nient'altro: {list}.",
      ],
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
  },
  {
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
  },
  {
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
  },
  {
    name: "rewrite-polite",
    target: "local",
    complexity: "moderate",
    wordings: {
      en: [
        "Rewrite this so that it sounds friendlier: {message}",
        "How could I put this more politely? {message}",
      ],
      it: [
        "Riscrivilo in modo che suoni più gentile: {message}",
        "Come posso dirlo con più garbo? {message}",
      ],
      de: [
        "Schreibe das so um, dass es freundlicher klingt: {message}",
        "Wie sage ich das höflicher? {message}",
      ],
      fr: [
        "Réécris ceci pour que ce soit plus aimable : {message}",
        "Comment dire cela plus poliment ? {message}",
      ],
      es: [
        "Reescribe esto para que suene más amable: {message}",
        "¿Cómo lo digo con más educación? {message}",
      ],
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
];
