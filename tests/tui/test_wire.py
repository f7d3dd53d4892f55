"""What goes over the line: frames over frames, and how much may be under way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.tui.wire.pace import PATIENCE, Pace, answers
from readnow.tui.wire.wire import Wire

XTERM = {"TERM": "xterm-256color"}
ANSWER = "\x1b[0n"


def wire(environment: dict[str, str] = XTERM, *, only_changes: bool = True) -> Wire:
    made = Wire(environment, only_changes=only_changes)
    made.resized(30, 4)
    return made


def sent(made: Wire, *written: str) -> str:
    for one in written:
        made.take_in(one)
    return made.due()


def test_only_the_cells_that_change_are_sent() -> None:
    made = wire()
    assert sent(made, "\x1b[1;1Hone two three\x1b[1;1H") == "\x1b[1Hone two three"
    assert sent(made, "\x1b[1;1Hone 2wo three\x1b[1;1H") == "\x1b[1;5H2"
    assert sent(made, "\x1b[1;1Hone 2wo three\x1b[1;1H") == ""
    assert sent(made, "\x1b[1;1H\x1b[1mone\x1b[0m 2wo three\x1b[1;1H") == "\x1b[1H\x1b[1mone\x1b[m"


def test_the_cursor_is_put_where_a_line_is_typed_into() -> None:
    made = wire()
    assert sent(made, "\x1b[2;1Hname\x1b[2;5H") == "\x1b[2Hname"
    assert sent(made, "\x1b[2;1Hname\x1b[2;3H") == "\x1b[2;3H"


def test_blanks_are_erased_where_that_is_shorter_and_looks_the_same() -> None:
    made = wire()
    sent(made, *(f"\x1b[{row};1H{'#' * 30}" for row in range(1, 5)))
    row = f"a{' ' * 20}b{' ' * 8}"
    assert sent(made, f"\x1b[1;1H{row}\x1b[1;1H") == "\x1b[1Ha\x1b[20X\x1b[20Cb\x1b[K"
    assert sent(made, f"\x1b[2;1H\x1b[44m{row}\x1b[0m\x1b[1;1H") == f"\x1b[2H\x1b[44m{row}\x1b[m"
    old = wire({"TERM": "vt100"})
    sent(old, f"\x1b[1;1H{'#' * 30}")
    assert sent(old, f"\x1b[1;1H{row}\x1b[1;1H") == f"\x1b[1Ha{' ' * 20}b\x1b[K"


def test_frames_that_come_while_the_line_is_busy_lie_over_each_other() -> None:
    frames = [f"\x1b[1;1H{number:>5}\x1b[1;1H" for number in range(100)]
    assert sent(wire(), *frames) == "\x1b[1H   99"


def test_what_is_drawn_comes_before_what_is_sent_after_it_as_it_is() -> None:
    picture = "\x1b_Ga=p,i=1\x1b\\"
    assert sent(wire(), "\x1b[1;1Hone\x1b[1;1H", picture, "\x1b[1;1Htwo\x1b[1;1H") == (
        f"\x1b[1Hone{picture}\x1b[1Htwo"
    )


@pytest.mark.parametrize(
    "unknown", ["\x1b[2J", "\x1bP0;1;0qdots\x1b\\", "\x1b[?1049h", "\x1b[1;1Hx\x1b[4hy", "\t"]
)
def test_behind_what_is_not_known_everything_is_sent(unknown: str) -> None:
    made = wire()
    sent(made, "\x1b[1;1Hone\x1b[3;1Hthree\x1b[1;1H")
    assert sent(made, unknown).endswith(unknown)
    assert sent(made, "\x1b[1;1Hone\x1b[1;1H") == "\x1b[1Hone"  # and no more than was drawn again


def test_another_size_is_drawn_anew() -> None:
    made = wire()
    sent(made, "\x1b[1;1Hone\x1b[1;1H")
    made.resized(20, 4)
    assert sent(made, "\x1b[1;1Hone\x1b[1;1H") == "\x1b[1Hone"


@given(st.integers(1, 90), st.text("ab漢é", min_size=1, max_size=80))
def test_what_was_drawn_for_a_wider_terminal_is_cut_at_the_end(column: int, text: str) -> None:
    made = wire()
    sent(made, f"\x1b[1;{column}H{text}\x1b[1;1H")
    assert sent(made, f"\x1b[1;1H{'#' * 30}\x1b[1;1H").endswith("#" * 30 if column > 30 else "#")
    assert sent(made, "\x1b[1;1H0\x1b[1;1H") == "\x1b[1H0"


def test_a_long_answer_is_one_picture_where_the_terminal_knows_that() -> None:
    made = wire()
    rows = "".join(f"\x1b[{row};1H\x1b[3{row}m{'letters ' * 3}\x1b[0m" for row in range(1, 5))
    for number in range(4):
        rows += f"\x1b[{number + 1};1H" + "".join(
            f"\x1b[3{at % 8};4{at % 7}m{at % 10}\x1b[0m" for at in range(30)
        )
    answer = sent(made, "\x1b[?2026h", rows, "\x1b[?2026l")
    assert answer.startswith("\x1b[?2026h")
    assert answer.endswith("\x1b[?2026l")
    assert answer.count("\x1b[?2026") == 2
    assert "2026" not in sent(made, "\x1b[?2026h", "\x1b[1;1Hone\x1b[1;1H", "\x1b[?2026l")


def test_behind_letters_that_may_be_wide_the_place_is_addressed() -> None:
    made = wire()
    sent(made, "\x1b[1;1Ha│b│c, d│\x1b[1;1H")
    assert sent(made, "\x1b[1;1Ha│B│c, D│\x1b[1;1H") == "\x1b[1;3HB\x1b[4CD"
    assert sent(made, "\x1b[1;1Ha·B│c, E│\x1b[1;1H") == "\x1b[1;2H·\x1b[1;8HE"


def test_switched_off_everything_is_sent_as_it_is() -> None:
    made = wire(only_changes=False)
    frame = "\x1b[1;1Hone\x1b[1;1H"
    assert sent(made, frame) == frame == sent(made, frame)


class Clock:
    """Turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_that_never_answers_is_not_waited_for() -> None:
    pace = Pace(Clock())
    for _ in range(100):
        assert pace.waits == 0
        pace.sent("x" * 1000)


def test_on_a_slow_line_little_is_under_way() -> None:
    clock, first = Clock(), list[float]()
    pace = Pace(clock, first.append)
    pace.sent("x" * 600)
    clock.now += 0.25
    assert pace.hear(ANSWER) == ""
    for _ in range(5):
        assert pace.waits == 0
        pace.sent("x" * 3000)
        assert pace.waits == PATIENCE
        clock.now += 3.4  # they take long: less is to be sent
        pace.hear(ANSWER)
    assert pace.is_settled
    assert first == [0.25]
    pace.sent("x" * 600)
    assert pace.waits > 0
    clock.now += PATIENCE + 1
    assert pace.waits == 0  # the answer is lost


def test_on_a_fast_line_more_and_more_may_be() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(10):
        pace.sent("x" * 100)
        clock.now += 0.15
        pace.hear(ANSWER)
    for _ in range(60):
        assert pace.waits == 0
        pace.sent("x" * 1000)


def _without_answers(text: str) -> str:
    """Also of one that only the end of another, in its middle, makes whole."""
    while ANSWER in text:
        text = text.replace(ANSWER, "")
    return text


@given(st.lists(st.sampled_from(["a", "\x1b", "[", "0", "n", "\x1b[A", ANSWER]), max_size=12))
def test_nothing_that_is_typed_is_lost(pieces: list[str]) -> None:
    pace = Pace(Clock())
    pace.sent("x")
    heard = "".join(pace.hear(piece) for piece in pieces) + pace.release()
    typed = "".join(pieces)
    assert _without_answers(heard) == _without_answers(typed)


@pytest.mark.parametrize(("terminal", "asked"), [("xterm", True), ("tmux-256color", True), ("wyse50", False)])
def test_who_is_asked(terminal: str, asked: bool) -> None:
    assert answers({"TERM": terminal}) is asked
