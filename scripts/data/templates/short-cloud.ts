import type { TemplateGroup } from "../prompt-template.ts";

/** Short and hard, many of them in plain words that easy questions use too. */
export const shortCloud: TemplateGroup = [
  {
    name: "proof-claim",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["Prove that {claim}.", "How can one be sure that {claim}? A rigorous argument, please."],
      it: ["Dimostra che {claim}.", "Come si può essere certi che {claim}? Vorrei un argomento rigoroso."],
      de: [
        "Beweise folgende Aussage: {claim}.",
        "{claim}: woher weiß man das sicher? Bitte streng begründet.",
      ],
      fr: ["Démontre que {claim}.", "Comment être sûr que {claim} ? Je voudrais un raisonnement rigoureux."],
      es: [
        "Demuestra que {claim}.",
        "¿Cómo se sabe con seguridad que {claim}? Quiero un argumento riguroso.",
      ],
      tr: ["Şunu ispatla: {claim}.", "{claim}: bundan nasıl emin olabiliriz? Titiz bir gerekçe istiyorum."],
    },
    fills: {
      claim: {
        en: [
          "sqrt(2) is irrational",
          "there are infinitely many primes of the form 4k + 3",
          "every bounded monotone sequence converges",
          "a tree with n vertices has n - 1 edges",
          "the harmonic series diverges",
          "e is irrational",
        ],
        it: ["la radice di 2 è irrazionale", "i numeri primi sono infiniti", "la serie armonica diverge"],
        de: [
          "die Wurzel aus 2 ist irrational",
          "es gibt unendlich viele Primzahlen",
          "die harmonische Reihe divergiert",
        ],
        fr: [
          "la racine de 2 est irrationnelle",
          "les nombres premiers sont en nombre infini",
          "la série harmonique diverge",
        ],
        es: ["la raíz de 2 es irracional", "hay infinitos números primos", "la serie armónica diverge"],
        tr: ["karekök 2 irrasyoneldir", "asal sayılar sonsuzdur", "harmonik seri ıraksar"],
      },
    },
  },
  {
    name: "why-deep-science",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["Why {fact}?", "What is the reason that {fact}?"],
      it: ["Perché {fact}?", "Qual è il motivo per cui {fact}?"],
      de: ["Warum gilt: {fact}?", "Was ist der Grund dafür: {fact}?"],
      fr: ["Pourquoi {fact} ?", "Quelle est la raison pour laquelle {fact} ?"],
      es: ["¿Por qué {fact}?", "¿Cuál es la razón de que {fact}?"],
      tr: ["Neden {fact}?", "Hangi sebeple {fact}?"],
    },
    fills: {
      fact: {
        en: [
          "there is no formula in radicals for fifth-degree equations",
          "a spinning bicycle wheel resists being tilted",
          "the night sky is dark although there are so many stars",
          "entangled particles cannot carry a message",
          "gauge bosons of the weak force have mass",
          "the entropy of a black hole grows with its area and not its volume",
        ],
        it: [
          "le equazioni di quinto grado non hanno una formula risolutiva",
          "il cielo notturno è buio anche con tante stelle",
          "due particelle intrecciate non trasmettono un messaggio",
        ],
        de: [
          "Gleichungen fünften Grades haben keine Lösungsformel",
          "der Nachthimmel ist trotz so vieler Sterne dunkel",
          "verschränkte Teilchen übertragen keine Nachricht",
        ],
        fr: [
          "les équations de degré cinq n'ont pas de formule générale",
          "le ciel nocturne est noir malgré tant d'étoiles",
          "deux particules intriquées ne transmettent aucun message",
        ],
        es: [
          "las ecuaciones de quinto grado no tienen fórmula general",
          "el cielo nocturno es oscuro a pesar de tantas estrellas",
          "dos partículas entrelazadas no transmiten un mensaje",
        ],
        tr: [
          "beşinci dereceden denklemlerin genel formülü yoktur",
          "bunca yıldıza rağmen gece gökyüzü karanlıktır",
          "dolanık parçacıklar mesaj taşıyamaz",
        ],
      },
    },
  },
  {
    name: "estimate-fermi",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Roughly how many {things}? Show how you get there.",
        "Give me a Fermi estimate: how many {things}?",
      ],
      it: ["Più o meno quanti {things}? Mostra i passaggi.", "Fammi una stima alla Fermi: quanti {things}?"],
      de: [
        "Wie viele {things} ungefähr? Zeig den Weg dahin.",
        "Mach eine Fermi-Schätzung: wie viele {things}?",
      ],
      fr: [
        "À peu près combien de {things} ? Montre les étapes.",
        "Donne une estimation à la Fermi : combien de {things} ?",
      ],
      es: [
        "Más o menos, ¿cuántos {things}? Enseña los pasos.",
        "Haz una estimación de Fermi: ¿cuántos {things}?",
      ],
      tr: ["Aşağı yukarı {things}? Nasıl bulduğunu göster.", "Fermi usulü bir tahmin yap: {things}?"],
    },
    fills: {
      things: {
        en: [
          "piano tuners work in Rome",
          "litres of paint cover all bridges of Berlin",
          "emails are sent in Spain each day",
          "loaves of bread does Istanbul eat in a week",
          "tennis balls fit in a bus",
        ],
        it: ["accordatori di pianoforte lavorano a Roma", "litri di caffè si bevono a Napoli in un giorno"],
        de: ["Klavierstimmer arbeiten in Berlin", "Brötchen isst Hamburg in einer Woche"],
        fr: ["accordeurs de piano vivent à Lyon", "baguettes se vendent à Paris en une semaine"],
        es: ["afinadores de piano trabajan en Madrid", "litros de aceite gasta Sevilla en un mes"],
        tr: ["Ankara'da kaç piyano akortçusu çalışır", "İstanbul bir haftada kaç ekmek yer"],
      },
    },
  },
  {
    name: "design-system",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["Design {system}.", "What would {system} look like if you built it today?"],
      it: ["Progetta {system}.", "Come costruiresti oggi {system}?"],
      de: ["Entwirf {system}.", "Wie würdest du das heute bauen: {system}?"],
      fr: ["Conçois {system}.", "Comment construirais-tu aujourd'hui {system} ?"],
      es: ["Diseña {system}.", "¿Cómo construirías hoy {system}?"],
      tr: ["{system} tasarla.", "Bugün {system} kuracak olsan nasıl kurardın?"],
    },
    fills: {
      system: {
        en: [
          "a fault-tolerant job queue",
          "a multi-region rate limiter",
          "an audit log nobody can tamper with",
          "an offline-first notes app that merges edits",
          "a ticket shop that never sells a seat twice",
        ],
        it: [
          "una coda di lavori tollerante ai guasti",
          "un registro che nessuno possa alterare",
          "un negozio di biglietti che non venda mai due volte lo stesso posto",
        ],
        de: [
          "eine ausfallsichere Auftragswarteschlange",
          "ein Protokoll, das niemand fälschen kann",
          "einen Kartenverkauf, der keinen Platz doppelt vergibt",
        ],
        fr: [
          "une file de tâches tolérante aux pannes",
          "un journal que personne ne peut falsifier",
          "une billetterie qui ne vend jamais deux fois la même place",
        ],
        es: [
          "una cola de trabajos tolerante a fallos",
          "un registro que nadie pueda alterar",
          "una taquilla que nunca venda dos veces el mismo asiento",
        ],
        tr: [
          "hataya dayanıklı bir iş kuyruğu",
          "kimsenin değiştiremeyeceği bir denetim kaydı",
          "aynı koltuğu asla iki kez satmayan bir bilet sistemi",
        ],
      },
    },
  },
  {
    name: "logic-liars",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "{says} Who is telling the truth?",
        "Everyone here always lies or never does. {says} Who is honest?",
      ],
      it: ["{says} Chi dice la verità?", "Qui ognuno mente sempre oppure mai. {says} Chi è sincero?"],
      de: ["{says} Wer sagt die Wahrheit?", "Hier lügt jeder immer oder nie. {says} Wer ist ehrlich?"],
      fr: ["{says} Qui dit la vérité ?", "Ici chacun ment toujours ou jamais. {says} Qui est sincère ?"],
      es: [
        "{says} ¿Quién dice la verdad?",
        "Aquí cada uno miente siempre o nunca. {says} ¿Quién es sincero?",
      ],
      tr: [
        "{says} Kim doğruyu söylüyor?",
        "Buradaki herkes ya hep yalan söyler ya hiç. {says} Dürüst olan kim?",
      ],
    },
    fills: {
      says: {
        en: [
          'Ana says "Ben lies". Ben says "Ana and I are alike". Cem says "Ben is honest".',
          'Ida says "exactly one of us three lies". Jon says "Ida lies". Kim says "Jon lies".',
          'Max says "Nia and Ole differ". Nia says "Max lies". Ole says nothing but nods at Nia.',
          'Pia says "Quin is honest or I lie". Quin says "Pia and Rob differ". Rob says "Quin lies".',
          'Sam says "none of us is honest". Tom says "just one of us is". Uma says "Sam is right".',
        ],
        it: [
          'Ada dice "Bea mente". Bea dice "Ada e io siamo uguali". Ciro dice "Bea è onesta".',
          'Ivo dice "uno solo di noi tre mente". Lia dice "Ivo mente". Ugo dice "Lia mente".',
          'Eva dice "nessuno di noi è onesto". Leo dice "soltanto uno lo è". Pio dice "Eva ha ragione".',
        ],
        de: [
          "Anna sagt „Bernd lügt“. Bernd sagt „Anna und ich sind gleich“. Carl sagt „Bernd ist ehrlich“.",
          "Ida sagt „genau einer von uns dreien lügt“. Jan sagt „Ida lügt“. Kai sagt „Jan lügt“.",
          "Eva sagt „keiner von uns ist ehrlich“. Leo sagt „nur einer ist es“. Ute sagt „Eva hat recht“.",
        ],
        fr: [
          "Anne dit « Benoît ment ». Benoît dit « Anne et moi sommes pareils ». Chloé dit « Benoît est honnête ».",
          "Ines dit « un seul de nous trois ment ». Jean dit « Ines ment ». Karl dit « Jean ment ».",
          "Ève dit « aucun de nous n'est honnête ». Léo dit « un seul l'est ». Zoé dit « Ève a raison ».",
        ],
        es: [
          "Ana dice «Berta miente». Berta dice «Ana y yo somos iguales». Ciro dice «Berta es honesta».",
          "Inés dice «solo uno de los tres miente». Juan dice «Inés miente». Luz dice «Juan miente».",
          "Eva dice «ninguno es honesto». Leo dice «uno solo lo es». Paz dice «Eva tiene razón».",
        ],
        tr: [
          'Ali "Banu yalancı" diyor. Banu "Ali ile ben aynıyız" diyor. Cem "Banu dürüst" diyor.',
          'İpek "üçümüzden tam biri yalancı" diyor. Kaan "İpek yalancı" diyor. Lale "Kaan yalancı" diyor.',
          'Ece "hiçbirimiz dürüst değiliz" diyor. Mert "sadece birimiz öyle" diyor. Nil "Ece haklı" diyor.',
        ],
      },
    },
  },
  {
    name: "compare-technologies",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "{pair}: which fits better, and when would you change your mind?",
        "I hesitate: {pair}? Weigh both.",
      ],
      it: [
        "{pair}: cosa conviene di più, e quando cambieresti idea?",
        "Sono indeciso: {pair}? Pesa entrambi.",
      ],
      de: [
        "{pair}: was passt besser, und wann würdest du umdenken?",
        "Ich schwanke: {pair}? Wäge beides ab.",
      ],
      fr: [
        "{pair} : que choisir, et quand changerais-tu d'avis ?",
        "J'hésite : {pair} ? Pèse le pour et le contre.",
      ],
      es: [
        "{pair}: ¿qué conviene más, y cuándo cambiarías de idea?",
        "Estoy dudando: ¿{pair}? Sopesa las dos opciones.",
      ],
      tr: [
        "{pair}: hangisi daha uygun, ne zaman fikrini değiştirirsin?",
        "Kararsızım: {pair}? İkisini tart.",
      ],
    },
    fills: {
      pair: {
        en: [
          "event sourcing or plain tables for a bank ledger",
          "gRPC or queues between six services",
          "one monorepo or many for a team of forty",
          "Raft or a hosted lock service for leader election",
          "optimistic or pessimistic locking for a warehouse",
        ],
        it: [
          "event sourcing o tabelle semplici per un registro bancario",
          "gRPC o code tra sei servizi",
          "lock ottimistico o pessimistico per un magazzino",
        ],
        de: [
          "Event Sourcing oder einfache Tabellen für ein Bankkonto",
          "gRPC oder Queues zwischen sechs Diensten",
          "optimistisches oder pessimistisches Sperren für ein Lager",
        ],
        fr: [
          "event sourcing ou simples tables pour un livre de banque",
          "gRPC ou files entre six services",
          "verrou optimiste ou pessimiste pour un entrepôt",
        ],
        es: [
          "event sourcing o tablas simples para un libro bancario",
          "gRPC o colas entre seis servicios",
          "bloqueo optimista o pesimista para un almacén",
        ],
        tr: [
          "banka defteri için event sourcing mi düz tablolar mı",
          "altı servis arasında gRPC mi kuyruk mu",
          "depo için iyimser kilit mi kötümser kilit mi",
        ],
      },
    },
  },
  {
    name: "translate-verse",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["Translate into {verse}, and keep rhyme and metre.", "Can these lines rhyme again in {verse}?"],
      it: ["Traduci in {verse}, salvando rima e metro.", "Questi versi possono rimare anche in {verse}?"],
      de: ["Übertrage ins {verse}, mit Reim und Versmaß.", "Kann sich das auch im {verse} noch reimen?"],
      fr: ["Traduis en {verse}, en gardant la rime et le mètre.", "Ces vers peuvent-ils rimer en {verse} ?"],
      es: [
        "Traduce al {verse}, conservando rima y metro.",
        "¿Pueden rimar también estos versos pasados al {verse}?",
      ],
      tr: [
        "Uyak ve ölçüyü koruyarak çevir, {verse}.",
        "Bu dizeler başka dilde de uyaklı olabilir mi, {verse}?",
      ],
    },
    fills: {
      verse: {
        en: [
          'German: "The river keeps no name of mine, it counts the stones and calls them wine"',
          'French: "A lamp, a stair, a borrowed key, the night was longer than the sea"',
          'Italian: "I sold my shadow for a song and wore the morning all day long"',
          'Spanish: "The clock forgot the hour of rain and asked the roof to count again"',
        ],
        it: [
          'inglese: "Il vento porta via il mio nome, e il mare non ricorda come"',
          'tedesco: "Una candela, un vecchio muro, la notte scrive il suo futuro"',
        ],
        de: [
          "Englische: „Der Wind vergaß das alte Lied, das leise durch die Gassen zieht“",
          "Französische: „Ein Licht, ein Stein, ein leeres Haus, die Nacht geht nie von selber aus“",
        ],
        fr: [
          "anglais : « La pluie a pris mon parapluie, et l'heure est partie avec lui »",
          "allemand : « Le chat connaît le toit par cœur, la lune en sait la profondeur »",
        ],
        es: [
          "inglés: «La calle guarda mi canción, el reloj no pide perdón»",
          "alemán: «Se fue la tarde sin hablar, dejó las llaves en el mar»",
        ],
        tr: [
          'İngilizceye: "Rüzgâr aldı adımı gitti, sokak sustu, şarkı bitti"',
          'Almancaya: "Bir mum yandı eski evde, gölgem kaldı pencerede"',
        ],
      },
    },
  },
  {
    name: "code-tricky-one-liner",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: ["I need {code}.", "What is a correct way to get {code}?"],
      it: ["Mi serve {code}.", "Qual è un modo corretto per avere {code}?"],
      de: ["Ich brauche {code}.", "Wie bekomme ich fehlerfrei {code}?"],
      fr: ["Il me faut {code}.", "Quelle est la bonne façon d'obtenir {code} ?"],
      es: ["Necesito {code}.", "¿Cuál es la forma correcta de obtener {code}?"],
      tr: ["{code} lazım.", "{code} nasıl doğru yazılır?"],
    },
    fills: {
      code: {
        en: [
          "a regex for quoted strings with nested escapes",
          "a lock-free ring buffer in C",
          "SQL for gaps of three days or more per customer",
          "a bash line that survives file names with newlines",
          "a debounce in TypeScript that can be awaited and cancelled",
        ],
        it: [
          "una regex per stringhe tra virgolette con escape annidati",
          "una query SQL per i buchi di tre giorni per cliente",
          "un debounce in TypeScript che si possa attendere e annullare",
        ],
        de: [
          "eine Regex für Zeichenketten mit verschachtelten Escapes",
          "SQL für Lücken von drei Tagen je Kunde",
          "ein Debounce in TypeScript, das man abwarten und abbrechen kann",
        ],
        fr: [
          "une regex pour chaînes avec échappements imbriqués",
          "du SQL pour les trous de trois jours par client",
          "un debounce en TypeScript qu'on peut attendre et annuler",
        ],
        es: [
          "una regex para cadenas con escapes anidados",
          "SQL para huecos de tres días por cliente",
          "un debounce en TypeScript que se pueda esperar y cancelar",
        ],
        tr: [
          "İç içe kaçışlı tırnaklı metinler için bir regex",
          "Müşteri başına üç günlük boşlukları bulan bir SQL",
          "TypeScript'te beklenebilen ve iptal edilebilen bir debounce",
        ],
      },
    },
  },
  {
    name: "arithmetic-long",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: ["What is {term}, exactly?", "How much does {term} come to? All digits."],
      it: ["Quanto vale esattamente {term}?", "A quanto ammonta {term}? Voglio tutte le cifre."],
      de: ["Was ergibt {term} genau?", "Auf wie viel kommt man bei {term}? Alle Stellen bitte."],
      fr: ["Que vaut exactement {term} ?", "À combien arrive-t-on avec {term} ? Tous les chiffres."],
      es: ["¿Cuánto vale exactamente {term}?", "¿A cuánto asciende {term}? Con todas las cifras."],
      tr: ["{term} tam olarak nedir?", "{term} ne kadar tutar? Bütün basamaklarıyla."],
    },
    fills: {
      term: [
        "48217 * 90634",
        "17^13 mod 101",
        "739281 / 1237 + 5^9",
        "(3/7 + 11/13) * 221/5",
        "987654 * 321 - 64^5",
        "2^41 - 3^25",
      ],
    },
  },
  {
    name: "law-may-i",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: ["Am I allowed to {act}?", "Could I get into trouble if I {act}?"],
      it: ["Posso {act}?", "Rischio qualcosa se decido di {act}?"],
      de: ["Darf ich {act}?", "Was droht mir, sollte ich {act}?"],
      fr: ["Ai-je le droit de {act} ?", "Est-ce que je risque quelque chose à {act} ?"],
      es: ["¿Puedo {act}?", "¿Me arriesgo a algo si decido {act}?"],
      tr: ["{act} yasal mı?", "{act} başıma dert açar mı?"],
    },
    fills: {
      act: {
        en: [
          "record a call with my boss in Germany",
          "sublet my flat in Paris for a month",
          "use a photo from a museum site on my book cover",
          "fire someone who is on sick leave in Spain",
          "scrape a competitor's price list every night",
        ],
        it: [
          "registrare una telefonata con il mio capo",
          "subaffittare l'appartamento per un mese",
          "usare la foto di un museo per una copertina",
        ],
        de: [
          "ein Gespräch mit meinem Chef aufnehmen",
          "meine Wohnung einen Monat untervermieten",
          "ein Museumsfoto für ein Buchcover verwenden",
        ],
        fr: [
          "enregistrer un appel avec mon patron",
          "sous-louer mon appartement pendant un mois",
          "mettre la photo d'un musée en couverture",
        ],
        es: [
          "grabar una llamada con mi jefe",
          "subarrendar mi piso durante un mes",
          "usar la foto de un museo en una portada",
        ],
        tr: [
          "Patronumla telefon görüşmesini kaydetmek",
          "Evimi bir aylığına başkasına kiralamak",
          "Bir müzenin fotoğrafını kitap kapağında kullanmak",
        ],
      },
    },
  },
  {
    name: "health-together",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: ["Can I take {pair}?", "Is it safe to have {pair}?"],
      it: ["Posso prendere {pair}?", "È sicuro assumere {pair}?"],
      de: ["Kann ich {pair} nehmen?", "Ist es unbedenklich, {pair} zu nehmen?"],
      fr: ["Puis-je prendre {pair} ?", "Est-ce sans danger de prendre {pair} ?"],
      es: ["¿Puedo tomar {pair}?", "¿Es seguro tomar {pair}?"],
      tr: ["{pair} alabilir miyim?", "{pair} almak güvenli mi?"],
    },
    fills: {
      pair: {
        en: [
          "ibuprofen with warfarin",
          "St John's wort with the pill",
          "magnesium with thyroxine in the morning",
          "grapefruit juice with a statin",
          "an antihistamine while breastfeeding",
        ],
        it: ["ibuprofene con il warfarin", "l'iperico con la pillola", "magnesio insieme alla tiroxina"],
        de: ["Ibuprofen mit Warfarin", "Johanniskraut mit der Pille", "Magnesium zusammen mit Thyroxin"],
        fr: [
          "de l'ibuprofène avec de la warfarine",
          "du millepertuis avec la pilule",
          "du magnésium avec de la thyroxine",
        ],
        es: ["ibuprofeno con warfarina", "hipérico con la píldora", "magnesio junto con tiroxina"],
        tr: ["Varfarinle birlikte ibuprofen", "Doğum kontrol hapıyla sarı kantaron", "Tiroksinle magnezyum"],
      },
    },
  },
  {
    name: "puzzle-sequence",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: ["Which number comes next: {row}?", "{row}, and then? Say why."],
      it: ["Quale numero viene dopo: {row}?", "{row}, e poi? Spiega il motivo."],
      de: ["Welche Zahl kommt als nächste: {row}?", "{row}, und dann? Mit Begründung."],
      fr: ["Quel nombre vient ensuite : {row} ?", "{row}, et après ? Dis pourquoi."],
      es: ["¿Qué número sigue: {row}?", "{row}, ¿y luego? Di por qué."],
      tr: ["Sıradaki sayı hangisi: {row}?", "{row}, peki sonra? Nedenini söyle."],
    },
    fills: {
      row: [
        "1, 11, 21, 1211, 111221",
        "2, 3, 5, 9, 17, 33, 65",
        "1, 2, 6, 42, 1806",
        "0, 1, 3, 7, 14, 25, 41",
        "4, 6, 12, 18, 30, 42, 60",
        "3, 4, 7, 11, 18, 29, 47",
      ],
    },
  },
  {
    name: "what-if-physics",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["What would happen if {change}?", "Suppose {change}. And now?"],
      it: ["Cosa succederebbe se {change}?", "Mettiamo che {change}. E adesso?"],
      de: ["Was würde geschehen: {change}?", "Angenommen: {change}. Und nun?"],
      fr: ["Que se passerait-il si {change} ?", "Imaginons : {change}. Et maintenant ?"],
      es: ["¿Qué pasaría si {change}?", "Imagina esto: {change}. ¿Y ahora?"],
      tr: ["{change} ne olurdu?", "Diyelim ki öyle: {change}. Peki şimdi?"],
    },
    fills: {
      change: {
        en: [
          "the Moon were half as far away",
          "a day lasted forty hours",
          "water were densest as ice",
          "light were a thousand times slower",
          "all insects vanished on Monday",
        ],
        it: [
          "la Luna fosse lontana la metà",
          "il giorno durasse quaranta ore",
          "il ghiaccio affondasse nell'acqua",
        ],
        de: [
          "der Mond wäre nur halb so weit weg",
          "ein Tag würde vierzig Stunden dauern",
          "Eis würde im Wasser sinken",
        ],
        fr: [
          "la Lune était deux fois plus proche",
          "un jour durait quarante heures",
          "la glace coulait dans l'eau",
        ],
        es: [
          "la Luna estuviera a la mitad de distancia",
          "un día durara cuarenta horas",
          "el hielo se hundiera en el agua",
        ],
        tr: ["Ay yarı yarıya daha yakın olsaydı", "bir gün kırk saat sürseydi", "buz suda batsaydı"],
      },
    },
  },
];
