"""Twenty pieces of HTML that are hard to put on lines of text, and what must be seen of each.

Read by `docs.renderings`. Everything here was written for it.
"""

from dataclasses import dataclass

WIDTH = 72


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of HTML and what is looked for.

    `levels`: texts, each on a level below the one before, that must not look alike. `columns`: groups of
    texts that must begin, end or have their middle in the same cell. `also`: what is no text in the source
    and must be there, in one of the forms with "|" between them. `jumps`: for each link within the fragment
    its text, and the beginning of the line it must lead to.
    """

    name: str
    html: str
    levels: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    also: tuple[str, ...] = ()
    jumps: tuple[tuple[str, str], ...] = ()


FRAGMENTS = (
    Fragment(
        "Lists within lists",
        """<ol start="8"><li>Before the tide turns<ul><li>Coil the stern line
<ol type="a"><li>wet side down</li><li>eye on top</li></ol></li><li>Stow the fenders</li></ul></li>
<li>Slip at the half hour</li><li value="12">Call the lock<p>Channel 20, and wait for the answer
before the other mark, whatever the others do.</p></li></ol>
<ol reversed type="i"><li>third</li><li>second</li><li>first</li></ol>
<ul><li><input type="checkbox" checked> paid</li><li><input type="checkbox"> signed</li></ul>""",
        levels=("Before the tide turns", "Coil the stern line", "wet side down"),
        columns=(("Before the tide", "Slip at", "Call the lock"), ("third", "second", "first")),
        also=("8.", "9.", "12.", "a.", "b.", "iii", "[x]|[X]|[*]", "[ ]"),
    ),
    Fragment(
        "Six levels of headings",
        """<h1>The almanac</h1><h2>Spring</h2><h3>March</h3><h4>First week</h4><h5>Monday</h5>
<h6>Morning</h6><p>Fog until ten, then light airs from the south.</p>""",
        levels=("The almanac", "Spring", "March", "First week", "Monday", "Morning"),
    ),
    Fragment(
        "Quotations within quotations",
        """<p>Ida writes:</p><blockquote><p>The harbourmaster's own words, which I took down as he spoke
them, and which he later denied:</p><blockquote><p>Nobody reads the board. They read <q>what the
others call <q>the board</q></q>, and that hangs in the bar.</p></blockquote><p>So much for
notices.</p></blockquote><p>So far Ida.</p>""",
        levels=("Ida writes:", "The harbourmaster's", "Nobody reads"),
    ),
    Fragment(
        "Terms and definitions",
        """<dl><dt>Neap</dt><dt>Neap tide</dt><dd>The weakest tide of the half month, when sun and moon pull
at right angles to each other.</dd><dt>Spring</dt><dd><p>The strongest.</p><ul><li>after a full moon</li>
<li>after a new one</li></ul></dd></dl>""",
        levels=("Neap tide", "The weakest"),
        columns=(("The weakest", "The strongest"),),
    ),
    Fragment(
        "A table with a header",
        """<table><caption>Sailings on weekdays</caption><thead><tr><th>Boat</th><th>From</th>
<th style="text-align: right">Leaves</th><th align="right">Fare</th><th align="center">Bicycles</th></tr>
</thead><tbody><tr><td>Kestrel</td><td>North pier</td><td align="right">6.05</td><td align="right">4.20</td>
<td align="center">yes</td></tr><tr><td>Little Auk</td><td>Slipway</td><td align="right">11.40</td>
<td align="right">12.00</td><td align="center">no</td></tr></tbody></table>""",
        columns=(("From", "North pier", "Slipway"), ("Leaves", "6.05", "11.40"), ("Fare", "4.20", "12.00")),
    ),
    Fragment(
        "A table whose cells span",
        """<table><thead><tr><th rowspan="2">Gauge</th><th colspan="2">Morning</th>
<th colspan="2">Evening</th></tr><tr><th>High</th><th>Low</th><th>High</th><th>Low</th></tr></thead>
<tbody><tr><td rowspan="2">Bridge</td>
<td>5.11</td><td>0.90</td><td>5.02</td><td>1.03</td></tr><tr><td>4.98</td><td>0.97</td><td>4.87</td>
<td>1.10</td></tr><tr><td>Sluice</td><td colspan="4">dry since the spring</td></tr></tbody></table>""",
        columns=(
            ("5.11", "4.98"),
            ("0.90", "0.97"),
            ("5.02", "4.87"),
            ("1.03", "1.10"),
            ("Bridge", "Sluice"),
        ),
    ),
    Fragment(
        "A table wider than the line",
        """<table><tr><th>Part</th><th>What was found</th><th>What was done</th></tr><tr><td>Rudder stock</td>
<td>Play of four millimetres in the lower bearing, worse than in spring but within what the maker allows</td>
<td>Greased, measured again, noted for the next time out of the water</td></tr><tr><td>Bilge pump</td>
<td>Runs, but draws air at the elbow</td><td>New hose and two clips</td></tr></table>""",
        columns=(("What was found", "Play of", "Runs, but"), ("What was done", "Greased", "New hose")),
    ),
    Fragment(
        "A table too wide for columns",
        "<table><thead><tr>"
        + "".join(
            f"<th>{head}</th>"
            for head in ("Vessel", "Flag", "Built at", "Length in metres", "Draught in metres", "Engine")
        )
        + "<th>Owner</th><th>Berth</th><th>Remarks of the inspector</th></tr></thead><tbody><tr>"
        + "".join(
            f"<td>{cell}</td>"
            for cell in (
                *("Kestrel", "Norway", "the old yard at Moss", "21.4", "2.10", "two-stroke, rebuilt in 1998"),
                *("Harbour Ferries Ltd", "12", "Lifejackets of an approved type are aboard for all"),
            )
        )
        + "</tr></tbody></table>",
        also=("Norway", "21.4"),
    ),
    Fragment(
        "Notes at the foot",
        """<p>The bell was cast twice<sup id="r1"><a href="#n1">1</a></sup> and hung three
times.<sup id="r2"><a href="#n2">2</a></sup> The formula is H<sub>2</sub>O, the area is
10<sup>6</sup> m<sup>2</sup>, and x<sup>n+1</sup> grows.</p><ol><li id="n1">The first broke in the mould.
<a href="#r1">back</a></li><li id="n2">Once too low, once the wrong way round.
<a href="#r2">up again</a></li></ol>""",
        also=("H₂O|H_2O|H2O|H[2]O", "10⁶|10^6", "x^(n+1)|x^n+1"),
        jumps=(
            ("1", "1. The first broke"),
            ("2", "2. Once too low"),
            ("back", "The bell was cast twice¹"),
            ("up again", "The bell was cast twice¹ and hung three times.²"),
        ),
    ),
    Fragment(
        "Code",
        """<p>Set <code>depth</code> first:</p><div class="highlight-source-python"><pre>
def soundings(chart, *, step=5):
    \"\"\"Depths along a line.\"\"\"
    for mark in chart.marks[::step]:
        if mark.depth &lt; 0 and mark.dries:\t# above the chart's zero, twice a day
            yield mark.name, -mark.depth, "dries at low water, see the almanac for the hours"
</pre></div><p>and see <a href="https://docs.example/soundings">the manual</a>.</p>""",
        levels=("def soundings", "for mark", "if mark", "yield mark"),
    ),
    Fragment(
        "Japanese",
        """<h3>潮の満ち引きについて</h3><p>港の朝は早い。「船が出るぞ」と誰かが叫ぶと、桟橋の上の人々は一斉に
動き出す。<ruby>凪<rp>(</rp><rt>なぎ</rt><rp>)</rp></ruby>の日でも、潮は待ってくれない――だから時計より、
<ruby>潮<rt>ちょう</rt>汐<rt>せき</rt>表<rt>ひょう</rt></ruby>を見る（毎日、二回）。速さは時速１０ノット、
ちょっと速すぎるかもしれない……。</p>""",
        also=("凪(なぎ)|凪（なぎ）", "潮(ちょう)汐(せき)表(ひょう)|潮（ちょう）汐（せき）表（ひょう）"),
    ),
    Fragment(
        "Arabic and Hebrew",
        """<p>وصلت السفينة إلى الميناء عند الفجر، وكان على الرصيف 12 رجلاً ينتظرون الأخبار من الجزيرة البعيدة
منذ ثلاثة أيام.</p><p>הסירה נכנסה לנמל עם שחר, ועל הרציף חיכו האנשים.</p><p>In English the same boat is called
<i lang="he">שחר</i>, “dawn”.</p>""",
    ),
    Fragment(
        "Pictures and captions",
        """<figure><img src="https://img.example/quay.jpg" alt="The quay at low water" width="800">
<figcaption>Low water, <b>27 March</b>. Photograph: Ida.</figcaption></figure><p>Beside it a
<a href="https://img.example/chart"><img src="https://img.example/chart-small.png" alt="chart of the bay"></a>
and a flag <img src="https://img.example/flag.png" alt="🚩">.</p>
<img src="https://img.example/p.gif" width="1" height="1">
<figure><figcaption>The log as it was kept</figcaption><pre>0600  fog
0700  fog</pre></figure>""",
        also=("The quay at low water", "chart of the bay", "🚩"),
        columns=(("0600", "0700"),),
    ),
    Fragment(
        "Sound, moving pictures, pages within the page",
        """<video controls poster="https://v.example/p.jpg" title="Docking in a crosswind"><source
src="https://v.example/docking.mp4" type="video/mp4"></video><audio src="https://v.example/bell.ogg"></audio>
<iframe width="560" height="315" src="https://player.example/embed/7" title="The harbour from above"></iframe>
<hr><p>That was all.</p>""",
        also=(
            *("Docking in a crosswind", "The harbour from above", "v.example/docking.mp4"),
            *("v.example/bell.ogg", "player.example/embed/7"),
        ),
    ),
    Fragment(
        "Folded away",
        """<p>The answer is below.</p><details><summary>Show the answer</summary><p>Because the moon goes
round too:</p><ul><li>a lunar day has 24 hours and 50 minutes</li></ul></details>""",
        levels=("Show the answer", "Because the moon"),
    ),
    Fragment(
        "Formulas",
        """<p>The depth follows <math><semantics><mrow><mi>d</mi><mo>=</mo><mfrac><mi>h</mi><mn>2</mn></mfrac>
</mrow><annotation encoding="application/x-tex">d = \\frac{h}{2}</annotation></semantics></math>, the speed
<math><msub><mi>v</mi><mi>max</mi></msub><mo>=</mo><msqrt><mi>g</mi><mi>d</mi></msqrt></math>, and</p>
<math display="block"><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>
<mfrac><mrow><mi>a</mi><mo>+</mo><mi>i</mi></mrow><msup><mi>b</mi><mn>2</mn></msup></mfrac></math>
<p>is the sum; <img class="latex" src="https://img.example/f.png" alt="e^{i\\pi} = -1"> is known.</p>""",
        also=("\\frac{h}{2}|h/2", "√(gd)|\\sqrt{gd}", "(a + i)/(b^2)|(a+i)/b^2|(a+i)/b²", "e^{i\\pi} = -1"),
    ),
    Fragment(
        "What was changed, what to press, what it means",
        """<p>The ferry costs <del>4 euros</del> <ins>5 euros</ins>. Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to
leave the <abbr title="automatic identification system">AIS</abbr>; the <abbr title="automatic identification
system">AIS</abbr> stays on.<br>The 1<sup>st</sup> of May<wbr>be, said Acme<sup>™</sup>.</p>""",
        also=(
            "automatic identification system",
            "1st|1^st",
            "Acme™",
        ),
    ),
    Fragment(
        "Long words, addresses, spaces that hold",
        """<p>Donau&shy;dampf&shy;schiff&shy;fahrts&shy;gesell&shy;schafts&shy;kapitäns&shy;mützen are worn at
25&nbsp;knots and more, as the list at https://lists.example/archive/2026/03/thread-about-hats/message-0042.html
says, or <a href="https://files.example/a/very/long/path/that/no/line/holds/without/being/cut/somewhere.pdf">the
file</a>, or <code>com.example.harbour.lights.controller.AbstractLanternFactoryProvider</code>.</p>""",
    ),
    Fragment(
        "Marks that belong together",
        """<table><tr><th>Sign</th><th>Meaning</th></tr><tr><td>👨‍👩‍👧‍👦</td><td>family of four</td></tr>
<tr><td>🇳🇴🇮🇸</td><td>two flags</td></tr><tr><td>👍🏽</td><td>thumb</td></tr>
<tr><td>é ǎ̤</td><td>letters with marks</td></tr><tr><td>क्षत्रिय</td><td>warrior</td></tr>
<tr><td>กำลัง</td><td>strength</td></tr><tr><td>한국어 ﾊﾟ</td><td>Korean, narrow kana</td></tr></table>""",
        columns=(("Meaning", "family of four", "two flags", "thumb", "letters with", "warrior", "Korean"),),
    ),
    Fragment(
        "HTML escaped once too often",
        "&lt;p&gt;Dear &lt;b&gt;all&lt;/b&gt;,&lt;/p&gt;&lt;ul&gt;&lt;li&gt;the bell&lt;/li&gt;&lt;li&gt;see"
        " &lt;a href=&quot;https://e.example/bell&quot;&gt;the notice&lt;/a&gt; &amp;amp; reply&lt;/li&gt;"
        "&lt;/ul&gt;",
        columns=(("the bell", "see"),),
    ),
)
