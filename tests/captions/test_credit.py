"""Credit lines: what a line begins with that is a credit and nothing else."""

import pytest

from captions.credit import find_credit, is_credit

CREDITS = [
    "Photo: Ada Quill",
    "(Photo by Ada Quill/Reuters)",
    "[Foto: Ada Quill]",
    "(Ana Núñez/Reuters)",
    "© Ada Quill",
    "(c) Ada Quill",
    "FOTO Ada Quill",
    "Fot. Ada Quill",
    "Nuotr. Ada Quill",
    "写真＝Ada Quill",
    "фото: Ада Квилл",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_line_that_is_a_credit(line):
    assert find_credit(line) == 0
    assert is_credit(line)


@pytest.mark.parametrize("credit", CREDITS)
def test_a_line_that_ends_with_a_credit_is_more_than_one(credit):
    assert not is_credit(f"The ferry left at dawn. {credit}")


def test_a_caption_is_no_credit():
    assert not is_credit("Photo: the mayor visits the harbour with the children")
    assert not is_credit("Ada Quill at the pier")
