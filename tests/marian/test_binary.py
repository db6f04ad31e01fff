import contextlib
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from checker.marian import binary
from checker.marian.binary import Kind, MarianFormatError, Tensor

# How long an example takes says how busy the machine is.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
shapes = st.lists(st.integers(1, 5), min_size=1, max_size=3).map(tuple)
names = st.text("decoder_l1Wmbñ:語", min_size=1, max_size=12)
floats = arrays.arrays(
    np.float32, arrays.array_shapes(min_dims=1, max_dims=3), elements=st.floats(-1e6, 1e6, width=32)
)
matrices = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    elements=st.floats(-8, 8, width=32).filter(lambda value: abs(value) > 1e-3 or value == 0),
)


@st.composite
def raw(draw):
    """Make an entry with bytes of any kind in it, filler included."""
    shape, kind = draw(shapes), draw(st.sampled_from(Kind))
    needed = int(np.prod(shape)) * kind.width + 4 * (kind is Kind.INTGEMM8)
    data = draw(st.binary(min_size=needed, max_size=needed + 300))
    return Tensor(draw(names), kind, shape, data)


files = st.lists(raw(), max_size=5, unique_by=lambda tensor: tensor.name)
SMALL = (
    Tensor.of_floats("b", np.arange(6, dtype=np.float32).reshape(1, 6)),
    Tensor.of_integers("Wemb", np.arange(-6, 6, dtype=np.float32).reshape(4, 3)),
    Tensor.of_integers("ñ_W", np.arange(6, dtype=np.float32).reshape(2, 3)),
    Tensor.of_text(binary.SETTINGS, "type: transformer\n"),
)


@patient
@given(files)
def test_what_is_written_is_read(tensors):
    data = binary.encode(tensors)
    assert list(binary.decode(data)) == tensors
    assert binary.encode(binary.decode(data)) == data


@patient
@given(floats)
def test_floats_are_kept(values):
    assert np.array_equal(Tensor.of_floats("b", values).values(), values)


@patient
@given(matrices, st.sampled_from(["Wemb", "encoder_Wemb", "decoder_l1_rnn_W"]))
def test_integers_are_near_and_rounding_again_changes_nothing(values, name):
    tensor = Tensor.of_integers(name, values)
    step = np.abs(values).max() / 127
    assert np.abs(tensor.values() - values).max() <= step * 0.501
    again = Tensor.of_integers(name, tensor.values())
    assert np.allclose(again.values(), tensor.values(), rtol=1e-6)


def test_matrices_lie_transposed_and_embeddings_do_not():
    values = np.array([[1, 2, 3], [4, 5, 127]], np.float32)
    assert list(Tensor.of_integers("W", values).data[:6]) == [1, 4, 2, 5, 3, 127]
    assert list(Tensor.of_integers("Wemb", values).data[:6]) == [1, 2, 3, 4, 5, 127]


def test_data_begins_at_a_multiple_of_256():
    for number in range(1, 40):
        tensors = [Tensor.of_floats("w" * n, np.ones(1, np.float32)) for n in range(1, number)]
        data = binary.encode(tensors)
        assert len(data) % 256 == 0


def test_text_comes_back():
    assert Tensor.of_text("x", "a: ñ\n").text == "a: ñ\n"


def test_a_file_cut_anywhere_is_refused():
    data = binary.encode(SMALL)
    for size in range(len(data)):
        with pytest.raises(MarianFormatError):
            binary.decode(data[:size])


def test_a_longer_file_is_refused():
    with pytest.raises(MarianFormatError, match="3 bytes too many"):
        binary.decode(binary.encode(SMALL) + b"end")


@settings(patient, max_examples=300)
@given(st.data())
def test_an_altered_file_is_read_or_refused_and_nothing_else(data):
    content = bytearray(binary.encode(SMALL))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(MarianFormatError):
        for tensor in binary.decode(bytes(content)):
            tensor.values()
            assert tensor.multiplier
            assert isinstance(tensor.text, str)


@patient
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data):
    with contextlib.suppress(MarianFormatError):
        binary.decode(data)


def test_huge_counts_do_not_ask_for_memory():
    for count in (2**20, 2**63, 2**64 - 1):
        with pytest.raises(MarianFormatError, match="truncated or altered"):
            binary.decode(struct.pack("<QQ", 1, count) + bytes(64))


@pytest.mark.parametrize(
    ("tensor", "message"),
    [
        (lambda: Tensor("", Kind.INT8, (1,), b"a"), "empty"),
        (lambda: Tensor("a\0", Kind.INT8, (1,), b"a"), "NUL"),
        (lambda: Tensor("a", Kind.INT8, (), b"a"), "impossible shape"),
        (lambda: Tensor("a", Kind.INT8, (0,), b"a"), "impossible shape"),
        (lambda: Tensor("a", Kind.INT8, (-1, -1), b"a"), "impossible shape"),
        (lambda: Tensor("a", Kind.FLOAT32, (2,), b"1234567"), "takes 8 bytes, not 7"),
        (lambda: Tensor("a", Kind.INTGEMM8, (2,), b"12345"), "takes 6 bytes, not 5"),
    ],
)
def test_a_tensor_that_cannot_be_is_refused(tensor, message):
    with pytest.raises(MarianFormatError, match=message):
        tensor()


@pytest.mark.parametrize("multiplier", [0.0, 1e-40, -1.0, float("nan"), float("inf")])
def test_an_impossible_multiplier_is_refused(multiplier):
    tensor = Tensor("W", Kind.INTGEMM8, (1, 1), b"\x7f" + struct.pack("<f", multiplier))
    with pytest.raises(MarianFormatError, match="multiplier"):
        tensor.values()


def test_numbers_that_are_not_finite_are_refused():
    tensor = Tensor("b", Kind.FLOAT32, (1,), struct.pack("<f", float("nan")))
    with pytest.raises(MarianFormatError, match="not finite"):
        tensor.values()


def test_a_type_that_cannot_be_read_is_named():
    data = bytearray(binary.encode(SMALL))
    struct.pack_into("<Q", data, 16 + 8, 0x0402)
    with pytest.raises(MarianFormatError, match="type 0x402"):
        binary.decode(bytes(data))


def test_two_of_a_name_are_refused():
    with pytest.raises(MarianFormatError, match="same name"):
        binary.decode(binary.encode([SMALL[0], SMALL[0]]))


def test_reading_names_the_file(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"PK")
    with pytest.raises(MarianFormatError, match=r"model\.bin: truncated"):
        binary.read(path)


def test_writing_replaces_and_leaves_nothing_behind(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")
    binary.write(path, SMALL)
    assert binary.read(path) == SMALL
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "model.bin"
    binary.write(path, SMALL)

    def broken():
        yield SMALL[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        binary.write(path, broken())
    assert binary.read(path) == SMALL
    assert list(tmp_path.iterdir()) == [path]
