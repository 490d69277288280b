import type { PromptTemplate } from "../../prompt-template.ts";

export const writeConstrainedStory: PromptTemplate = {
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
};

export const teachTwoAudiences: PromptTemplate = {
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
};

export const writeDelicateLetter: PromptTemplate = {
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
};

export const translateRegister: PromptTemplate = {
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
};
