import type { PromptTemplate } from "../../prompt-template.ts";

export const planBusiness: PromptTemplate = {
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
};

export const codeFromSpec: PromptTemplate = {
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
};

export const puzzleSchedule: PromptTemplate = {
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
};

export const arithmeticRates: PromptTemplate = {
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
};

export const designMigration: PromptTemplate = {
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
};
