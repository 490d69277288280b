/** Words of opposite meaning: `a b c | d e` sets each of a, b, c against each of d, e. Without accents. */
const PAIRS = `
increase raise grow gain rise | decrease reduce lower lose fall shrink drop
enable activate allow on | disable deactivate block forbid off
add insert append | remove delete subtract
start begin open launch | stop end finish close quit
maximum max highest most biggest largest longest tallest fastest heaviest hottest best | minimum min lowest least smallest shortest slowest lightest coldest worst fewest
more larger bigger greater higher longer faster | less smaller fewer lower shorter slower
big large high tall long | small little low short
hot warm | cold cool
boiling boil | freezing freeze
melting melt | freezing freeze boiling boil
before pre | after post
below under beneath | above over
top | bottom
stopped stop idle | running run
full | empty
included | excluded
come arrive | go depart
teach | learn
import upload push send encode encrypt compress zip serialize | export download pull receive decode decrypt decompress unzip extract deserialize parse
input | output
read | write
lock | unlock
install | uninstall
buy purchase | sell
lend | borrow
give | take
love like | hate dislike
win | lose
ascending asc | descending desc
first earliest oldest | last latest newest youngest
left | right
north | south
east | west
up upward upgrade upstairs | down downward downgrade downstairs
public | private
positive | negative
true | false
advantage advantages benefit benefits pro pros strength strengths | disadvantage disadvantages drawback drawbacks con cons weakness weaknesses risk risks
safe | unsafe dangerous
cheap cheapest | expensive
easy simple | hard difficult
new | old
male men man boy father husband son brother | female women woman girl mother wife daughter sister
day | night
early | late
summer | winter
spring | autumn
sunrise | sunset
import | export
sync synchronous | async asynchronous
client | server
encode | decode
horizontal horizontally row rows | vertical vertically column columns
deposit | withdraw withdrawal
entry enter arrival arrive | exit leave departure depart
push | pull
success succeed pass | failure fail
accept approve | reject deny
attach | detach
connect | disconnect
login | logout
mount | unmount
local | remote
singular | plural
past | future
major | minor
inner | outer
vegetarian vegan | meat
with | without
symptoms | causes cause
import imports | exports
active | passive
primo prima | ultimo ultima
erste ersten erster | letzte letzten letzter
premier premiere | dernier derniere
primer primero primera | ultimo ultima
ilk | son
aumentare aumento | diminuire ridurre riduco
attivare attivo | disattivare disattivo
aprire apro | chiudere chiudo
massimo piu | minimo meno
vantaggi | svantaggi
prima | dopo
comprare | vendere
caldo | freddo
erhohen steigern | senken verringern reduzieren
aktivieren aktiviere einschalten | deaktivieren deaktiviere ausschalten
offnen offne | schliessen schliesse
vorteile | nachteile
vor | nach
kaufen | verkaufen
heiss warm | kalt
hochste grosste langste | niedrigste kleinste kurzeste
augmenter | diminuer reduire
activer | desactiver
ouvrir | fermer
avantages | inconvenients
avant | apres
acheter | vendre
chaud | froid
plus | moins
aumentar subir | disminuir reducir bajar
activar | desactivar
abrir abro | cerrar cierro
ventajas | desventajas
antes | despues
comprar | vender
mas | menos
artir artirmak artiririm artirilir | azaltmak azaltirim azaltilir dusurmek
acmak acarim acilir etkinlestirmek etkinlestiririm | kapatmak kapatirim kapatilir devre
avantajlari | dezavantajlari
once | sonra
almak alirim | satmak satarim
sicak | soguk
buyuk | kucuk
`;

/** Beginnings that turn a word round: `legal` and `illegal`. */
const PREFIXES = ["un", "in", "im", "il", "ir", "dis", "non", "anti", "de", "mis", "a", "des", "ver", "s"];

const OPPOSITES: ReadonlyMap<string, ReadonlySet<string>> = readPairs();

function readPairs(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const put = (word: string, opposite: string) =>
    found.set(word, (found.get(word) ?? new Set<string>()).add(opposite));
  for (const line of PAIRS.trim().split("\n")) {
    const [left = [], right = []] = line.split("|").map((side) => side.trim().split(/\s+/));
    for (const one of left)
      for (const other of right) {
        put(one, other);
        put(other, one);
      }
  }
  return found;
}

/** Whether the two words mean opposite things. */
export function areOpposites(one: string, other: string): boolean {
  return OPPOSITES.get(one)?.has(other) === true || isTurned(one, other) || isTurned(other, one);
}

const isTurned = (word: string, longer: string) =>
  word.length >= 4 && PREFIXES.some((prefix) => longer === prefix + word);
