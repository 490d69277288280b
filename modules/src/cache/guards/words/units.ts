/** One unit a line: its name, then how it is written in the languages the guards know. */
const LINES = `
kilometre km kilometre kilometres kilometer kilometers kilometern chilometro chilometri kilometros kilometro
metre metre metres meter meters metern metro metri metros metres
centimetre cm centimetre centimetres centimeter centimeters centimetri centimetros
millimetre mm millimetre millimetres millimeter millimeters
mile mile miles meilen miglia millas
foot foot feet ft
inch inch inches
yard yard yards
gram gram grams gramm grammi grammes gramos
kilogram kg kilo kilos kilogram kilograms kilogramm chilo chili kilogrammes kilogramos
pound lb lbs pound pounds
ounce oz ounce ounces
tonne tonne tonnes ton tons
litre litre litres liter liters litri litro litros
millilitre ml millilitre millilitres milliliter milliliters
gallon gallon gallons
celsius celsius centigrade
fahrenheit fahrenheit
kelvin kelvin
second second seconds sec secs sekunden secondi secondes segundos saniye
minute minute minutes min minuten minuti minutos dakika
hour hour hours hr hrs stunde stunden ora ore heure heures hora horas saat
day day days tag tage tagen giorno giorni jour jours dia dias gun
week week weeks woche wochen settimana settimane semaine semaines semana semanas hafta
month month months monat monate mese mesi mois mes meses ay
year year years jahr jahre anno anni an ans annee annees ano anos yil
millisecond ms millisecond milliseconds
euro eur euro euros
dollar usd dollar dollars dollari dolares dolar
yen jpy yen
franc chf franc francs franken
lira try lira lire
rupee inr rupee rupees
sterling gbp sterling
kilobyte kb kilobyte kilobytes
megabyte mb megabyte megabytes
gigabyte gb gigabyte gigabytes
terabyte tb terabyte terabytes
bit bits
byte byte bytes
percent percent prozent procent
hertz hz hertz
kilowatt kw kilowatt kilowatts
watt watt watts
volt volt volts
ampere amp amps ampere amperes
calorie calorie calories kcal kalorien
joule joule joules
teaspoon tsp teaspoon teaspoons
tablespoon tbsp tablespoon tablespoons
cup cup cups
`;

export const UNITS: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split("\n")
    .flatMap((line) => {
      const [name = "", ...forms] = line.split(" ");
      return forms.map((form): [string, string] => [form, name]);
    }),
);

/** Words that are units right after a number or behind "in" only: "in which year" asks for no unit. */
export const TIMES: ReadonlySet<string> = new Set([
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
]);

/** Letters that are units right after a number or behind "in" only. */
export const SHORT_UNITS: ReadonlyMap<string, string> = new Map([
  ["m", "metre"],
  ["g", "gram"],
  ["l", "litre"],
  ["s", "second"],
  ["h", "hour"],
  ["c", "celsius"],
  ["f", "fahrenheit"],
  ["k", "thousand"],
  ["w", "watt"],
  ["v", "volt"],
  ["mi", "mile"],
]);

export const UNIT_SIGNS: ReadonlyMap<string, string> = new Map([
  ["€", "euro"],
  ["$", "dollar"],
  ["£", "sterling"],
  ["¥", "yen"],
  ["₺", "lira"],
  ["₹", "rupee"],
  ["%", "percent"],
]);
