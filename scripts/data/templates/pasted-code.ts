import type { TemplateGroup } from "../prompt-template.ts";

/** Pasted code with a question that can be read off it. */
export const codeLocal: TemplateGroup = [
  {
    name: "code-which-language",
    target: "local",
    complexity: "simple",
    pastedCode: true,
    wordings: {
      en: ["Which programming language is this?\n\n{code}", "{code}\n\nWhat is this written in?"],
      it: ["Che linguaggio di programmazione è questo?\n\n{code}", "{code}\n\nIn che cosa è scritto?"],
      de: ["Welche Programmiersprache ist das?\n\n{code}", "{code}\n\nWorin ist das geschrieben?"],
      fr: ["Quel est ce langage de programmation ?\n\n{code}", "{code}\n\nEn quoi est-ce écrit ?"],
      es: ["¿Qué lenguaje de programación es este?\n\n{code}", "{code}\n\n¿En qué está escrito esto?"],
      tr: ["Bu hangi programlama dili?\n\n{code}", "{code}\n\nBu hangi dilde yazılmış?"],
    },
    fills: {
      code: [
        'def greet(name):\n    if not name:\n        return "Hello, stranger"\n    return "Hello, " + name.title()\n\nprint(greet("mira"))',
        'package main\n\nimport "fmt"\n\nfunc main() {\n\tfor i := 1; i <= 3; i++ {\n\t\tfmt.Println("lap", i)\n\t}\n}',
        'public class Door {\n    private boolean open;\n\n    public void push() {\n        open = true;\n        System.out.println("The door is open");\n    }\n}',
        "SELECT city, COUNT(*) AS guests\nFROM bookings\nWHERE year = 2023\nGROUP BY city\nORDER BY guests DESC;",
        'fn main() {\n    let words = vec!["salt", "sea", "sun"];\n    for word in &words {\n        println!("{}", word.len());\n    }\n}',
      ],
    },
  },
  {
    name: "code-function-name",
    target: "local",
    complexity: "simple",
    pastedCode: true,
    wordings: {
      en: [
        "What is the name of the function defined here?\n\n{code}",
        "{code}\n\nTell me only how the function is called.",
      ],
      it: [
        "Come si chiama la funzione definita qui?\n\n{code}",
        "{code}\n\nDimmi soltanto il nome della funzione.",
      ],
      de: [
        "Wie heißt die Funktion, die hier definiert wird?\n\n{code}",
        "{code}\n\nNenne mir nur den Namen der Funktion.",
      ],
      fr: [
        "Quel est le nom de la fonction définie ici ?\n\n{code}",
        "{code}\n\nDonne-moi seulement le nom de la fonction.",
      ],
      es: [
        "¿Cómo se llama la función definida aquí?\n\n{code}",
        "{code}\n\nDime solo el nombre de la función.",
      ],
      tr: [
        "Burada tanımlanan fonksiyonun adı nedir?\n\n{code}",
        "{code}\n\nBana sadece fonksiyonun adını söyle.",
      ],
    },
    fills: {
      code: [
        "function measureTemperature(probes) {\n  const values = probes.map((probe) => probe.read());\n  const total = values.reduce((sum, value) => sum + value, 0);\n  return total / values.length;\n}",
        "def shuffle_deck(cards, rng):\n    copy = list(cards)\n    for i in range(len(copy) - 1, 0, -1):\n        j = rng.randint(0, i)\n        copy[i], copy[j] = copy[j], copy[i]\n    return copy",
        'int countVowels(const char *text) {\n    int found = 0;\n    for (; *text; text++) {\n        if (strchr("aeiou", *text)) found++;\n    }\n    return found;\n}',
        'export const parseDuration = (text: string): number => {\n  const [minutes, seconds] = text.split(":").map(Number);\n  return (minutes ?? 0) * 60 + (seconds ?? 0);\n};',
        "fun nearestStation(from: Point, stations: List<Station>): Station? {\n    return stations.minByOrNull { it.position.distanceTo(from) }\n}",
      ],
    },
  },
  {
    name: "code-output",
    target: "local",
    complexity: "simple",
    pastedCode: true,
    wordings: {
      en: ["What does this print?\n\n{code}", "{code}\n\nI run this. Which output do I see?"],
      it: ["Che cosa stampa questo?\n\n{code}", "{code}\n\nLo eseguo: che output vedo?"],
      de: ["Was gibt das aus?\n\n{code}", "{code}\n\nIch starte das. Welche Ausgabe sehe ich?"],
      fr: ["Qu'est-ce que cela affiche ?\n\n{code}", "{code}\n\nJe lance ceci. Quelle sortie vais-je voir ?"],
      es: ["¿Qué imprime esto?\n\n{code}", "{code}\n\nLo ejecuto. ¿Qué salida veo?"],
      tr: ["Bu ne yazdırır?\n\n{code}", "{code}\n\nBunu çalıştırıyorum. Hangi çıktıyı görürüm?"],
    },
    fills: {
      code: [
        'fruits = ["fig", "plum"]\nfruits.append("kiwi")\nprint(len(fruits))',
        "let total = 0;\nfor (const price of [2, 3, 5]) total += price;\nconsole.log(total);",
        'age = 17\nif age >= 18:\n    print("adult")\nelse:\n    print("minor")',
        'String word = "moon";\nSystem.out.println(word.toUpperCase());',
        'for i in 1 2 3; do\n  echo "step $i"\ndone',
      ],
    },
  },
  {
    name: "code-rename",
    target: "local",
    complexity: "moderate",
    pastedCode: true,
    wordings: {
      en: [
        "Rename the variable {old} and change nothing else:\n\n{code}",
        "{code}\n\nSame code again please, but with {old}.",
      ],
      it: [
        "Rinomina la variabile {old} e non toccare altro:\n\n{code}",
        "{code}\n\nLo stesso codice, per favore, ma con {old}.",
      ],
      de: [
        "Benenne die Variable {old} um und ändere sonst nichts:\n\n{code}",
        "{code}\n\nBitte derselbe Code, nur mit {old}.",
      ],
      fr: [
        "Renomme la variable {old} sans rien changer d'autre :\n\n{code}",
        "{code}\n\nLe même code, s'il te plaît, mais avec {old}.",
      ],
      es: [
        "Renombra la variable {old} y no cambies nada más:\n\n{code}",
        "{code}\n\nEl mismo código, por favor, pero con {old}.",
      ],
      tr: [
        "Değişken adını değiştir, {old}, başka hiçbir şeye dokunma:\n\n{code}",
        "{code}\n\nAynı kod lütfen, yalnız şöyle: {old}.",
      ],
    },
    fills: {
      old: ["x -> width", "x -> height", "x -> price", "x -> score", "x -> depth"],
      code: [
        'x = float(input("How long is the wall? "))\nprint("You need", round(x / 0.6), "rolls")\nif x > 12:\n    print("Take one more to be safe")',
        'const x = document.querySelector("h1").offsetHeight;\ndocument.body.style.paddingTop = x + "px";\nwindow.scrollTo(0, x);',
        'var x int\nfmt.Scan(&x)\nif x < 0 {\n\tx = -x\n}\nfmt.Println("distance:", x)',
        "x <- c(3.1, 2.7, 4.4)\nx <- sort(x)\nprint(x[length(x)])\nhist(x)",
        'x=$(wc -l < guests.txt)\nif [ "$x" -gt 40 ]; then\n  echo "too many: $x"\nfi',
      ],
    },
  },
];

/** Pasted code with a question that needs it to be understood. */
export const codeCloud: TemplateGroup = [
  {
    name: "code-lost-updates",
    target: "cloud",
    complexity: "complex",
    pastedCode: true,
    wordings: {
      en: [
        "Once a week a value is wrong here and nobody knows why. Find it.\n\n{code}",
        "{code}\n\nThis works in tests and fails under load. What is going on?",
      ],
      it: [
        "Una volta a settimana qui un valore è sbagliato e nessuno sa perché. Trovalo.\n\n{code}",
        "{code}\n\nNei test funziona, sotto carico no. Che cosa succede?",
      ],
      de: [
        "Einmal in der Woche stimmt hier ein Wert nicht, und keiner weiß warum. Finde es.\n\n{code}",
        "{code}\n\nIm Test läuft das, unter Last nicht. Was passiert da?",
      ],
      fr: [
        "Une fois par semaine une valeur est fausse ici et personne ne sait pourquoi. Trouve.\n\n{code}",
        "{code}\n\nCela marche en test et échoue sous charge. Que se passe-t-il ?",
      ],
      es: [
        "Una vez por semana aquí sale mal un valor y nadie sabe por qué. Encuéntralo.\n\n{code}",
        "{code}\n\nEn pruebas funciona y con carga falla. ¿Qué está pasando?",
      ],
      tr: [
        "Haftada bir burada bir değer yanlış çıkıyor, nedenini kimse bilmiyor. Bul.\n\n{code}",
        "{code}\n\nTestte çalışıyor, yük altında bozuluyor. Ne oluyor?",
      ],
    },
    fills: {
      code: [
        'async function reserve(seat) {\n  const row = await db.get("SELECT taken FROM seats WHERE id = ?", seat);\n  if (row.taken) return false;\n  await mailer.sendTicket(seat);\n  await db.run("UPDATE seats SET taken = 1 WHERE id = ?", seat);\n  return true;\n}',
        'balance = cache.get(account)\nif balance is None:\n    balance = load(account)\nbalance -= amount\ncache.set(account, balance)\nqueue.publish("paid", account)',
        "func (c *Counter) Add(key string) {\n\tc.mu.RLock()\n\tn := c.values[key]\n\tc.mu.RUnlock()\n\tc.mu.Lock()\n\tc.values[key] = n + 1\n\tc.mu.Unlock()\n}",
        "if (instance == null) {\n    synchronized (Registry.class) {\n        if (instance == null) {\n            instance = new Registry();\n            instance.loadPlugins();\n        }\n    }\n}\nreturn instance;",
        "let pending = null;\nasync function token() {\n  if (!pending) pending = fetchToken();\n  const value = await pending;\n  if (value.expires < Date.now()) pending = null;\n  return value.text;\n}",
      ],
    },
  },
  {
    name: "code-complexity",
    target: "cloud",
    complexity: "complex",
    pastedCode: true,
    wordings: {
      en: [
        "How does the running time of this grow, in the worst case and on average? Then make it faster.\n\n{code}",
        "{code}\n\nToo slow beyond ten thousand entries. Say why in O-notation and give a better one.",
      ],
      it: [
        "Come cresce il tempo di esecuzione, nel caso peggiore e in media? Poi rendilo più veloce.\n\n{code}",
        "{code}\n\nOltre diecimila voci è lento. Di' perché in notazione O e danne uno migliore.",
      ],
      de: [
        "Wie wächst die Laufzeit, im schlimmsten Fall und im Mittel? Mach es danach schneller.\n\n{code}",
        "{code}\n\nAb zehntausend Einträgen zu langsam. Sag in O-Notation, warum, und gib etwas Besseres.",
      ],
      fr: [
        "Comment croît le temps d'exécution, au pire et en moyenne ? Puis accélère-le.\n\n{code}",
        "{code}\n\nTrop lent au-delà de dix mille entrées. Dis pourquoi en notation O et propose mieux.",
      ],
      es: [
        "¿Cómo crece el tiempo de ejecución, en el peor caso y en promedio? Luego hazlo más rápido.\n\n{code}",
        "{code}\n\nCon más de diez mil entradas va lento. Di por qué en notación O y da algo mejor.",
      ],
      tr: [
        "Çalışma süresi en kötü durumda ve ortalamada nasıl büyür? Sonra hızlandır.\n\n{code}",
        "{code}\n\nOn bin kayıttan sonra yavaş. Nedenini O gösterimiyle söyle ve daha iyisini ver.",
      ],
    },
    fills: {
      code: [
        "def overlaps(bookings):\n    found = []\n    for a in bookings:\n        for b in bookings:\n            if a is not b and a.start < b.end and b.start < a.end:\n                if (b, a) not in found:\n                    found.append((a, b))\n    return found",
        "const unique = (words) =>\n  words.filter((word, at) => words.slice(0, at).every((other) => other.localeCompare(word) !== 0));",
        "int paths(int row, int col) {\n    if (row == 0 || col == 0) return 1;\n    if (blocked[row][col]) return 0;\n    return paths(row - 1, col) + paths(row, col - 1);\n}",
        "while (!tasks.isEmpty()) {\n    Task next = Collections.min(tasks, byDeadline);\n    tasks.remove(next);\n    for (Task other : tasks)\n        if (other.needs.contains(next)) other.needs.remove(next);\n    run(next);\n}",
        "fn longest(text: &str) -> usize {\n    let letters: Vec<char> = text.chars().collect();\n    let mut best = 0;\n    for i in 0..letters.len() {\n        for j in i..letters.len() {\n            if is_palindrome(&letters[i..=j]) { best = best.max(j - i + 1); }\n        }\n    }\n    best\n}",
      ],
    },
  },
  {
    name: "code-security",
    target: "cloud",
    complexity: "complex",
    pastedCode: true,
    wordings: {
      en: [
        "Which input breaks this, what could an attacker gain, and how is it closed without changing the interface?\n\n{code}",
        '{code}\n\nA reviewer wrote only "no" beside this. Work out what worried her.',
      ],
      it: [
        "Quale input lo rompe, che cosa ci guadagna un attaccante e come si chiude senza cambiare l'interfaccia?\n\n{code}",
        '{code}\n\nUna revisora ha scritto solo "no" qui accanto. Scopri che cosa la preoccupava.',
      ],
      de: [
        "Welche Eingabe bricht das, was gewinnt ein Angreifer, und wie schließt man es, ohne die Schnittstelle zu ändern?\n\n{code}",
        "{code}\n\nEine Prüferin schrieb nur „nein“ daneben. Finde heraus, was sie störte.",
      ],
      fr: [
        "Quelle entrée casse ceci, qu'y gagne un attaquant, et comment le fermer sans changer l'interface ?\n\n{code}",
        "{code}\n\nUne relectrice a seulement écrit « non » à côté. Trouve ce qui l'inquiétait.",
      ],
      es: [
        "¿Qué entrada rompe esto, qué gana un atacante y cómo se cierra sin cambiar la interfaz?\n\n{code}",
        "{code}\n\nUna revisora solo escribió «no» al lado. Averigua qué le preocupaba.",
      ],
      tr: [
        "Hangi girdi bunu bozar, saldırgan ne kazanır, arayüzü değiştirmeden nasıl kapatılır?\n\n{code}",
        '{code}\n\nİnceleyen kişi yanına sadece "hayır" yazmış. Neyin onu kaygılandırdığını bul.',
      ],
    },
    fills: {
      code: [
        'app.get("/file", (request, response) => {\n  const name = request.query.name.replace("../", "");\n  response.sendFile(path.join("/srv/shared", name));\n});',
        "def login(user, password):\n    row = db.execute(\"SELECT hash FROM users WHERE name = '%s'\" % user).fetchone()\n    if row and row[0] == md5(password):\n        return make_session(user)\n    time.sleep(1)\n    return None",
        'char label[32];\nstrcpy(label, getenv("SHOP_NAME"));\nstrcat(label, " (till ");\nstrcat(label, argv[1]);\nprintf(label);',
        'const hook = JSON.parse(body);\nif (hook.signature === sign(hook.payload, hook.algorithm ?? "none")) {\n  Object.assign(settings, hook.payload);\n  await fetch(hook.callback);\n}',
        'tar xzf "$1" -C /var/app --strip-components=0\nfor script in /var/app/hooks/*; do\n  eval "$(cat "$script")"\ndone',
      ],
    },
  },
  {
    name: "code-redesign",
    target: "cloud",
    complexity: "complex",
    pastedCode: true,
    wordings: {
      en: [
        "Rewrite this as a stream with back-pressure, cancellation and tests, and justify each decision.\n\n{code}",
        "{code}\n\nMemory explodes on large inputs. Reshape it without breaking callers, step by step.",
      ],
      it: [
        "Riscrivilo come flusso con back-pressure, annullamento e test, e motiva ogni scelta.\n\n{code}",
        "{code}\n\nCon input grandi la memoria esplode. Ristrutturalo senza rompere chi lo chiama, passo per passo.",
      ],
      de: [
        "Schreibe das als Stream mit Gegendruck, Abbruch und Tests neu und begründe jede Entscheidung.\n\n{code}",
        "{code}\n\nBei großen Eingaben explodiert der Speicher. Bau es um, ohne Aufrufer zu brechen, Schritt für Schritt.",
      ],
      fr: [
        "Réécris ceci en flux avec contre-pression, annulation et tests, et justifie chaque décision.\n\n{code}",
        "{code}\n\nLa mémoire explose sur de gros volumes. Remanie sans casser les appelants, étape par étape.",
      ],
      es: [
        "Reescríbelo como flujo con contrapresión, cancelación y pruebas, y justifica cada decisión.\n\n{code}",
        "{code}\n\nCon entradas grandes la memoria explota. Rehazlo sin romper a quien lo llama, paso a paso.",
      ],
      tr: [
        "Bunu geri basınçlı, iptal edilebilir ve testli bir akış olarak yeniden yaz, her kararı gerekçelendir.\n\n{code}",
        "{code}\n\nBüyük girdilerde bellek patlıyor. Çağıranları bozmadan, adım adım yeniden kur.",
      ],
    },
    fills: {
      code: [
        'async function importAll(files) {\n  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));\n  const rows = texts.flatMap((text) => text.split("\\n").map(parseRow));\n  await Promise.all(rows.map((row) => store.insert(row)));\n  return rows.length;\n}',
        'def report(orders):\n    frames = [load(order) for order in orders]\n    merged = concat(frames)\n    merged["share"] = merged["amount"] / merged["amount"].sum()\n    return merged.sort_values("share").to_csv()',
        "public List<Photo> thumbnails(Path folder) throws IOException {\n    List<Photo> all = new ArrayList<>();\n    for (Path file : Files.list(folder).toList())\n        all.add(resize(ImageIO.read(file.toFile()), 320));\n    return all;\n}",
        "var events []Event\nfor _, source := range sources {\n\tbatch, err := source.FetchEverything()\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tevents = append(events, batch...)\n}\nsort.Sort(byTime(events))\nreturn events, nil",
        "$lines = file($path);\n$pages = array();\nforeach ($lines as $line) {\n    $page = json_decode(file_get_contents(trim($line)));\n    $pages[] = render($page);\n}\nreturn implode($separator, $pages);",
      ],
    },
  },
];
