import type { TemplateGroup } from "../prompt-template.ts";

/** Long and hard: several demands that an answer has to meet together. */
export const longCloud: TemplateGroup = [
  {
    name: "plan-business",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Write a business plan for {business}. Cover target customers, the three closest competitors, prices, staffing, a cash-flow table for eighteen months and the point at which we should give up.",
        "We want to open {business} with 60,000 euros of our own. Work out whether that is enough: costs by month, a careful and a hopeful case, and what to do first.",
      ],
      it: [
        "Scrivi un piano aziendale per {business}. Servono clienti, i tre concorrenti più vicini, prezzi, personale, una tabella di cassa per diciotto mesi e il punto in cui conviene rinunciare.",
        "Vogliamo aprire {business} con 60.000 euro nostri. Calcola se bastano: costi mese per mese, un caso prudente e uno ottimista, e cosa fare per prima cosa.",
      ],
      de: [
        "Schreibe einen Geschäftsplan für {business}. Nötig sind Zielgruppe, die drei nächsten Konkurrenten, Preise, Personal, eine Liquiditätstabelle für achtzehn Monate und der Punkt, an dem wir aufgeben sollten.",
        "Wir haben 60.000 Euro eigenes Geld für {business}. Rechne aus, ob das reicht: Kosten je Monat, ein vorsichtiger und ein hoffnungsvoller Fall, und was zuerst zu tun ist.",
      ],
      fr: [
        "Rédige un plan d'affaires pour {business}. Il faut la clientèle, les trois concurrents les plus proches, les prix, le personnel, un tableau de trésorerie sur dix-huit mois et le moment où il vaut mieux renoncer.",
        "Nous voulons ouvrir {business} avec 60 000 euros à nous. Calcule si cela suffit : coûts par mois, un cas prudent et un cas optimiste, et par quoi commencer.",
      ],
      es: [
        "Escribe un plan de negocio para {business}. Hacen falta clientes, los tres competidores más cercanos, precios, personal, una tabla de caja a dieciocho meses y el momento en que convendría rendirse.",
        "Queremos abrir {business} con 60.000 euros propios. Calcula si alcanza: costes por mes, un caso prudente y otro optimista, y qué hacer primero.",
      ],
      tr: [
        "{business} için bir iş planı yaz. Hedef müşteriler, en yakın üç rakip, fiyatlar, personel, on sekiz aylık nakit tablosu ve hangi noktada vazgeçmemiz gerektiği bulunsun.",
        "Kendi 60.000 avromuzla {business} açmak istiyoruz. Yeter mi, hesapla: aylık giderler, temkinli ve iyimser iki durum, bir de önce ne yapılmalı.",
      ],
    },
    fills: {
      business: {
        en: [
          "a repair café for bicycles",
          "a night bakery near the hospital",
          "a climbing hall in a small town",
        ],
        it: ["una ciclofficina con bar", "un forno notturno vicino all'ospedale"],
        de: ["eine Fahrradwerkstatt mit Café", "eine Nachtbäckerei am Krankenhaus"],
        fr: ["un atelier de vélos avec café", "une boulangerie de nuit près de l'hôpital"],
        es: ["un taller de bicicletas con café", "una panadería nocturna junto al hospital"],
        tr: ["kafeli bir bisiklet tamir atölyesi", "hastanenin yanında bir gece fırını"],
      },
    },
  },
  {
    name: "code-from-spec",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Write {thing}. It must be safe under concurrent use, never hold more than the configured number of entries, give each entry its own time to live, and come with tests that do not sleep.",
        "I would like {thing}, with types, without dependencies, with an explanation of each invariant and of what happens when two callers arrive at the same moment or one of them fails.",
      ],
      it: [
        "Scrivi {thing}. Deve reggere l'uso concorrente, non superare mai il numero di voci configurato, dare a ogni voce la propria scadenza e avere test che non aspettano.",
        "Vorrei {thing}, con i tipi, senza dipendenze, spiegando ogni invariante e cosa succede quando due chiamate arrivano nello stesso istante o una fallisce.",
      ],
      de: [
        "Schreibe {thing}. Gleichzeitige Nutzung muss sicher sein, es dürfen nie mehr Einträge als eingestellt gehalten werden, jeder Eintrag hat seine eigene Lebensdauer, und die Tests warten nicht.",
        "Ich hätte gern {thing}, mit Typen, ohne Abhängigkeiten, samt Erklärung jeder Invariante und dessen, was passiert, wenn zwei Aufrufer gleichzeitig kommen oder einer scheitert.",
      ],
      fr: [
        "Écris {thing}. L'usage concurrent doit être sûr, le nombre d'entrées configuré jamais dépassé, chaque entrée avoir sa propre durée de vie, et les tests ne doivent pas attendre.",
        "J'aimerais {thing}, avec des types, sans dépendances, en expliquant chaque invariant et ce qui arrive quand deux appels viennent au même instant ou que l'un échoue.",
      ],
      es: [
        "Escribe {thing}. Debe ser seguro con uso concurrente, no guardar nunca más entradas de las configuradas, dar a cada entrada su propia caducidad y traer pruebas que no esperen.",
        "Quisiera {thing}, con tipos, sin dependencias, explicando cada invariante y lo que ocurre cuando dos llamadas llegan a la vez o una de ellas falla.",
      ],
      tr: [
        "{thing} yaz. Eşzamanlı kullanımda güvenli olmalı, ayarlanan kayıt sayısını asla aşmamalı, her kaydın kendi ömrü olmalı ve testleri beklemeden çalışmalı.",
        "{thing} istiyorum: tipli, bağımlılıksız, her değişmezin açıklamasıyla ve iki çağrı aynı anda gelirse ya da biri başarısız olursa ne olacağıyla birlikte.",
      ],
    },
    fills: {
      thing: {
        en: [
          "an LRU cache in TypeScript",
          "a connection pool in Go",
          "a memoising decorator for async functions in Python",
        ],
        it: ["una cache LRU in TypeScript", "un pool di connessioni in Go"],
        de: ["einen LRU-Cache in TypeScript", "einen Verbindungspool in Go"],
        fr: ["un cache LRU en TypeScript", "un pool de connexions en Go"],
        es: ["una caché LRU en TypeScript", "un pool de conexiones en Go"],
        tr: ["TypeScript'te bir LRU önbelleği", "Go'da bir bağlantı havuzu"],
      },
    },
  },
  {
    name: "puzzle-schedule",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Five talks need slots on one day: {rules} Which timetables are possible? List all, or show that there is none.",
        "I keep failing at this timetable of five talks. {rules} Is there more than one solution?",
      ],
      it: [
        "Cinque interventi vanno messi in un giorno: {rules} Quali orari sono possibili? Elencali tutti o mostra che non ce n'è nessuno.",
        "Non riesco a far quadrare l'orario di cinque interventi. {rules} C'è più di una soluzione?",
      ],
      de: [
        "Fünf Vorträge brauchen einen Platz an einem Tag: {rules} Welche Pläne sind möglich? Nenne alle oder zeige, dass es keinen gibt.",
        "Ich scheitere an diesem Plan mit fünf Vorträgen. {rules} Gibt es mehr als eine Lösung?",
      ],
      fr: [
        "Cinq exposés doivent tenir en une journée : {rules} Quels horaires sont possibles ? Donne-les tous ou montre qu'il n'y en a pas.",
        "Je n'arrive pas à caser ces cinq exposés. {rules} Y a-t-il plus d'une solution ?",
      ],
      es: [
        "Cinco charlas deben caber en un día: {rules} ¿Qué horarios son posibles? Da todos o muestra que no hay ninguno.",
        "No consigo cuadrar el horario de cinco charlas. {rules} ¿Hay más de una solución?",
      ],
      tr: [
        "Beş konuşma bir güne yerleşecek: {rules} Hangi programlar mümkün? Hepsini say ya da hiç olmadığını göster.",
        "Beş konuşmalık bu programı bir türlü kuramıyorum. {rules} Birden fazla çözüm var mı?",
      ],
    },
    fills: {
      rules: {
        en: [
          "A before C, B not first and not last, D right after E, C and D not neighbours, and A not in the slot before lunch, which is the third.",
          "B after A but not directly, C first or last, E before D, no two of A, C, E in a row, and D never in the middle.",
          "E exactly two places after B, A and D not next to each other, C somewhere before A, and the last slot must be B or D.",
        ],
        it: [
          "A prima di C, B né primo né ultimo, D subito dopo E, C e D non vicini, e A non nel terzo posto, quello prima di pranzo.",
          "B dopo A ma non subito, C primo o ultimo, E prima di D, mai due tra A, C, E di fila, e D mai nel mezzo.",
        ],
        de: [
          "A vor C, B weder zuerst noch zuletzt, D direkt nach E, C und D nicht benachbart, und A nicht auf dem dritten Platz vor dem Mittagessen.",
          "B nach A, aber nicht direkt, C zuerst oder zuletzt, E vor D, nie zwei von A, C, E hintereinander, und D nie in der Mitte.",
        ],
        fr: [
          "A avant C, B ni premier ni dernier, D juste après E, C et D non voisins, et A pas en troisième place, celle d'avant le repas.",
          "B après A mais pas aussitôt, C premier ou dernier, E avant D, jamais deux de A, C, E à la suite, et D jamais au milieu.",
        ],
        es: [
          "A antes que C, B ni primera ni última, D justo después de E, C y D no vecinas, y A no en el tercer lugar, el de antes de comer.",
          "B después de A pero no enseguida, C primera o última, E antes que D, nunca dos de A, C, E seguidas, y D nunca en medio.",
        ],
        tr: [
          "A C'den önce, B ne ilk ne son, D tam E'nin ardından, C ile D yan yana değil, A da öğle yemeğinden önceki üçüncü sırada değil.",
          "B A'dan sonra ama hemen değil, C ilk ya da son, E D'den önce, A, C, E'den ikisi asla art arda değil, D de ortada değil.",
        ],
      },
    },
  },
  {
    name: "analyse-argument",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "{text}\n\nWhich unstated assumptions carry this argument, which of them is weakest, and what evidence would settle it?",
        "Someone wrote the following in our newsletter. Take it apart fairly, first in its strongest form, then with the best objection.\n\n{text}",
      ],
      it: [
        "{text}\n\nQuali assunti taciti reggono questo ragionamento, quale è il più debole e quali prove deciderebbero la questione?",
        "Qualcuno ha scritto questo nella nostra newsletter. Smontalo con equità, prima nella sua forma più forte, poi con l'obiezione migliore.\n\n{text}",
      ],
      de: [
        "{text}\n\nWelche unausgesprochenen Annahmen tragen dieses Argument, welche ist die schwächste, und welche Belege würden die Sache entscheiden?",
        "Das stand in unserem Rundbrief. Nimm es fair auseinander, erst in seiner stärksten Form, dann mit dem besten Einwand.\n\n{text}",
      ],
      fr: [
        "{text}\n\nQuels présupposés portent cet argument, lequel est le plus faible et quelles preuves trancheraient ?",
        "Quelqu'un a écrit ceci dans notre lettre. Démonte-le avec équité, d'abord sous sa forme la plus forte, puis avec la meilleure objection.\n\n{text}",
      ],
      es: [
        "{text}\n\n¿Qué supuestos tácitos sostienen este argumento, cuál es el más débil y qué pruebas lo resolverían?",
        "Alguien escribió esto en nuestro boletín. Desmóntalo con justicia, primero en su forma más fuerte y luego con la mejor objeción.\n\n{text}",
      ],
      tr: [
        "{text}\n\nBu savı hangi söylenmemiş varsayımlar taşıyor, en zayıfı hangisi ve hangi kanıt meseleyi çözer?",
        "Biri bültenimizde bunu yazdı. Önce en güçlü hâliyle, sonra en iyi itirazla, hakkını vererek çözümle.\n\n{text}",
      ],
    },
    fills: {
      text: {
        en: [
          "Since the speed cameras were set up, accidents on the ring road fell by a third. In the same years the neighbouring town put up none and saw no change. So cameras save lives, and whoever votes against them accepts deaths for the sake of comfort.",
          "Pupils who eat breakfast get better marks. Breakfast costs the school two euros a head. Therefore a free breakfast is the cheapest way to raise marks, and money for extra teachers would be better spent in the canteen.",
          "Every language that was written down early has survived. Dialects without a spelling are dying. If we give ours an official spelling this year, our grandchildren will speak it.",
        ],
        it: [
          "Da quando ci sono gli autovelox, gli incidenti sulla tangenziale sono calati di un terzo. La città vicina non ne ha messi e non è cambiato nulla. Quindi gli autovelox salvano vite, e chi vota contro accetta dei morti per comodità.",
          "Gli alunni che fanno colazione hanno voti migliori. La colazione costa due euro a testa. Dunque la colazione gratuita è il modo più economico di alzare i voti, e i soldi per altri insegnanti andrebbero spesi in mensa.",
        ],
        de: [
          "Seit die Blitzer stehen, gingen die Unfälle auf dem Ring um ein Drittel zurück. Die Nachbarstadt hat keine und sah keine Veränderung. Also retten Blitzer Leben, und wer dagegen stimmt, nimmt aus Bequemlichkeit Tote in Kauf.",
          "Schüler, die frühstücken, haben bessere Noten. Ein Frühstück kostet zwei Euro pro Kopf. Deshalb ist ein Gratisfrühstück der billigste Weg zu besseren Noten, und das Geld für mehr Lehrer gehört in die Mensa.",
        ],
        fr: [
          "Depuis la pose des radars, les accidents du périphérique ont baissé d'un tiers. La ville voisine n'en a pas et rien n'y a changé. Les radars sauvent donc des vies, et voter contre, c'est accepter des morts par confort.",
          "Les élèves qui déjeunent le matin ont de meilleures notes. Un repas coûte deux euros par tête. Le petit déjeuner gratuit est donc le moyen le moins cher d'améliorer les notes, mieux que de payer des professeurs.",
        ],
        es: [
          "Desde que hay radares, los accidentes de la ronda bajaron un tercio. La ciudad vecina no puso ninguno y no cambió nada. Por tanto los radares salvan vidas, y quien vota en contra acepta muertes por comodidad.",
          "Los alumnos que desayunan sacan mejores notas. El desayuno cuesta dos euros por cabeza. Así que el desayuno gratis es la forma más barata de subir las notas, y el dinero para profesores estaría mejor en el comedor.",
        ],
        tr: [
          "Hız kameraları konduğundan beri çevre yolunda kazalar üçte bir azaldı. Komşu şehir kamera koymadı, orada bir şey değişmedi. Demek ki kameralar hayat kurtarıyor ve karşı çıkan, rahatı için ölümleri kabul ediyor.",
          "Kahvaltı eden öğrenciler daha iyi not alıyor. Kahvaltı kişi başı iki avro. O hâlde notları yükseltmenin en ucuz yolu bedava kahvaltıdır; yeni öğretmen parası yemekhaneye harcanmalı.",
        ],
      },
    },
  },
  {
    name: "essay-history",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Weigh the causes of {event} against each other: economy, ideas, persons and chance. About 800 words, with the view of at least two schools of historians and your own verdict.",
        "Could {event} have been avoided five years earlier? Argue it through, name what the sources cannot tell us, and finish with a judgement.",
      ],
      it: [
        "Pesa tra loro le cause di {event}: economia, idee, persone e caso. Circa 800 parole, con il parere di almeno due scuole di storici e il tuo giudizio.",
        "Si poteva evitare {event} cinque anni prima? Argomenta, di' che cosa le fonti non possono dirci e chiudi con un giudizio.",
      ],
      de: [
        "Wäge die Ursachen gegeneinander ab, es geht um {event}: Wirtschaft, Ideen, Personen und Zufall. Etwa 800 Wörter, mit der Sicht von mindestens zwei Schulen und deinem eigenen Urteil.",
        "Hätte man {event} fünf Jahre früher vermeiden können? Führe das durch, sage, was die Quellen nicht verraten, und schließe mit einem Urteil.",
      ],
      fr: [
        "Mets en balance les causes de {event} : économie, idées, personnes et hasard. Environ 800 mots, avec l'avis d'au moins deux écoles d'historiens et ton propre verdict.",
        "Aurait-on pu éviter {event} cinq ans plus tôt ? Argumente, dis ce que les sources taisent et termine par un jugement.",
      ],
      es: [
        "Sopesa entre sí las causas de {event}: economía, ideas, personas y azar. Unas 800 palabras, con la visión de al menos dos escuelas de historiadores y tu propio veredicto.",
        "¿Se habría podido evitar {event} cinco años antes? Razónalo, di qué callan las fuentes y acaba con un juicio.",
      ],
      tr: [
        "{event} nedenlerini birbirine karşı tart: ekonomi, fikirler, kişiler ve rastlantı. Yaklaşık 800 kelime, en az iki tarih okulunun görüşü ve kendi yargınla.",
        "{event} beş yıl önce önlenebilir miydi? Gerekçelendir, kaynakların neyi söyleyemediğini belirt ve bir yargıyla bitir.",
      ],
    },
    fills: {
      event: {
        en: [
          "the fall of the Western Roman Empire",
          "the First World War",
          "the collapse of the Hanseatic League",
        ],
        it: ["la caduta dell'Impero romano d'Occidente", "la Prima guerra mondiale"],
        de: ["den Untergang Westroms", "den Ersten Weltkrieg"],
        fr: ["la chute de l'Empire romain d'Occident", "la Première Guerre mondiale"],
        es: ["la caída del Imperio romano de Occidente", "la Primera Guerra Mundial"],
        tr: ["Batı Roma İmparatorluğu'nun çöküşünün", "Birinci Dünya Savaşı'nın"],
      },
    },
  },
  {
    name: "analyse-figures",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Monthly sales in thousands: {figures}. Is there a season, is there a trend, which month is an outlier and why, and what range would you promise for the next three months?",
        "What do these twenty-four monthly values tell a careful analyst? {figures}. Separate season from trend, give intervals and not only points, and state what you assumed.",
      ],
      it: [
        "Vendite mensili in migliaia: {figures}. C'è una stagione, c'è una tendenza, quale mese è anomalo e perché, e che intervallo prometteresti per i prossimi tre mesi?",
        "Che cosa dicono questi ventiquattro valori mensili a un analista attento? {figures}. Separa stagione e tendenza, dai intervalli e non solo punti, e scrivi che cosa hai supposto.",
      ],
      de: [
        "Monatsumsätze in Tausend: {figures}. Gibt es eine Saison, gibt es einen Trend, welcher Monat fällt heraus und warum, und welche Spanne würdest du für die nächsten drei Monate versprechen?",
        "Was sagen diese vierundzwanzig Monatswerte einem sorgfältigen Analysten? {figures}. Trenne Saison und Trend, gib Spannen statt Punkte und nenne deine Annahmen.",
      ],
      fr: [
        "Ventes mensuelles en milliers : {figures}. Y a-t-il une saison, une tendance, quel mois est aberrant et pourquoi, et quelle fourchette promettrais-tu pour les trois prochains mois ?",
        "Que disent ces vingt-quatre valeurs mensuelles à un analyste prudent ? {figures}. Sépare saison et tendance, donne des intervalles et non des points, et dis ce que tu as supposé.",
      ],
      es: [
        "Ventas mensuales en miles: {figures}. ¿Hay estacionalidad, hay tendencia, qué mes es atípico y por qué, y qué rango prometerías para los próximos tres meses?",
        "¿Qué le dicen estos veinticuatro valores mensuales a un analista prudente? {figures}. Separa estación y tendencia, da intervalos y no solo puntos, y di qué has supuesto.",
      ],
      tr: [
        "Aylık satışlar, bin olarak: {figures}. Mevsimsellik var mı, eğilim var mı, hangi ay aykırı ve neden, önümüzdeki üç ay için hangi aralığı taahhüt edersin?",
        "Bu yirmi dört aylık değer dikkatli bir analiste ne söyler? {figures}. Mevsimi eğilimden ayır, nokta değil aralık ver ve neyi varsaydığını yaz.",
      ],
    },
    fills: {
      figures: [
        "41, 39, 45, 52, 58, 63, 70, 72, 61, 50, 44, 60, 43, 42, 49, 55, 30, 68, 75, 77, 66, 54, 47, 65",
        "12, 13, 15, 14, 18, 22, 25, 24, 19, 16, 13, 31, 14, 15, 16, 17, 21, 26, 29, 27, 22, 18, 40, 35",
        "88, 85, 84, 90, 79, 77, 75, 78, 72, 70, 71, 69, 66, 68, 63, 64, 90, 61, 58, 59, 55, 57, 52, 53",
      ],
    },
  },
  {
    name: "write-constrained-story",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Tell a story of about 600 words about {hero}. Second person, present tense, no dialogue, each paragraph starts with the last word of the one before, and the ending must change how we understand the first line.",
        "I want to read about {hero}: an unreliable narrator, two time levels, a single metaphor that turns over three times, and not one adjective in the final paragraph.",
      ],
      it: [
        "Racconta una storia di circa 600 parole su {hero}. Seconda persona, tempo presente, nessun dialogo, ogni paragrafo comincia con l'ultima parola del precedente, e il finale cambia il senso della prima riga.",
        "Vorrei leggere di {hero}: un narratore inaffidabile, due piani temporali, una sola metafora che si rovescia tre volte e nessun aggettivo nell'ultimo paragrafo.",
      ],
      de: [
        "Erzähle eine Geschichte von etwa 600 Wörtern über {hero}. Zweite Person, Präsens, kein Dialog, jeder Absatz beginnt mit dem letzten Wort des vorigen, und der Schluss ändert den Sinn der ersten Zeile.",
        "Ich möchte etwas lesen über {hero}: ein unzuverlässiger Erzähler, zwei Zeitebenen, eine einzige Metapher, die dreimal kippt, und kein Adjektiv im letzten Absatz.",
      ],
      fr: [
        "Raconte une histoire d'environ 600 mots sur {hero}. Deuxième personne, présent, aucun dialogue, chaque paragraphe commence par le dernier mot du précédent, et la fin change le sens de la première ligne.",
        "Je voudrais lire quelque chose sur {hero} : un narrateur peu fiable, deux temps, une seule métaphore qui bascule trois fois, et pas un adjectif au dernier paragraphe.",
      ],
      es: [
        "Cuenta una historia de unas 600 palabras sobre {hero}. Segunda persona, presente, sin diálogo, cada párrafo empieza con la última palabra del anterior, y el final cambia el sentido de la primera línea.",
        "Quiero leer algo sobre {hero}: un narrador poco fiable, dos tiempos, una sola metáfora que se invierte tres veces y ningún adjetivo en el último párrafo.",
      ],
      tr: [
        "{hero} hakkında yaklaşık 600 kelimelik bir öykü anlat. İkinci tekil kişi, şimdiki zaman, diyalog yok, her paragraf öncekinin son sözcüğüyle başlasın, son da ilk satırın anlamını değiştirsin.",
        "{hero} üzerine bir şey okumak istiyorum: güvenilmez bir anlatıcı, iki zaman düzlemi, üç kez tersine dönen tek bir benzetme ve son paragrafta hiç sıfat olmasın.",
      ],
    },
    fills: {
      hero: {
        en: [
          "a lighthouse keeper who collects silence",
          "a tailor who sews maps into coats",
          "the last lift operator",
        ],
        it: ["un guardiano del faro che raccoglie silenzi", "un sarto che cuce mappe nei cappotti"],
        de: ["eine Leuchtturmwärterin, die Stille sammelt", "einen Schneider, der Karten in Mäntel näht"],
        fr: [
          "un gardien de phare qui collectionne le silence",
          "un tailleur qui coud des cartes dans les manteaux",
        ],
        es: ["un farero que colecciona silencio", "un sastre que cose mapas en los abrigos"],
        tr: ["sessizlik biriktiren bir fener bekçisi", "paltolara harita diken bir terzi"],
      },
    },
  },
  {
    name: "arithmetic-rates",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "A tank of {litres} litres loses 3 % of what is in it every hour and gains 12 litres an hour through a valve that closes for the first ten minutes of each hour. When is it half full, and to which level does it settle?",
        "I put {litres} euros aside at 2.4 % a year, add 85 euros at the end of every month, and from the fourth year pay 26.4 % tax on the interest. What do I have after nine years, and how much of it is interest?",
      ],
      it: [
        "Un serbatoio con {litres} litri perde ogni ora il 3 % del contenuto e guadagna 12 litri l'ora da una valvola che resta chiusa nei primi dieci minuti di ogni ora. Quando è pieno a metà e a che livello si stabilizza?",
        "Metto da parte {litres} euro al 2,4 % annuo, aggiungo 85 euro a fine mese e dal quarto anno pago il 26,4 % sugli interessi. Quanto ho dopo nove anni, e quanti sono interessi?",
      ],
      de: [
        "Ein Tank mit {litres} Litern verliert jede Stunde 3 % des Inhalts und gewinnt 12 Liter je Stunde durch ein Ventil, das in den ersten zehn Minuten jeder Stunde zu ist. Wann ist er halb voll, und auf welchem Stand pendelt er sich ein?",
        "Ich lege {litres} Euro zu 2,4 % im Jahr an, zahle am Monatsende 85 Euro dazu und ab dem vierten Jahr 26,4 % Steuer auf die Zinsen. Was habe ich nach neun Jahren, und wie viel davon sind Zinsen?",
      ],
      fr: [
        "Une cuve de {litres} litres perd chaque heure 3 % de son contenu et gagne 12 litres par heure par une vanne fermée les dix premières minutes de chaque heure. Quand est-elle à moitié pleine, et à quel niveau se stabilise-t-elle ?",
        "Je place {litres} euros à 2,4 % par an, j'ajoute 85 euros chaque fin de mois et dès la quatrième année je paie 26,4 % sur les intérêts. Combien ai-je après neuf ans, et combien d'intérêts ?",
      ],
      es: [
        "Un depósito de {litres} litros pierde cada hora el 3 % de lo que tiene y gana 12 litros por hora por una válvula que cierra los diez primeros minutos de cada hora. ¿Cuándo está a la mitad y en qué nivel se estabiliza?",
        "Aparto {litres} euros al 2,4 % anual, añado 85 euros a fin de cada mes y desde el cuarto año pago el 26,4 % de los intereses. ¿Cuánto tengo a los nueve años y cuánto son intereses?",
      ],
      tr: [
        "{litres} litrelik bir depo her saat içindekinin %3'ünü kaybediyor ve her saatin ilk on dakikası kapalı olan bir vanadan saatte 12 litre kazanıyor. Ne zaman yarıya iner, hangi düzeyde dengelenir?",
        "{litres} avroyu yıllık %2,4 ile yatırıyor, her ay sonu 85 avro ekliyor, dördüncü yıldan sonra faizin %26,4'ünü vergi ödüyorum. Dokuz yıl sonra ne kadarım olur, ne kadarı faizdir?",
      ],
    },
    fills: { litres: ["2400", "3600", "5150"] },
  },
  {
    name: "contract-clause",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Find the risks for the smaller party in this clause and propose a wording that both sides could sign:\n\n{clause}",
        "My uncle is about to sign the following. What can go wrong for him, in which order of likelihood, and what should he ask for instead?\n\n{clause}",
      ],
      it: [
        "Trova i rischi per la parte più debole in questa clausola e proponi un testo che entrambe possano firmare:\n\n{clause}",
        "Mio zio sta per firmare quanto segue. Che cosa può andare storto per lui, in ordine di probabilità, e che cosa dovrebbe chiedere invece?\n\n{clause}",
      ],
      de: [
        "Finde die Risiken der kleineren Partei in dieser Klausel und schlage einen Text vor, den beide unterschreiben könnten:\n\n{clause}",
        "Mein Onkel will das unterschreiben. Was kann für ihn schiefgehen, der Wahrscheinlichkeit nach geordnet, und was sollte er stattdessen verlangen?\n\n{clause}",
      ],
      fr: [
        "Trouve les risques de la partie la plus faible dans cette clause et propose un texte que les deux pourraient signer :\n\n{clause}",
        "Mon oncle va signer ce qui suit. Que peut-il lui arriver, par ordre de probabilité, et que devrait-il demander à la place ?\n\n{clause}",
      ],
      es: [
        "Encuentra los riesgos de la parte más débil en esta cláusula y propón un texto que ambas puedan firmar:\n\n{clause}",
        "Mi tío está a punto de firmar esto. ¿Qué puede salirle mal, por orden de probabilidad, y qué debería pedir en su lugar?\n\n{clause}",
      ],
      tr: [
        "Bu maddede zayıf taraf için riskleri bul ve iki tarafın da imzalayabileceği bir metin öner:\n\n{clause}",
        "Amcam şunu imzalamak üzere. Onun için neler ters gidebilir, olasılık sırasıyla, ve yerine ne istemeli?\n\n{clause}",
      ],
    },
    fills: {
      clause: {
        en: [
          "The supplier shall deliver on demand within five days in any quantity named by the buyer. Prices are fixed for thirty-six months. Late delivery is charged at 2 % of the yearly volume for each day begun. The buyer may end this agreement at any time; the supplier may do so after eighteen months with a notice of twelve.",
          "All works that the author makes during the term, on whatever topic and at whatever time, belong to the publisher in all forms known now or later. Fees are due when the publisher considers the work complete. Disputes are heard where the publisher has its seat.",
        ],
        it: [
          "Il fornitore consegna su richiesta entro cinque giorni qualunque quantità indicata dall'acquirente. I prezzi sono fissi per trentasei mesi. Ogni giorno di ritardo costa il 2 % del volume annuo. L'acquirente può recedere in ogni momento; il fornitore dopo diciotto mesi con dodici di preavviso.",
          "Tutte le opere che l'autore crea durante il contratto, su qualsiasi tema e in qualsiasi momento, spettano all'editore in ogni forma nota o futura. Il compenso è dovuto quando l'editore ritiene l'opera completa. Foro competente è quello dell'editore.",
        ],
        de: [
          "Der Lieferant liefert auf Abruf binnen fünf Tagen jede vom Käufer genannte Menge. Preise gelten sechsunddreißig Monate. Jeder angefangene Verzugstag kostet 2 % des Jahresvolumens. Der Käufer kann jederzeit kündigen, der Lieferant nach achtzehn Monaten mit zwölf Monaten Frist.",
          "Alle Werke, die der Autor während der Laufzeit schafft, gleich zu welchem Thema und wann, gehören dem Verlag in jeder bekannten oder künftigen Form. Das Honorar wird fällig, sobald der Verlag das Werk für vollständig hält. Gerichtsstand ist der Sitz des Verlags.",
        ],
        fr: [
          "Le fournisseur livre à la demande sous cinq jours toute quantité fixée par l'acheteur. Les prix sont fermes trente-six mois. Chaque jour de retard entamé coûte 2 % du volume annuel. L'acheteur peut résilier à tout moment, le fournisseur après dix-huit mois avec douze mois de préavis.",
          "Toutes les œuvres que l'auteur crée pendant le contrat, sur tout sujet et à tout moment, appartiennent à l'éditeur sous toute forme connue ou future. Les honoraires sont dus quand l'éditeur juge l'œuvre complète. Le tribunal est celui du siège de l'éditeur.",
        ],
        es: [
          "El proveedor entregará a demanda en cinco días cualquier cantidad que fije el comprador. Los precios son firmes treinta y seis meses. Cada día de retraso iniciado cuesta el 2 % del volumen anual. El comprador puede rescindir cuando quiera; el proveedor, tras dieciocho meses y con doce de aviso.",
          "Todas las obras que el autor cree durante el contrato, sobre cualquier tema y en cualquier momento, pertenecen a la editorial en toda forma conocida o futura. Los honorarios vencen cuando la editorial considere completa la obra. El tribunal será el de su sede.",
        ],
        tr: [
          "Tedarikçi, alıcının belirttiği her miktarı istendiğinde beş gün içinde teslim eder. Fiyatlar otuz altı ay sabittir. Başlayan her gecikme günü yıllık hacmin %2'sine mal olur. Alıcı her an feshedebilir; tedarikçi on sekiz ay sonra ve on iki ay önceden bildirerek.",
          "Yazarın sözleşme süresince, hangi konuda ve ne zaman olursa olsun, yarattığı bütün eserler bilinen ve gelecekteki her biçimde yayınevine aittir. Ücret, yayınevi eseri tamamlanmış saydığında ödenir. Yetkili mahkeme yayınevinin bulunduğu yerdedir.",
        ],
      },
    },
  },
  {
    name: "design-migration",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "We run {system} for 400 shops and must move it to another data centre without losing an order. At most ten minutes of read-only time, rollback at every step, two people on the night shift. What is the plan, and what do you check before each step?",
        "{system}, four hundred shops, one move to another data centre: lay out the steps, the order, who does what, how we notice trouble and how we get back. Losing one order is one too many.",
      ],
      it: [
        "Gestiamo {system} per 400 negozi e dobbiamo spostarlo in un altro data center senza perdere un ordine. Al massimo dieci minuti in sola lettura, ritorno possibile a ogni passo, due persone di notte. Qual è il piano, e cosa controlli prima di ogni passo?",
        "{system}, quattrocento negozi, un trasloco in un altro data center: elenca i passi, l'ordine, chi fa cosa, come ci accorgiamo dei guai e come torniamo indietro. Anche un solo ordine perso è troppo.",
      ],
      de: [
        "Wir betreiben {system} für 400 Läden und müssen damit in ein anderes Rechenzentrum, ohne eine Bestellung zu verlieren. Höchstens zehn Minuten nur lesend, Rückweg bei jedem Schritt, zwei Leute in der Nachtschicht. Wie sieht der Plan aus, und was prüfst du vor jedem Schritt?",
        "Vierhundert Läden, {system}, ein Umzug ins andere Rechenzentrum: nenne Schritte, Reihenfolge, wer was tut, woran wir Ärger merken und wie wir zurückkommen. Eine verlorene Bestellung ist eine zu viel.",
      ],
      fr: [
        "Nous exploitons {system} pour 400 magasins et devons changer de centre de données sans perdre une commande. Dix minutes de lecture seule au plus, retour possible à chaque étape, deux personnes la nuit. Quel est le plan, et que vérifies-tu avant chaque étape ?",
        "Quatre cents magasins, {system}, un déménagement de centre de données : donne les étapes, l'ordre, qui fait quoi, comment voir les ennuis et revenir en arrière. Une commande perdue est une de trop.",
      ],
      es: [
        "Llevamos {system} para 400 tiendas y hay que pasarlo a otro centro de datos sin perder un pedido. Diez minutos de solo lectura como mucho, vuelta atrás en cada paso, dos personas de noche. ¿Cuál es el plan y qué compruebas antes de cada paso?",
        "Cuatrocientas tiendas, {system}, una mudanza a otro centro de datos: da los pasos, el orden, quién hace qué, cómo notamos los problemas y cómo volvemos. Un pedido perdido ya es demasiado.",
      ],
      tr: [
        "400 mağaza için {system} çalıştırıyoruz ve tek sipariş kaybetmeden başka bir veri merkezine taşımalıyız. En çok on dakika salt okunur, her adımda geri dönüş, gece vardiyasında iki kişi. Plan nedir ve her adımdan önce neyi denetlersin?",
        "Dört yüz mağaza, {system}, başka veri merkezine tek bir taşınma: adımları, sırayı, kimin ne yapacağını, sorunu nasıl fark edip geri döneceğimizi yaz. Kaybolan bir sipariş bile fazla.",
      ],
    },
    fills: {
      system: {
        en: [
          "a PostgreSQL cluster with 3 TB",
          "a message broker with delayed jobs",
          "a search index fed by eleven services",
        ],
        it: ["un cluster PostgreSQL da 3 TB", "un message broker con lavori differiti"],
        de: ["einen PostgreSQL-Cluster mit 3 TB", "einen Message Broker mit verzögerten Aufträgen"],
        fr: ["un cluster PostgreSQL de 3 To", "un message broker avec tâches différées"],
        es: ["un clúster PostgreSQL de 3 TB", "un message broker con trabajos diferidos"],
        tr: ["3 TB'lık bir PostgreSQL kümesi", "gecikmeli işleri olan bir mesaj aracısı"],
      },
    },
  },
  {
    name: "teach-two-audiences",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Explain {topic} twice: once for a curious twelve-year-old with an experiment to do at home, once for an engineer with the formula, its assumptions and a worked example. Then say where the first picture breaks down.",
        "I have to teach {topic} to a mixed evening class in ninety minutes. Prepare the hour and a half: opening question, two exercises with solutions, the usual misunderstandings, and one honest sentence on what remains open.",
      ],
      it: [
        "Spiega {topic} due volte: a una ragazza curiosa di dodici anni con un esperimento da fare a casa, e a un ingegnere con la formula, le ipotesi e un esempio svolto. Poi di' dove la prima immagine non regge più.",
        "Devo insegnare {topic} a un corso serale misto in novanta minuti. Prepara la lezione: domanda iniziale, due esercizi con soluzione, gli equivoci soliti e una frase onesta su ciò che resta aperto.",
      ],
      de: [
        "Erkläre {topic} zweimal: einer neugierigen Zwölfjährigen mit einem Versuch für zu Hause, einer Ingenieurin mit Formel, Annahmen und durchgerechnetem Beispiel. Sag dann, wo das erste Bild nicht mehr trägt.",
        "Ich soll {topic} in neunzig Minuten einem gemischten Abendkurs beibringen. Bereite das vor: Einstiegsfrage, zwei Übungen mit Lösung, die üblichen Missverständnisse und ein ehrlicher Satz darüber, was offen bleibt.",
      ],
      fr: [
        "Explique {topic} deux fois : à une enfant curieuse de douze ans avec une expérience à faire chez elle, puis à un ingénieur avec la formule, ses hypothèses et un exemple calculé. Dis ensuite où la première image cesse d'être juste.",
        "Je dois enseigner {topic} à un cours du soir en quatre-vingt-dix minutes. Prépare la séance : question d'ouverture, deux exercices corrigés, les malentendus habituels et une phrase honnête sur ce qui reste ouvert.",
      ],
      es: [
        "Explica {topic} dos veces: a una niña curiosa de doce años con un experimento para casa, y a una ingeniera con la fórmula, sus supuestos y un ejemplo resuelto. Luego di dónde deja de valer la primera imagen.",
        "Tengo que enseñar {topic} a una clase nocturna en noventa minutos. Prepara la sesión: pregunta inicial, dos ejercicios resueltos, los malentendidos de siempre y una frase honesta sobre lo que queda abierto.",
      ],
      tr: [
        "Şu konuyu iki kez anlat, {topic}: bir kez on iki yaşında meraklı bir çocuğa evde yapılacak bir deneyle, bir kez mühendise formülü, varsayımları ve çözülmüş örneğiyle. Sonra ilk benzetmenin nerede bozulduğunu söyle.",
        "Karışık bir akşam sınıfına doksan dakikada şunu öğretmem gerek: {topic}. Dersi hazırla: açılış sorusu, çözümlü iki alıştırma, sık yanlış anlamalar ve açık kalan şey üzerine dürüst bir cümle.",
      ],
    },
    fills: {
      topic: {
        en: ["quantum entanglement", "why planes fly", "public-key cryptography"],
        it: ["perché volano gli aerei", "la crittografia a chiave pubblica"],
        de: ["warum Flugzeuge fliegen", "Verschlüsselung mit öffentlichen Schlüsseln"],
        fr: ["le vol des avions", "la cryptographie à clé publique"],
        es: ["por qué vuelan los aviones", "la criptografía de clave pública"],
        tr: ["uçaklar neden uçar", "açık anahtarlı şifreleme"],
      },
    },
  },
  {
    name: "write-delicate-letter",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "I need a letter to {reader}. It should admit our mistake without admitting liability, name a remedy, keep the door open for working together, and not sound like a lawyer wrote it. Two versions with a note on what each one risks.",
        "How do I write to {reader} after last month? We were wrong in one point and right in another. Draft it, then tell me which sentence could be turned against us.",
      ],
      it: [
        "Mi serve una lettera per {reader}. Deve ammettere l'errore senza ammettere responsabilità, indicare un rimedio, lasciare aperta la collaborazione e non sembrare scritta da un avvocato. Due versioni, con una nota sui rischi di ognuna.",
        "Come scrivo a {reader} dopo il mese scorso? Su un punto avevamo torto, su un altro ragione. Fai una bozza e poi dimmi quale frase può essere usata contro di noi.",
      ],
      de: [
        "Ich brauche einen Brief an {reader}. Er soll unseren Fehler zugeben, ohne Haftung anzuerkennen, eine Lösung nennen, die Zusammenarbeit offenhalten und nicht nach Anwalt klingen. Zwei Fassungen, mit einer Notiz, was jede riskiert.",
        "Wie schreibe ich an {reader} nach dem letzten Monat? In einem Punkt lagen wir falsch, in einem anderen richtig. Entwirf das und sag mir dann, welcher Satz gegen uns verwendet werden könnte.",
      ],
      fr: [
        "Il me faut une lettre pour {reader}. Elle doit reconnaître l'erreur sans reconnaître de responsabilité, proposer un remède, laisser la porte ouverte et ne pas sentir l'avocat. Deux versions, avec une note sur le risque de chacune.",
        "Comment écrire à {reader} après le mois dernier ? Nous avions tort sur un point et raison sur un autre. Rédige, puis dis-moi quelle phrase pourrait se retourner contre nous.",
      ],
      es: [
        "Necesito una carta para {reader}. Debe admitir el error sin admitir responsabilidad, ofrecer un remedio, dejar abierta la colaboración y no sonar a abogado. Dos versiones, con una nota sobre lo que arriesga cada una.",
        "¿Cómo escribo a {reader} después del mes pasado? En un punto nos equivocamos y en otro no. Redáctalo y luego dime qué frase podría volverse contra nosotros.",
      ],
      tr: [
        "{reader} için bir mektup lazım. Sorumluluk kabul etmeden hatamızı kabul etsin, bir çözüm önersin, birlikte çalışmanın kapısını açık tutsun ve avukat yazmış gibi durmasın. İki sürüm, her birinin riskine dair bir notla.",
        "Geçen aydan sonra {reader} için nasıl yazmalıyım? Bir konuda haksız, bir konuda haklıydık. Taslağı yaz, sonra hangi cümlenin bize karşı kullanılabileceğini söyle.",
      ],
    },
    fills: {
      reader: {
        en: [
          "a customer whose data we showed to another",
          "the family of a patient we kept waiting",
          "a supplier we paid late twice",
        ],
        it: ["un cliente i cui dati abbiamo mostrato a un altro", "un fornitore pagato in ritardo due volte"],
        de: ["eine Kundin, deren Daten ein anderer sah", "einen Lieferanten, den wir zweimal spät bezahlten"],
        fr: ["une cliente dont un autre a vu les données", "un fournisseur payé deux fois en retard"],
        es: ["una clienta cuyos datos vio otra persona", "un proveedor al que pagamos tarde dos veces"],
        tr: ["verilerini başkasının gördüğü bir müşteri", "iki kez geç ödeme yaptığımız bir tedarikçi"],
      },
    },
  },
  {
    name: "translate-register",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "Translate into formal {language}, keep the irony and the threat between the lines, and explain two choices: {text}",
        "{text}\n\nThis should read in {language} as if a diplomat had written it, with nothing softened and nothing added.",
      ],
      it: [
        "Traduci in {language} formale, salva l'ironia e la minaccia tra le righe, e spiega due scelte: {text}",
        "{text}\n\nIn {language} deve sembrare scritto da un diplomatico, senza addolcire e senza aggiungere niente.",
      ],
      de: [
        "Übersetze in förmliches {language}, bewahre Ironie und die Drohung zwischen den Zeilen und begründe zwei Entscheidungen: {text}",
        "{text}\n\nAuf {language} soll sich das lesen, als hätte es ein Diplomat geschrieben, nichts gemildert, nichts ergänzt.",
      ],
      fr: [
        "Traduis en {language} soutenu, garde l'ironie et la menace entre les lignes, et justifie deux choix : {text}",
        "{text}\n\nEn {language}, cela doit se lire comme écrit par un diplomate, sans rien adoucir ni ajouter.",
      ],
      es: [
        "Traduce al {language} formal, conserva la ironía y la amenaza entre líneas, y explica dos decisiones: {text}",
        "{text}\n\nEn {language} debe leerse como escrito por un diplomático, sin suavizar ni añadir nada.",
      ],
      tr: [
        "Resmî bir dille çevir, hedef {language}, alayı ve satır arasındaki tehdidi koru, iki tercihini açıkla: {text}",
        "{text}\n\nBu metin, hedef {language}, bir diplomat yazmış gibi okunmalı; ne yumuşat ne ekle.",
      ],
    },
    fills: {
      language: {
        en: ["Japanese", "German", "Turkish"],
        it: ["tedesco", "inglese"],
        de: ["Französisch", "Englisch"],
        fr: ["allemand", "anglais"],
        es: ["inglés", "alemán"],
        tr: ["İngilizce", "Almanca"],
      },
      text: {
        en: [
          "We admire the patience with which you have been ignoring our invoices since spring. Ours, we regret to say, was never so well trained, and it has recently begun to look for the telephone.",
          "Your guests praised the view, the wine and the silence of your staff. We would hate to see any of these three end before the season does.",
          "You write that the delay was nobody's fault. How reassuring; we had feared it might be somebody's, and that he would be found.",
        ],
        it: [
          "Ammiriamo la pazienza con cui ignorate le nostre fatture dalla primavera. La nostra, ci spiace dirlo, non è mai stata così allenata e da poco ha cominciato a cercare il telefono.",
          "I vostri ospiti hanno lodato la vista, il vino e il silenzio del personale. Ci dispiacerebbe vedere finire una delle tre cose prima della stagione.",
        ],
        de: [
          "Wir bewundern die Geduld, mit der Sie unsere Rechnungen seit dem Frühjahr übersehen. Unsere war leider nie so gut trainiert und sucht neuerdings das Telefon.",
          "Ihre Gäste lobten die Aussicht, den Wein und das Schweigen Ihrer Leute. Wir sähen ungern eines davon vor der Saison enden.",
        ],
        fr: [
          "Nous admirons la patience avec laquelle vous ignorez nos factures depuis le printemps. La nôtre, hélas, ne fut jamais si exercée et cherche depuis peu le téléphone.",
          "Vos hôtes ont loué la vue, le vin et le silence du personnel. Nous serions navrés que l'un des trois finisse avant la saison.",
        ],
        es: [
          "Admiramos la paciencia con que ignoran nuestras facturas desde la primavera. La nuestra, por desgracia, nunca estuvo tan entrenada y últimamente busca el teléfono.",
          "Sus huéspedes elogiaron la vista, el vino y el silencio del personal. Nos apenaría que alguno de los tres acabara antes que la temporada.",
        ],
        tr: [
          "Faturalarımızı ilkbahardan beri görmezden gelirken gösterdiğiniz sabra hayranız. Bizimki ne yazık ki hiç bu kadar eğitilmemişti ve son günlerde telefonu arıyor.",
          "Konuklarınız manzarayı, şarabı ve çalışanlarınızın suskunluğunu övdü. Üçünden birinin sezondan önce bittiğini görmek bizi üzerdi.",
        ],
      },
    },
  },
];
