import type { TemplateGroup } from "../prompt-template.ts";

/** Short and easy, some in the words that hard questions use. */
export const shortLocal: TemplateGroup = [
  {
    name: "chat-greeting",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Hello {who}, how are you today?", "Hey {who}! All good with you?"],
      it: ["Ciao {who}, come stai oggi?", "Ehi {who}! Tutto a posto?"],
      de: ["Hallo {who}, wie geht es dir heute?", "Na {who}, alles gut bei dir?"],
      fr: ["Bonjour {who}, comment vas-tu aujourd'hui ?", "Coucou {who} ! Tout va bien de ton côté ?"],
      es: ["Hola {who}, ¿cómo estás hoy?", "¡Buenas, {who}! ¿Todo bien por ahí?"],
      tr: ["Merhaba {who}, bugün nasılsın?", "Selam {who}! Her şey yolunda mı?"],
    },
    fills: {
      who: {
        en: ["there", "my friend", "dear assistant", "little robot", "again", "stranger"],
        it: ["assistente", "amico mio", "piccolo robot", "caro computer"],
        de: ["lieber Assistent", "mein Freund", "kleiner Roboter", "alter Rechner"],
        fr: ["cher assistant", "mon ami", "petit robot", "vieil ordinateur"],
        es: ["querido asistente", "amigo mío", "pequeño robot", "viejo ordenador"],
        tr: ["sevgili asistan", "dostum", "küçük robot", "ihtiyar bilgisayar"],
      },
    },
  },
  {
    name: "chat-thanks",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Thank you, {what} was exactly what I needed.", "Great, {what} helped me a lot, thanks!"],
      it: [
        "Grazie, {what} era proprio quello che mi serviva.",
        "Perfetto, {what} mi è servito molto, grazie!",
      ],
      de: ["Danke, {what} war genau das, was ich brauchte.", "Super, {what} hat mir sehr geholfen, danke!"],
      fr: [
        "Merci, {what} était exactement ce qu'il me fallait.",
        "Super, {what} m'a beaucoup servi, merci !",
      ],
      es: ["Gracias, {what} era justo lo que necesitaba.", "Genial, {what} me ayudó mucho, ¡gracias!"],
      tr: ["Teşekkürler, {what} tam ihtiyacım olan şeydi.", "Harika, {what} çok işime yaradı, sağ ol!"],
    },
    fills: {
      what: {
        en: [
          "that analysis",
          "your plan",
          "the proof",
          "that explanation",
          "the comparison",
          "the code review",
        ],
        it: ["il tuo piano", "quel confronto", "il tuo riassunto", "quel progetto"],
        de: ["dein Plan", "die Analyse", "der Vergleich", "dein Entwurf"],
        fr: ["ton plan", "ce résumé", "le programme", "ton avis"],
        es: ["tu plan", "ese análisis", "el resumen", "tu diseño"],
        tr: ["senin planın", "bu analiz", "o karşılaştırma", "yazdığın özet"],
      },
    },
  },
  {
    name: "fact-capital",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["What is the capital of {country}?", "Which city is the seat of government in {country}?"],
      it: ["Qual è la capitale {country}?", "Come si chiama la città capitale {country}?"],
      de: ["Was ist die Hauptstadt von {country}?", "Wie heißt die Stadt, in der {country} regiert wird?"],
      fr: ["Quelle est la capitale {country} ?", "Comment s'appelle la ville capitale {country} ?"],
      es: ["¿Cuál es la capital de {country}?", "¿Cómo se llama la ciudad capital de {country}?"],
      tr: ["{country} başkenti neresidir?", "{country} hangi şehirden yönetilir?"],
    },
    fills: {
      country: {
        en: ["Norway", "Peru", "Kenya", "Portugal", "Vietnam", "Hungary"],
        it: ["della Norvegia", "del Perù", "del Kenya", "dell'Ungheria"],
        de: ["Norwegen", "Peru", "Kenia", "Ungarn"],
        fr: ["de la Norvège", "du Pérou", "du Kenya", "de la Hongrie"],
        es: ["Noruega", "Perú", "Kenia", "Hungría"],
        tr: ["Norveç'in", "Peru'nun", "Kenya'nın", "Macaristan'ın"],
      },
    },
  },
  {
    name: "word-opposite",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ['What is the opposite of "{word}"?', 'I am looking for the antonym of "{word}".'],
      it: ['Qual è il contrario di "{word}"?', 'Mi serve una parola opposta a "{word}".'],
      de: ["Was ist das Gegenteil von „{word}“?", "Ich suche ein Wort, das „{word}“ entgegengesetzt ist."],
      fr: ["Quel est le contraire de « {word} » ?", "Je cherche un antonyme du mot « {word} »."],
      es: ["¿Cuál es lo contrario de «{word}»?", "Busco un antónimo de la palabra «{word}»."],
      tr: ['"{word}" kelimesinin zıt anlamlısı nedir?', '"{word}" sözcüğünün karşıtını arıyorum.'],
    },
    fills: {
      word: {
        en: ["complex", "early", "generous", "shallow", "detailed", "simple"],
        it: ["complesso", "presto", "generoso", "profondo"],
        de: ["komplex", "früh", "großzügig", "flach"],
        fr: ["complexe", "tôt", "généreux", "profond"],
        es: ["complejo", "temprano", "generoso", "profundo"],
        tr: ["karmaşık", "erken", "cömert", "derin"],
      },
    },
  },
  {
    name: "arithmetic-two-numbers",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["How much is {sum}?", "Quick one: what do you get for {sum}?"],
      it: ["Quanto fa {sum}?", "Domanda veloce: che risultato dà {sum}?"],
      de: ["Wie viel ist {sum}?", "Kurze Frage: was kommt bei {sum} heraus?"],
      fr: ["Combien font {sum} ?", "Question rapide : quel résultat donne {sum} ?"],
      es: ["¿Cuánto es {sum}?", "Una rápida: ¿qué resultado da {sum}?"],
      tr: ["{sum} kaç eder?", "Kısa bir soru: {sum} işleminin sonucu nedir?"],
    },
    fills: {
      sum: ["12 + 7", "9 * 6", "30 - 11", "48 / 6", "15 + 26", "8 * 7"],
    },
  },
  {
    name: "fact-calendar",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["How many days are there in {month}?", "Tell me the number of days that {month} has."],
      it: ["Quanti giorni ha il mese di {month}?", "Dimmi di quanti giorni è fatto {month}."],
      de: ["Wie viele Tage hat der {month}?", "Nenne mir die Zahl der Tage im {month}."],
      fr: ["Combien de jours compte le mois de {month} ?", "Donne-moi le nombre de jours en {month}."],
      es: ["¿Cuántos días tiene el mes de {month}?", "Dime el número de días que hay en {month}."],
      tr: ["{month} ayı kaç gün çeker?", "{month} ayındaki gün sayısını söyle."],
    },
    fills: {
      month: {
        en: ["March", "June", "September", "December", "April", "October"],
        it: ["marzo", "giugno", "settembre", "dicembre"],
        de: ["März", "Juni", "September", "Dezember"],
        fr: ["mars", "juin", "septembre", "décembre"],
        es: ["marzo", "junio", "septiembre", "diciembre"],
        tr: ["mart", "haziran", "eylül", "aralık"],
      },
    },
  },
  {
    name: "word-meaning",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ['What does the word "{word}" mean?', 'In plain terms, what is meant by "{word}"?'],
      it: ['Che cosa vuol dire la parola "{word}"?', 'In parole semplici, cosa si intende per "{word}"?'],
      de: ["Was bedeutet das Wort „{word}“?", "Ganz einfach gesagt: was versteht man unter „{word}“?"],
      fr: ["Que veut dire le mot « {word} » ?", "En termes simples, qu'entend-on par « {word} » ?"],
      es: ["¿Qué significa la palabra «{word}»?", "Dicho de forma sencilla, ¿qué se entiende por «{word}»?"],
      tr: ['"{word}" kelimesi ne demek?', 'Basitçe anlatırsan, "{word}" ile ne kastedilir?'],
    },
    fills: {
      word: {
        en: ["architecture", "strategy", "evaluate", "comprehensive", "algorithm", "hypothesis"],
        it: ["architettura", "strategia", "valutare", "ipotesi"],
        de: ["Architektur", "Strategie", "bewerten", "Hypothese"],
        fr: ["architecture", "stratégie", "évaluer", "hypothèse"],
        es: ["arquitectura", "estrategia", "evaluar", "hipótesis"],
        tr: ["mimari", "strateji", "değerlendirmek", "varsayım"],
      },
    },
  },
  {
    name: "word-plural",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ['What is the plural of "{noun}"?', 'One {noun}, two ...? Which form is right for "{noun}"?'],
      it: ['Qual è il plurale di "{noun}"?', 'Se ne ho più di uno, come diventa la parola "{noun}"?'],
      de: ["Wie lautet die Mehrzahl von „{noun}“?", "Wenn ich zwei davon habe: wie heißt „{noun}“ dann?"],
      fr: ["Quel est le pluriel de « {noun} » ?", "Quand il y en a deux, comment écrit-on « {noun} » ?"],
      es: ["¿Cuál es el plural de «{noun}»?", "Si tengo dos, ¿cómo se dice «{noun}»?"],
      tr: ['"{noun}" kelimesinin çoğulu nedir?', 'Birden fazla olunca "{noun}" nasıl yazılır?'],
    },
    fills: {
      noun: {
        en: ["mouse", "leaf", "analysis", "child", "knife", "goose"],
        it: ["uovo", "dito", "città", "amico"],
        de: ["Haus", "Kind", "Apfel", "Baum"],
        fr: ["cheval", "bijou", "journal", "œil"],
        es: ["lápiz", "luz", "jardín", "rey"],
        tr: ["kitap", "göz", "çiçek", "şehir"],
      },
    },
  },
  {
    name: "translate-phrase",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["How do you say {phrase}?", "I would like to know how to say {phrase}, please."],
      it: ["Come si dice {phrase}?", "Vorrei sapere, per favore, come dire {phrase}."],
      de: ["Wie sagt man {phrase}?", "Ich wüsste gern, wie man {phrase} sagt."],
      fr: ["Comment dit-on {phrase} ?", "J'aimerais savoir comment dire {phrase}, s'il te plaît."],
      es: ["¿Cómo se dice {phrase}?", "Me gustaría saber cómo decir {phrase}, por favor."],
      tr: ["{phrase} nasıl denir?", "{phrase} nasıl söylenir, öğrenmek istiyorum."],
    },
    fills: {
      phrase: {
        en: [
          '"good night" in Spanish',
          '"where is the station" in Italian',
          '"see you tomorrow" in German',
          '"cheese" in French',
          '"thank you very much" in Turkish',
          '"the red house" in Spanish',
        ],
        it: ['"buona notte" in spagnolo', '"il treno" in tedesco', '"a domani" in inglese'],
        de: ["„gute Nacht“ auf Spanisch", "„der Zug“ auf Italienisch", "„bis morgen“ auf Englisch"],
        fr: ["« bonne nuit » en espagnol", "« le train » en allemand", "« à demain » en anglais"],
        es: ["«buenas noches» en francés", "«el tren» en alemán", "«hasta mañana» en inglés"],
        tr: ['İspanyolcada "iyi geceler"', 'Almancada "tren"', 'İngilizcede "yarın görüşürüz"'],
      },
    },
  },
  {
    name: "compare-two-numbers",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Compare {pair}: which one is larger?", "Analyse these two numbers, {pair}, and name the larger."],
      it: [
        "Confronta {pair}: quale è più grande?",
        "Analizza questi due numeri, {pair}, e dimmi il maggiore.",
      ],
      de: [
        "Vergleiche {pair}: was ist größer?",
        "Analysiere diese zwei Zahlen, {pair}, und nenne die größere.",
      ],
      fr: [
        "Compare {pair} : lequel est le plus grand ?",
        "Analyse ces deux nombres, {pair}, et donne le plus grand.",
      ],
      es: ["Compara {pair}: ¿cuál es mayor?", "Analiza estos dos números, {pair}, y di el más grande."],
      tr: [
        "{pair} sayılarını karşılaştır: hangisi büyük?",
        "Şu iki sayıyı incele, {pair}, büyük olanı söyle.",
      ],
    },
    fills: {
      pair: {
        en: ["17 and 71", "305 and 350", "98 and 89", "1200 and 1020", "64 and 46", "505 and 550"],
        it: ["17 e 71", "305 e 350", "98 e 89"],
        de: ["17 und 71", "305 und 350", "98 und 89"],
        fr: ["17 et 71", "305 et 350", "98 et 89"],
        es: ["17 y 71", "305 y 350", "98 y 89"],
        tr: ["17 ile 71", "305 ile 350", "98 ile 89"],
      },
    },
  },
  {
    name: "explain-everyday-thing",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Explain in one sentence what {thing} is.", "Describe {thing} to a five-year-old, one line only."],
      it: [
        "Spiega in una frase che cos'è {thing}.",
        "Descrivi {thing} a un bambino di cinque anni, una riga sola.",
      ],
      de: [
        "Erkläre in einem Satz, was {thing} ist.",
        "Beschreibe einem Fünfjährigen in einer Zeile, was {thing} ist.",
      ],
      fr: [
        "Explique en une phrase ce qu'est {thing}.",
        "Décris {thing} à un enfant de cinq ans, en une seule ligne.",
      ],
      es: [
        "Explica en una frase qué es {thing}.",
        "Describe {thing} a un niño de cinco años, en una sola línea.",
      ],
      tr: [
        "{thing} nedir, bir cümlede açıkla.",
        "{thing} ne işe yarar, beş yaşındaki bir çocuğa tek satırda anlat.",
      ],
    },
    fills: {
      thing: {
        en: ["an umbrella", "a noun", "a bridge", "a calendar", "a rainbow", "a library"],
        it: ["un ombrello", "un ponte", "un calendario", "un arcobaleno"],
        de: ["ein Regenschirm", "eine Brücke", "ein Kalender", "ein Regenbogen"],
        fr: ["un parapluie", "un pont", "un calendrier", "un arc-en-ciel"],
        es: ["un paraguas", "un puente", "un calendario", "una biblioteca"],
        tr: ["Şemsiye", "Köprü", "Takvim", "Kütüphane"],
      },
    },
  },
  {
    name: "write-one-sentence",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ['Write one short sentence with the word "{word}" in it.', 'Please use "{word}" in a sentence.'],
      it: [
        'Scrivi una frase breve che contenga la parola "{word}".',
        'Usa "{word}" in una frase, per favore.',
      ],
      de: [
        "Schreibe einen kurzen Satz, in dem das Wort „{word}“ vorkommt.",
        "Verwende „{word}“ bitte in einem Satz.",
      ],
      fr: [
        "Écris une phrase courte qui contient le mot « {word} ».",
        "Utilise « {word} » dans une phrase, s'il te plaît.",
      ],
      es: ["Escribe una frase corta con la palabra «{word}».", "Usa «{word}» en una oración, por favor."],
      tr: ['İçinde "{word}" geçen kısa bir cümle yaz.', 'Lütfen "{word}" sözcüğünü bir cümle içinde kullan.'],
    },
    fills: {
      word: {
        en: ["optimize", "umbrella", "nevertheless", "contract", "investigate", "yellow"],
        it: ["ottimizzare", "ombrello", "tuttavia", "contratto"],
        de: ["optimieren", "Regen", "trotzdem", "Vertrag"],
        fr: ["optimiser", "pluie", "cependant", "contrat"],
        es: ["optimizar", "lluvia", "sin embargo", "contrato"],
        tr: ["eniyilemek", "yağmur", "yine de", "sözleşme"],
      },
    },
  },
  {
    name: "fact-even-odd",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Is {number} an even or an odd number?", "Determine whether {number} is even or odd."],
      it: ["Il numero {number} è pari o dispari?", "Determina se {number} è pari oppure dispari."],
      de: [
        "Ist {number} eine gerade oder eine ungerade Zahl?",
        "Bestimme, ob {number} gerade oder ungerade ist.",
      ],
      fr: ["Le nombre {number} est-il pair ou impair ?", "Détermine si {number} est pair ou impair."],
      es: ["¿El número {number} es par o impar?", "Determina si {number} es par o impar."],
      tr: ["{number} sayısı tek mi çift mi?", "{number} tek midir yoksa çift midir, belirle."],
    },
    fills: { number: ["14", "37", "102", "255", "68", "91"] },
  },
  {
    name: "fact-units",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["How many {parts}?", "Remind me, how many {parts} again?"],
      it: ["Quanti {parts}?", "Ricordami un attimo: quanti {parts}?"],
      de: ["Wie viele {parts}?", "Hilf mir kurz auf die Sprünge: wie viele {parts}?"],
      fr: ["Combien y a-t-il de {parts} ?", "Rappelle-moi, il y a combien de {parts} ?"],
      es: ["¿Cuántos {parts}?", "Recuérdame un momento: ¿cuántos {parts}?"],
      tr: ["{parts} vardır?", "Hatırlatır mısın, {parts} vardı?"],
    },
    fills: {
      parts: {
        en: [
          "grams are in a kilogram",
          "minutes are in two hours",
          "legs does a spider have",
          "centimetres are in a metre",
          "sides does a hexagon have",
          "players are in a football team",
        ],
        it: ["grammi ci sono in un chilo", "minuti ci sono in due ore", "lati ha un esagono"],
        de: ["Gramm sind ein Kilogramm", "Minuten sind zwei Stunden", "Seiten hat ein Sechseck"],
        fr: ["grammes dans un kilo", "minutes dans deux heures", "côtés dans un hexagone"],
        es: ["gramos hay en un kilo", "minutos hay en dos horas", "lados tiene un hexágono"],
        tr: ["Bir kiloda kaç gram", "İki saatte kaç dakika", "Bir altıgende kaç kenar"],
      },
    },
  },
];
