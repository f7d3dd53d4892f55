"""Words that dates are made of: months of many languages, zone names, morning and afternoon.

Read by `dates` only. Keys are folded; months are in full and as usually abbreviated. A language that shares a
word with another for a different month is left out whole (Croatian: `listopada`, as in Polish).
"""

import unicodedata

_MONTHS = (
    "jan january januar janner janvier janv enero ene gennaio gen janeiro januari stycznia styczen "
    "sty leden ledna январь января янв ιανουαριου ιανουαριος ιαν ocak oca tammikuu tammikuuta "
    "januarja ianuarie ian",
    "feb february februar feber fevrier fev fevr febrero febbraio fevereiro februari lutego luty lut "
    "unor unora февраль февраля фев φεβρουαριου φεβρουαριος φεβ subat sub helmikuu helmikuuta "
    "februarie",
    "mar march marz mrz maerz mars marzo mart marco maart mrt mar marca marzec brezen brezna март "
    "марта мар μαρτιου μαρτιος μαρ maaliskuu maaliskuuta marcius martie",
    "apr april avril avr abril abr aprile kwietnia kwiecien kwi duben dubna апрель апреля апр "
    "απριλιου απριλιος απρ nisan nis huhtikuu huhtikuuta aprilis aprilie",
    "may mai mayo maggio mag maio mei maj maja kveten kvetna май мая μαιου μαϊου μαιος μαι mayis "
    "toukokuu toukokuuta majus",
    "jun june juni juin junio giugno giu junho czerwca czerwiec cze cerven cervna июнь июня июн "
    "ιουνιου ιουνιος ιουν haziran haz kesakuu kesakuuta junius iunie iun",
    "jul july juli juillet juil julio luglio lug julho lipca lipiec lip cervenec cervence июль июля "
    "июл ιουλιου ιουλιος ιουλ temmuz tem heinakuu heinakuuta julius iulie iul",
    "aug august aout agosto ago augustus augusti sierpnia sierpien sie srpen srpna август августа "
    "авг αυγουστου αυγουστος αυγ agustos agu elokuu elokuuta augusztus",
    "sep sept september septembre septiembre setiembre settembre set setembro wrzesnia wrzesien wrz "
    "zari сентябрь сентября сен сент σεπτεμβριου σεπτεμβριος σεπ σεπτ eylul eyl syyskuu syyskuuta "
    "szeptember szept septembrie",
    "oct october oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz "
    "rijen rijna октябрь октября окт οκτωβριου οκτωβριος οκτ ekim eki lokakuu lokakuuta octombrie",
    "nov november novembre noviembre novembro listopada lis listopad listopadu ноябрь ноября ноя "
    "νοεμβριου νοεμβριος νοε kasim kas marraskuu marraskuuta noiembrie noi",
    "dec december dezember dez decembre diciembre dic dicembre dezembro desember des grudnia "
    "grudzien gru prosinec prosince декабрь декабря дек δεκεμβριου δεκεμβριος δεκ aralik ara "
    "joulukuu joulukuuta decembrie",
)
_MORE_MONTHS = (
    "януари січня січень ינואר בינואר يناير sausio sausis janvaris jaanuar gener januara",
    "февруари лютого лютий פברואר בפברואר فبراير شباط vasario vasaris februaris veebruar febrer februara",
    "березня березень מרץ במרץ مارس آذار kovo kovas marts maret marca marec",
    "април квітня квітень אפריל באפריל أبريل نيسان balandzio balandis aprilis aprill aprila",
    "травня травень מאי במאי مايو أيار geguzes geguze maijs maig maja",
    "юни червня червень יוני ביוני يونيو حزيران birzelio birzelis junijs juuni juny juna",
    "юли липня липень יולי ביולי يوليو تموز liepos liepa julijs juuli juliol jula",
    "серпня серпень אוגוסט באוגוסט أغسطس آب rugpjucio rugpjutis augusts agustus agt augusta agost",
    "септември вересня вересень ספטמבר בספטמבר سبتمبر أيلول rugsejo rugsejis septembris septembra setembre",
    "октомври жовтня жовтень אוקטובר באוקטובר أكتوبر spalio spalis oktobris oktoober oktobra",
    "ноември листопада листопад נובמבר בנובמבר نوفمبر lapkricio lapkritis novembris nop novembra",
    "декември грудня грудень דצמבר בדצמבר ديسمبر gruodzio gruodis decembris detsember desembre decembra",
)
_STROKES = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})


def fold(word: str) -> str:
    """A word in lower case without accents, dots and strokes."""
    plain = unicodedata.normalize("NFD", word.translate(_STROKES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


MONTHS: dict[str, int] = {
    fold(word): number
    for spellings in (_MONTHS, _MORE_MONTHS)
    for number, words in enumerate(spellings, 1)
    for word in words.split()
}

_HOURS = {
    "ut utc gmt z wet": 0.0,
    "cet met mez bst west": 1.0,
    "cest mest mesz eet sast cat": 2.0,
    "eest msk trt eat": 3.0,
    "msd gst azt": 4.0,
    "pkt uzt": 5.0,
    "ist": 5.5,
    "npt": 5.75,
    "ict wib": 7.0,
    "hkt sgt pht awst myt wita": 8.0,
    "jst kst wit": 9.0,
    "acst": 9.5,
    "aest chst": 10.0,
    "acdt": 10.5,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "irst": 3.5,
    "irdt aft": 4.5,
    "mmt": 6.5,
    "brst fnt": -2.0,
    "ndt": -2.5,
    "adt brt art uyt": -3.0,
    "nst": -3.5,
    "ast edt clt bot vet": -4.0,
    "est cdt pet cot": -5.0,
    "cst mdt": -6.0,
    "mst pdt": -7.0,
    "pst akdt": -8.0,
    "akst": -9.0,
    "hst": -10.0,
}
ZONES: dict[str, int] = {name: int(hours * 3600) for names, hours in _HOURS.items() for name in names.split()}
"""Seconds ahead of UTC. Single letters other than Z mean nothing (RFC 5322 4.3) and are left out."""

MORNING = frozenset(("am", "a", "πμ", "오전", "上午", "午前"))
AFTERNOON = frozenset(("pm", "p", "μμ", "오후", "下午", "午後"))
