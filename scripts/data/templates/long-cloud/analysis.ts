import type { PromptTemplate } from "../../prompt-template.ts";

export const analyseArgument: PromptTemplate = {
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
};

export const essayHistory: PromptTemplate = {
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
};

export const analyseFigures: PromptTemplate = {
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
};

export const contractClause: PromptTemplate = {
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
};
