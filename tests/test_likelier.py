"""Which of several numbers is the likelier error: the one whose slip of the pen explains all, the one printed
once against a figure that stands in many places, the one that another place prints right."""

import numpy as np

from cermat.schemas.slip import swapped
from tests.agreement import contradictions
from tests.helpers import one, quick

PARTS, TOTAL = ("14.294", "20.010", "31.507"), "65.811"
NAMES = ("Mutu jalan", "Luas tanam", "Cakupan air")
ROWS = (("80,00", "84,00", "105,00"), ("50,00", "60,00", "120,00"), ("40,00", "50,00", "125,00"))


def _budget(*parts: str, total: str = TOTAL) -> list[tuple]:
    rows = [{"uraian": f"Program {at}", "kode": f"p{at}", "tingkat": "program"} for at in range(len(parts))]
    rows = [row | {"induk": "t", "pagu": part} for row, part in zip(rows, parts, strict=True)]
    rows.append({"uraian": "Total", "kode": "t", "tingkat": "total", "pagu": total})
    return _told(one(anggaran=[row | {"dokumen": "realisasi", "tahun": "2020"} for row in rows]))


def _indicators(first: tuple, *said: tuple[str, str]) -> list[tuple]:
    """Three indicators, the first as given, and sentences (measure, value) about it."""
    columns = ("target", "realisasi", "capaian")
    rows = [
        {"indikator": name, "arah": "naik", "tabel": "t1"} | dict(zip(columns, row, strict=True))
        for name, row in zip(NAMES, (first, *ROWS[1:]), strict=True)
    ]
    claims = [
        {"tabel": f"prosa-{at}", "jenis": "nilai", "subjek": NAMES[0], "ukuran": measure, "nilai": value}
        for at, (measure, value) in enumerate(said)
    ]
    year = {"tahun": "2020"}
    return _told(one(indikator=[row | year for row in rows], klaim=[claim | year for claim in claims]))


def _told(submission) -> list[tuple]:
    report = quick(submission).to_dict("r")
    assert contradictions(report) == []
    return [(found["rule"], found["stated"], found["recomputed"]) for found in report["findings"]]


def test_swapped_digits_of_a_part_are_the_error_and_not_its_total():
    assert _budget("14.924", *PARTS[1:]) == [("TOT-01", 14924.0, 14294.0)]


def test_one_wrong_digit_that_any_of_the_parts_may_have_accuses_none():
    assert _budget("14.394", *PARTS[1:]) == [("TOT-01", None, 65911.0)]


def test_a_difference_that_no_slip_explains_accuses_none():
    assert _budget("15.871", *PARTS[1:]) == [("TOT-01", None, 67388.0)]


def test_a_sum_that_holds_is_silent():
    assert _budget(*PARTS) == []


def test_swapped_digits_in_two_parts_that_would_both_do_accuse_none():
    """ "10" for "01" at the end of one, "43" for "34" of the other: each swap is nine less."""
    assert _budget("14.294", "20.010", "31.516") == [("TOT-01", None, 65820.0)]


def test_five_places_outvote_an_operand_whose_digit_is_wrong():
    said = [("capaian", "105,00")] * 4
    assert _indicators(("80,00", "94,00", "105,00"), *said) == [("CAP-01", 94.0, 84.0)]


def test_one_place_outvotes_nobody():
    assert _indicators(("80,00", "94,00", "105,00")) == [("CAP-01", None, 117.5)]


def test_five_places_outvote_no_operand_without_a_slip():
    said = [("capaian", "105,00")] * 4
    assert _indicators(("80,00", "97,13", "105,00"), *said) == [("CAP-01", None, 121.4125)]


def test_five_places_outvote_no_operand_that_is_printed_twice():
    said = [("capaian", "105,00")] * 4 + [("realisasi", "94,00")]
    assert _indicators(("80,00", "94,00", "105,00"), *said) == [("CAP-01", None, 117.5)]


def test_a_figure_that_its_row_and_another_place_correct_is_wrong_whatever_a_third_place_prints():
    found = _indicators(("80,00", "84,00", "102,70"), ("capaian", "100,00"), ("capaian", "105,00"))
    assert found == [("CAP-01", 102.7, 105.0), ("SIL-01", None, 102.7)]


def test_three_values_of_which_its_row_gives_none_leave_the_row_open():
    found = _indicators(("80,00", "84,00", "102,70"), ("capaian", "100,00"), ("capaian", "103,00"))
    assert not [one for one in found if one[0] == "CAP-01" and one[1] == 102.7 and one[2] != 105.0]


def test_swapped_digits():
    figures = np.array([14924, 14394, 9400, -14924, 1000]), np.array([0, 0, 2, 0, 0])
    right = np.array([14294.0, 14294.0, 49.0, -14294.0, 1000.0])
    assert swapped(*figures, right, right).tolist() == [True, False, True, True, False]


def test_a_short_figure_that_may_be_mistyped_leaves_the_swap_of_another_open():
    """6 printed as 60 makes the sum 54 too large, and so would 3.339 printed as 3.393."""
    told = _budget("62.412", "3.393", "60", total="65.811")
    assert told == [("TOT-01", None, 65865.0)]


def test_a_target_that_lost_its_decimal_sign_may_be_the_error_too():
    """54 for 5,4: no whole number puts the row right, but its digits do."""
    assert _indicators(("54", "7,21", "133,52")) == [("CAP-01", None, 100 * 7.21 / 54)]
