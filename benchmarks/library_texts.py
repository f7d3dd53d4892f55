"""Articles made up from a seed: words of several languages, as often as words are, in feeds and folders.

Read by `benchmarks.library`. The commonest words are real ones; behind them come made-up ones in tens of
thousands, each language from syllables of its own, so that rare words are as rare as in real texts.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate

from readnow.model.article import DateSource, Enclosure
from readnow.model.change import NewArticle
from readnow.model.parsed import ParsedArticle

FEEDS = 500
FOLDERS = 40
START, END = 1_480_000_000, 1_764_000_000
_KNOWN = 40_000
_TEXT = 1_500_000
_PARAGRAPH = 60
_OLDER, _LATE = 0.06, 3 * 86_400

_COMMON = {
    "en": (
        "the of and to a in is that for it on with as was he be by at from this had not are but his they"
        " or an which you one we all were her she there would their will when who has more no if out so"
        " what up said about its into than them can only other new some could time these two may then do"
        " first any my now such like our over man me even most made after also did many before must"
        " through back years where much way well down should because each just those people how too little"
        " state good very make world still own see work long here get both between life being under three"
        " never know same last another while us off might great go come since against right came take used"
        " himself few house use during without again place around however home small found thought went"
        " say part once high general upon school every do war government"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an"
        " werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war"
        " haben nur oder aber vor zur bis mehr durch man sein wurde wenn können kann zwei jahre gegen vom"
        " schon keine alle unter wir soll ich eines ihre seine diese seit immer dann müssen anderen sehr"
        " hier etwa jetzt jahr ihr große neue"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont"
        " avec mais comme ou si leur y dont aux nous été fait même bien deux sans peut tous ces cette"
        " après être années où encore entre aussi depuis temps très monde pays contre sous avait lui elle"
        " ans trois premier état"
    ),
    "ru": (
        "и в не на я быть он с что а по это она этот к но они мы весь который из у за свой так же от для"
        " сказать как мочь год ты один наш человек все время еще бы такой когда другой первый до можно"
        " дело жизнь новый"
    ),
}
_SYLLABLES = {
    "en": (
        "b ch cl d f g gr h k l m n p pl r s sh st t th tr v w",
        "a e ea i ie o oo ou u",
        "ck ll n nd ng r s t x",
    ),
    "de": (
        "b br d f g h k kl m n pf r s sch schl st t v w z",
        "a ä au e ei i ie o ö u ü",
        "ch cht n nd ng r rt st t tz",
    ),
    "fr": ("b br ch d f g j l m n p pr r s t tr v", "a ai é è eau e i o oi ou u", "l n r que s t x"),
    "ru": ("б в г д ж з к л м н п р с т х ш", "а е и о у ы я ю", "в й к л м н р с т ть"),
}
_HAN = (
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么"
)
_SHARES = (("en", 62), ("de", 16), ("fr", 8), ("ru", 9), ("zh", 5))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language, the commonest first, and a long text with each as often as it occurs."""

    words: tuple[str, ...]
    text: tuple[str, ...]

    def some(self, chance: random.Random, number: int) -> list[str]:
        """So many words from somewhere in the text: quicker than to choose each."""
        start = int(chance.random() * (len(self.text) - number))
        return list(self.text[start : start + number])


def vocabularies() -> dict[str, Vocabulary]:
    """All languages."""
    found = {}
    for language in _COMMON:
        chance = random.Random(language)
        words = dict.fromkeys(_COMMON[language].split())
        first, middle, last = (sounds.split() for sounds in _SYLLABLES[language])
        while len(words) < _KNOWN:
            syllables = [
                chance.choice(first) + chance.choice(middle) for _ in range(chance.choice((1, 2, 2, 3, 4)))
            ]
            words["".join(syllables) + chance.choice(("", chance.choice(last)))] = None
        found[language] = _weighed(tuple(words))
    more = tuple(dict.fromkeys(_HAN + "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3_000))))
    found["zh"] = _weighed(more)
    return found


def _weighed(words: tuple[str, ...]) -> Vocabulary:
    weights = list(accumulate((place + 2.7) ** -1.15 for place in range(len(words))))
    text = random.Random(words[0]).choices(words, cum_weights=weights, k=_TEXT)
    return Vocabulary(words, tuple(text))


@dataclass(slots=True)
class Writer:
    """Makes one article after the other, of all feeds.

    As years of refreshes bring them: the newest last, but for some older ones with each feed that is added.
    """

    chance: random.Random
    languages: dict[str, Vocabulary]
    total: int
    """So many articles reach from the first day to the last."""
    written: int = 0

    def articles(self, number: int) -> Iterator[tuple[int, NewArticle]]:
        """Articles with the index of their feed: some feeds bring far more than others."""
        for _ in range(number):
            self.written += 1
            feed = min(int(self.chance.paretovariate(0.7)) - 1, 10 * FEEDS) % FEEDS
            date = self._date()
            entry = self._entry(f"{self.written}", date, self._language(feed))
            yield feed, NewArticle(entry, date, DateSource.PUBLISHED, read=self.chance.random() < 0.7)

    def _date(self) -> int:
        if self.chance.random() < _OLDER:
            return self.chance.randrange(START, END)
        passed = (END - START) * min(self.written, self.total) // self.total
        return START + passed - self.chance.randrange(_LATE)

    def _language(self, feed: int) -> str:
        place = feed * 37 % 100
        for language, share in _SHARES:
            place -= share
            if place < 0:
                return language
        return "en"

    def _entry(self, key: str, date: int, language: str) -> ParsedArticle:
        chance, vocabulary = self.chance, self.languages[language]
        between = "" if language == "zh" else " "
        number = max(15, min(6_000, int(chance.lognormvariate(5.78, 0.7))))
        title = between.join(vocabulary.some(chance, chance.randint(4, 11))).capitalize()
        author = " ".join(vocabulary.words[chance.randrange(300, 2_000)].capitalize() for _ in range(2))
        digest = blake2b(key.encode(), digest_size=16).digest()
        files = chance.random() < 0.1
        return ParsedArticle(
            key=key,
            guid=f"https://e.example/{language}/{key}",
            link=f"https://e.example/{language}/{date}/{key}",
            title=title,
            author=author,
            published=date,
            updated=None,
            html=_html(vocabulary, chance, number, between, key),
            base_url=f"https://e.example/{language}/",
            summary=between.join(vocabulary.some(chance, 40))[:280],
            words=number,
            content_hash=digest,
            letters_hash=digest,
            enclosures=(Enclosure(f"https://e.example/{key}.mp3", "audio/mpeg", 9_000_000),) if files else (),
            language=language if chance.random() < 0.5 else "",
        )


def _html(vocabulary: Vocabulary, chance: random.Random, number: int, between: str, key: str) -> str:
    """Paragraphs of some sixty words, each with something marked, a link now and then, a picture in some."""
    paragraphs = []
    for start in range(0, number, _PARAGRAPH):
        part = vocabulary.some(chance, min(_PARAGRAPH, number - start))
        part[0] = part[0].capitalize()
        part[len(part) // 2] = f"<em>{part[len(part) // 2]}</em>"
        if start % 180 == 0:
            part[-1] = f'<a href="https://e.example/{key}/{start}">{part[-1]}</a>'
        paragraphs.append(f"<p>{between.join(part)}.</p>")
    if number % 4 == 0:
        paragraphs.insert(1, f'<figure><img src="https://e.example/{key}.jpg" alt=""></figure>')
    return "\n".join(paragraphs)
