import pytest

from generator.store.yaml_reader import MAX_DEPTH, MAX_NODES, read_yaml


def messages(text):
    _, faults = read_yaml("record.yml", text)
    return [(f.at.line, f.at.column, f.message) for f in faults]


def test_every_value_stays_the_text_that_was_written():
    text = "ref: 012\nclass: no\ntime: 12:30\nversion: 1.10\nday: 2026-02-30\nempty_word: 'null'\n"
    metadata, faults = read_yaml("a.yml", text)
    assert faults == ()
    assert metadata.data == {
        "ref": "012",
        "class": "no",
        "time": "12:30",
        "version": "1.10",
        "day": "2026-02-30",
        "empty_word": "null",
    }


@pytest.mark.parametrize("blank", ["", "~", "null", "''", '"  "', "[]", "{}", "{a: , b: ~}"])
def test_a_blank_value_is_a_missing_one_but_keeps_its_place(blank):
    metadata, faults = read_yaml("a.yml", f"title: x\nowner: {blank}\n")
    assert faults == ()
    assert metadata.data == {"title": "x"}
    assert str(metadata.at("owner")) == "a.yml:2:1"


def test_keys_and_list_items_know_their_line_and_column():
    metadata, _ = read_yaml("a.yml", "a:\n  b: 1\nc:\n  - {d: 2, e: 3}\n  - f: 4\n", first=10)
    assert metadata.at("a", "b").line == 11
    assert (metadata.at("c", 0, "e").line, metadata.at("c", 0, "e").column) == (13, 12)
    assert (metadata.at("c", 1).line, metadata.at("c", 1, "f").column) == (14, 5)


def test_what_is_absent_is_placed_at_the_nearest_thing_above_it():
    metadata, _ = read_yaml("a.yml", "a: 1\napproval:\n  by: x\n")
    assert metadata.at("approval", "date").line == 2
    assert metadata.at("nothing").line == 1


def test_a_key_given_twice_is_a_fault_and_neither_value_is_believed():
    metadata, faults = read_yaml("a.yml", "m: SECRET\nx:\n  y: 1\n  y: {z: 2}\nm: OFFICIAL\nk: v\n")
    assert metadata.data == {"k": "v"}
    assert metadata.at("m").line == 1
    assert [(f.at.line, f.message) for f in faults] == [
        (4, "sets `y` twice"),
        (5, "sets `m` twice"),
    ]


def test_a_control_character_written_as_an_escape_is_a_fault_and_others_are_not():
    text = 'a: "x\\x07y"\n"\\uFFFF": "caf\\u00e9\\n"\n'
    _, faults = read_yaml("a.md", text)
    assert [(f.at.line, f.at.column, f.message) for f in faults] == [
        (1, 4, "holds the control character U+0007"),
        (2, 1, "holds the control character U+FFFF"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: &x 1\nb: *x\n", 1, 4, "uses a YAML anchor or alias"),
        ("a: 1\nb: *x\n", 2, 4, "uses a YAML anchor or alias"),
        ("a: !!python/object/apply:os.system [x]\n", 1, 4, "uses a YAML tag"),
        ("a: !secret 1\n", 1, 4, "uses a YAML tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "holds more than one YAML document"),
        ("- a\n- b\n", 1, 1, "is not a list of `key: value` lines"),
        ("just words\n", 1, 1, "is not a list of `key: value` lines"),
        ("", 1, 1, "has no `key: value` lines"),
        ('a: "x\n', 2, 1, "is not valid YAML"),
        ("a:\n\tb: 1\n", 2, 1, "is not valid YAML"),
        ("a: b: c\n", 1, 5, "is not valid YAML"),
        ("? [a, b]\n: 1\n", 1, 3, "has a key that is not a word"),
        ("<<: {a: 1}\n", 1, 1, ""),
    ],
)
def test_what_is_not_plain_yaml_is_a_fault_at_its_place(text, line, column, says):
    found = messages(text)
    if says:
        assert [(found[0][0], found[0][1])] == [(line, column)]
        assert says in found[0][2]
    else:
        assert found == []  # a merge key is a key like any other, which no schema knows


def test_nesting_and_number_of_values_are_limited():
    deep = "a: " + "[" * 100
    assert f"nested over {MAX_DEPTH} deep" in messages(deep)[0][2]
    assert messages("a: " + "[" * 100_000)  # too deep for the parser itself, or for us
    many = "a: [" + "1," * (MAX_NODES + 1) + "]\n"
    assert f"more than {MAX_NODES} values" in messages(many)[0][2]
