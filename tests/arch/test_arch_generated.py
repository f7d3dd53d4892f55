"""Pages made from lists are equal to what the lists say now: `make docs` writes them anew."""

import pytest

from docs.generate import ROOT, files


@pytest.mark.parametrize("name", sorted(files()))
def test_a_generated_file_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == files()[name], "run `make docs`"


def test_the_readme_has_the_table_of_keys() -> None:
    assert "README.md" in files()
