import type { PromptTemplate } from "../../prompt-template.ts";

export const designSystem: PromptTemplate = {
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
};

export const compareTechnologies: PromptTemplate = {
  name: "compare-technologies",
  target: "cloud",
  complexity: "moderate",
  wordings: {
    en: [
      "{pair}: which fits better, and when would you change your mind?",
      "I hesitate: {pair}? Weigh both.",
    ],
    it: ["{pair}: cosa conviene di più, e quando cambieresti idea?", "Sono indeciso: {pair}? Pesa entrambi."],
    de: ["{pair}: was passt besser, und wann würdest du umdenken?", "Ich schwanke: {pair}? Wäge beides ab."],
    fr: [
      "{pair} : que choisir, et quand changerais-tu d'avis ?",
      "J'hésite : {pair} ? Pèse le pour et le contre.",
    ],
    es: [
      "{pair}: ¿qué conviene más, y cuándo cambiarías de idea?",
      "Estoy dudando: ¿{pair}? Sopesa las dos opciones.",
    ],
    tr: ["{pair}: hangisi daha uygun, ne zaman fikrini değiştirirsin?", "Kararsızım: {pair}? İkisini tart."],
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
};

export const lawMayI: PromptTemplate = {
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
};

export const healthTogether: PromptTemplate = {
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
};
