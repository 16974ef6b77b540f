"""What is wrong with a file that a person wrote (profil.yaml, kantor.yaml, pengecualian.yaml, a rule card):
where and what, in the user's language."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

_SAID = {
    "extra_forbidden": "nama ini tidak dikenal",
    "missing": "harus diisi",
    "string_type": "harus teks",
    "string_too_long": "terlalu panjang",
    "string_too_short": "terlalu pendek atau kosong",
    "string_pattern_mismatch": "tidak menurut pola {pattern}",
    "literal_error": "harus salah satu dari {expected}",
    "list_type": "harus daftar (tiap baris diawali '-')",
    "tuple_type": "harus daftar (tiap baris diawali '-')",
    "too_short": "kurang dari {min_length} butir",
    "too_long": "terlalu banyak baris (paling banyak {max_length})",
    "model_type": "harus berisi nama: nilai",
    "model_attributes_type": "harus berisi nama: nilai",
    "dict_type": "harus berisi nama: nilai",
    "bool_type": "harus true atau false",
    "bool_parsing": "harus true atau false",
    "int_type": "harus bilangan bulat",
    "int_parsing": "harus bilangan bulat",
    "int_from_float": "harus bilangan bulat",
    "float_type": "harus bilangan",
    "float_parsing": "harus bilangan",
    "finite_number": "harus bilangan berhingga",
    "greater_than": "harus lebih dari {gt}",
    "greater_than_equal": "paling sedikit {ge}",
    "less_than": "harus kurang dari {lt}",
    "less_than_equal": "paling banyak {le}",
    "date_type": "harus tanggal (2026-12-31)",
    "date_parsing": "harus tanggal (2026-12-31)",
    "date_from_datetime_parsing": "harus tanggal (2026-12-31)",
    "date_from_datetime_inexact": "harus tanggal tanpa jam (2026-12-31)",
    "value_error": "{error}",
}


def invalid(error: ValidationError, known: Mapping[str, Iterable[str]]) -> str:
    """'tim.2.nip: harus teks': where, counted from 1, and what; of several faults the one deepest inside.

    known: the names that there are, at the top ("") and within a part by its name.
    """
    fault = max(error.errors(), key=lambda one: len(one["loc"]))
    place = _steps(fault["loc"])
    told = _SAID.get(fault["type"], "tidak sah").format(**_plain(fault.get("ctx", {})))
    names = known.get(place[0] if len(place) > 1 else "", ())
    if fault["type"] == "extra_forbidden" and names:
        told += f" (yang ada: {', '.join(names)})"
    return ": ".join(part for part in (".".join(place), told) if part)


def _steps(place: tuple[str | int, ...]) -> list[str]:
    """Names and positions that lead to a fault; which of several types was tried is none."""
    named = [step for step in place if isinstance(step, int) or not (step == "str" or step.endswith("]"))]
    return [str(step + 1) if isinstance(step, int) else " ".join(step.split())[:60] for step in named]


def _plain(context: dict) -> dict:
    """What pydantic tells of a fault; 'a', 'b' or 'c' as 'a', 'b' atau 'c'."""
    told = {name: str(value) for name, value in context.items()}
    return told | {"expected": told.get("expected", "").replace(" or ", " atau ")}
