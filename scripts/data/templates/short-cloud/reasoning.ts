import type { PromptTemplate } from "../../prompt-template.ts";

export const proofClaim: PromptTemplate = {
  name: "proof-claim",
  target: "cloud",
  complexity: "complex",
  wordings: {
    en: ["Prove that {claim}.", "How can one be sure that {claim}? A rigorous argument, please."],
    it: ["Dimostra che {claim}.", "Come si può essere certi che {claim}? Vorrei un argomento rigoroso."],
    de: ["Beweise folgende Aussage: {claim}.", "{claim}: woher weiß man das sicher? Bitte streng begründet."],
    fr: ["Démontre que {claim}.", "Comment être sûr que {claim} ? Je voudrais un raisonnement rigoureux."],
    es: ["Demuestra que {claim}.", "¿Cómo se sabe con seguridad que {claim}? Quiero un argumento riguroso."],
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
};

export const whyDeepScience: PromptTemplate = {
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
};

export const estimateFermi: PromptTemplate = {
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
};

export const logicLiars: PromptTemplate = {
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
    es: ["{says} ¿Quién dice la verdad?", "Aquí cada uno miente siempre o nunca. {says} ¿Quién es sincero?"],
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
};

export const arithmeticLong: PromptTemplate = {
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
};

export const puzzleSequence: PromptTemplate = {
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
};

export const whatIfPhysics: PromptTemplate = {
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
};
