"""Which elements feedparser has rules for, and which of those leave no trace in anything that we read.

Names as in `fast_names`. Read by the `fast` modules only. A test holds these lists against feedparser itself.
"""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


SPECIAL = words("""
    abstract author body category channel cloud content contributor copyright created description email
    enclosure entry expirationdate feed fullitem generator geom georssgeom guid height homepage id image
    info issued item keywords language lastbuilddate link managingeditor modified name newlocation pubdate
    published rights rss source subtitle summary tagline tags textinput title updated uri url webmaster
    where width
    admin:errorreportsto admin:generatoragent cc:license content:encoded creativecommons:license dc:author
    dc:contributor dc:creator dc:date dc:description dc:language dc:publisher dc:rights dc:subject
    dc:title dcterms:created dcterms:issued dcterms:modified dcterms:valid feedburner:browserfriendly
    georss:box georss:line georss:point georss:polygon georss:where gml:exterior gml:linearring
    gml:linestring gml:point gml:polygon gml:pos gml:poslist itunes:author itunes:block itunes:category
    itunes:email itunes:explicit itunes:image itunes:keywords itunes:link itunes:name itunes:owner
    itunes:subtitle itunes:summary media:category media:content media:credit media:description media:group
    media:keywords media:license media:player media:rating media:restriction media:thumbnail media:title
    psc:chapter psc:chapters xhtml:body
    links authors contributors date items entries href comments icon logo ttl hour day skiphours skipdays
    itunes:duration itunes:episode sy:updatebase sy:updatefrequency sy:updateperiod wfw:commentrss
""")
"""Elements that feedparser has a rule for, and names under which it keeps an unknown element's text."""

HOLD_OTHERS = words("contributor itunes:category itunes:owner skipdays skiphours")
"""Those of SPECIAL that may hold other elements without a change of what these mean."""

PASSED = words("""
    cloud contributor copyright dc:contributor dc:publisher dc:rights dcterms:valid email expirationdate
    feedburner:browserfriendly generator height homepage info name rights uri url webmaster width
    admin:errorreportsto admin:generatoragent cc:license creativecommons:license georss:box georss:line
    georss:point georss:polygon itunes:block itunes:explicit media:credit media:license media:player
    media:rating media:restriction hour day skiphours skipdays
""")
"""Elements of which feedparser keeps nothing that we read, at any place."""

PASSED_IN_ENTRY = PASSED | words("""
    dc:language icon itunes:subtitle language logo subtitle sy:updatebase sy:updatefrequency
    sy:updateperiod tagline ttl
""")
PASSED_IN_FEED = PASSED | words("""
    category comments created dc:date dc:subject dcterms:created dcterms:issued dcterms:modified enclosure
    issued itunes:category itunes:duration itunes:email itunes:episode itunes:keywords itunes:name
    itunes:owner keywords lastbuilddate media:category media:content media:keywords media:thumbnail
    modified pubdate published updated wfw:commentrss
""")
OF_A_SOURCE = words("""
    id link updated published rights subtitle generator icon logo category contributor
""")
"""Elements of an entry's source that matter to nobody."""
