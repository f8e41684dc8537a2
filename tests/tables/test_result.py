"""A class that declares its tables prints, tabulates, draws and exports itself."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest

from satkit.errors import DefinitionError
from satkit.language import Label, Text
from satkit.tables.cells import Interval
from satkit.tables.figure import Estimates, Map, Mark, Point
from satkit.tables.result import SCREEN, WIDTH, Result
from satkit.tables.table import Column, Table
from satkit.tables.text import display_width


@dataclass(frozen=True, slots=True, repr=False)
class Weights(Result):
    """A result of two tables."""

    values: tuple[tuple[Label, float, float], ...]
    notes: tuple[Text, ...] = field(default=())

    def _title(self):
        return Text("Estimates of everything")

    def _tables(self):
        yield Table.of(
            "weights",
            Text("Share"),
            [
                Column("name", Text("Indicator"), "text", lambda row: row[0]),
                Column("estimate", Text("Score"), "ratio", lambda row: row[1]),
                Column(
                    "interval", "CI", "ratio_interval", lambda row: Interval(row[1] - row[2], row[1] + row[2])
                ),
                Column("std_error", "SE", "ratio", lambda row: row[2], detail=True),
            ],
            self.values,
        )
        yield Table("fit", "Fit", (Column("n", "n", "count"),), ((len(self.values),),))

    def _figure(self):
        marks = (Mark(name, value, value - error, value + error) for name, value, error in self.values)
        return Estimates(Text("Share"), "x", tuple(marks), reference=0.0)


@dataclass(frozen=True, repr=False)
class Kept(Result):
    """A result that keeps a table of its own."""

    table: pd.DataFrame
    label: str

    def _tables(self):
        yield Table("other", "Other", (Column("n", "n", "count"),), ((1,),))


FEW = Weights(
    ((Label("速度", "<b>Speed</b>"), 0.4, 0.05), (Label("价格", "Price"), -0.1, 0.2)), (Text("yes"),)
)
MANY = Weights(
    tuple((Label(en=f"a rather long name of an indicator {place} " * 4), 0.1, 0.1) for place in range(200))
)


def test_a_summary_prints_title_tables_and_notes_without_the_details():
    text = str(FEW.summary())
    assert text.split("\n", maxsplit=1)[0] == "Estimates of everything"
    assert "−0.30 to 0.10" in text
    assert "SE" not in text
    assert text.endswith("• yes")
    assert repr(FEW.summary()) == text == str(FEW)


def test_a_summary_speaks_chinese_where_it_is_asked_to(monkeypatch):
    assert "速度" in str(FEW.summary("zh"))
    assert "速度" not in str(FEW)
    monkeypatch.setenv("SATKIT_LANG", "zh_CN")
    assert "速度" in str(FEW)


@pytest.mark.parametrize("result", [FEW, MANY])
def test_a_repr_is_at_most_a_screen(result):
    lines = repr(result).split("\n")
    assert len(lines) <= SCREEN
    assert all(display_width(line) <= WIDTH for line in lines)
    assert lines[0] == "Estimates of everything"
    assert ("… more" in lines[-1]) == (result is MANY)


def test_tables_are_tidy_with_their_details():
    assert list(FEW.tables) == ["weights", "fit"]
    assert list(FEW.table) == ["name", "estimate", "low", "high", "std_error"]
    assert FEW.table["low"].tolist() == pytest.approx([0.35, -0.3])
    assert FEW.tidy("fit")["n"].tolist() == [2]
    assert FEW.tidy(language="zh")["name"].tolist() == ["速度", "价格"]


def test_a_field_called_table_stays_the_table():
    own = pd.DataFrame({"a": [1]})
    assert Kept(own, "x").table is own
    assert list(Kept(own, "x").tables) == ["other"]
    with pytest.raises(TypeError):
        Kept(label="x")


def test_html_shows_every_table_escaped():
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: found.append(tag)
    parser.feed(FEW._repr_html_())
    assert found.count("table") == 2
    assert "b" not in found
    assert MANY._repr_html_().count("<tr>") < 80


def test_every_way_out_writes_a_file(tmp_path):
    FEW.to_excel(tmp_path / "w.xlsx")
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["Contents", "Share", "Fit"]
    assert FEW.to_csv(tmp_path / "w").read_text(encoding="utf-8-sig").startswith("name,estimate,low")
    assert FEW.to_latex(tmp_path / "w.tex") == (tmp_path / "w.tex").read_text(encoding="utf-8")
    assert FEW.to_markdown(tmp_path / "w.md", "zh").count("速度") == 1


@pytest.mark.parametrize(
    "act", [lambda r: r.tidy("weigths"), lambda r: r.summary("fr"), lambda r: Kept(pd.DataFrame(), "").plot()]
)
def test_what_is_not_there_is_refused_in_words(act):
    with pytest.raises(DefinitionError):
        act(FEW)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_drawing_has_the_labels_of_its_language_in_our_font(language):
    axes = FEW.plot(language=language)
    labels = axes.get_yticklabels()
    assert [label.get_text() for label in labels] == (
        ["速度", "价格"] if language == "zh" else ["<b>Speed</b>", "Price"]
    )
    assert {label.get_fontname() for label in (*labels, axes.title)} == {"Satkit Sans SC"}
    close()


def close():
    from matplotlib import pyplot as plt

    plt.close("all")


def test_a_result_draws_on_the_axes_it_is_given():
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert FEW.plot(axes) is axes
    assert len(axes.containers) == 1


def test_a_map_names_its_points_and_draws_its_lines():
    from matplotlib.figure import Figure

    from satkit.tables.charts.draw import draw

    points = (Point("$a$", 0.1, 0.2), Point("b", 0.6, 0.7, "key"))
    axes = draw(Map("M", "x", "y", points, 0.5, 0.5, (0, 1), (0, 1)), "en", Figure().subplots())
    assert [text.get_text() for text in axes.texts] == ["b", "$a$"]
    assert not any(text.get_parse_math() for text in axes.texts)
    assert axes.get_xlim() == (0, 1)
    assert len(axes.lines) == 2
