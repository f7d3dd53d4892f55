"""Addresses as people should see them before they are opened: a host of two alphabets in both.

The status line and the list of links tell it. Pure.
"""

from readnow.text.clean import clean_line, host_name


def host_shown(url: str) -> str:
    """The host of an address; one of two alphabets in both: "bücher.example (xn--bcher-kva.example)"."""
    host = host_name(url)
    other = _otherwise(host)
    return f"{host} ({other})" if other and other != host else host


def _otherwise(host: str) -> str:
    """The host in the other alphabet, "" where there is none."""
    try:
        if host.isascii():
            return clean_line(host.encode("ascii").decode("idna")) if "xn--" in host else ""
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def address_shown(url: str) -> str:
    """The whole address, its host as `host_shown` says."""
    host = host_name(url)
    shown = host_shown(url)
    # The first time it stands in the address: what comes before is the scheme.
    start = url.lower().find(host, url.find("//")) if host else -1
    return url if start < 0 else url[:start] + shown + url[start + len(host) :]
