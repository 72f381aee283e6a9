"""Kinds: the forms that a part of the recipe can take, as an optimizer can be Adam or momentum."""

from collections.abc import Mapping
from functools import cache
from typing import get_type_hints

import msgspec

from nnviz.experiment.quantity import Spec, quantity


def key_of(kind: Spec | type[Spec]) -> str:
    """The name of a kind in documents."""
    return str(kind.__struct_config__.tag)


def help_of(kind: type[Spec]) -> str:
    """What a kind is, in its own words: the first paragraph of its docstring."""
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


@cache
def numbers_of(kind: type[Spec]) -> dict[str, bool]:
    """The fields of a kind that are one number each, in their order; whether it must be a whole one."""
    hints = get_type_hints(kind)
    names = kind.__struct_fields__
    return {name: hints[name] is int for name in names if hints[name] in (int, float)}


def needed_by(kind: type[Spec]) -> set[str]:
    """The fields that have no default."""
    return {field.name for field in msgspec.structs.fields(kind) if field.required}


def changed_kind(spec: Spec, kind: type[Spec], spare: Mapping[str, object]) -> Spec:
    """Another kind of the same part, with the numbers both have.

    Parameters
    ----------
    spec : Spec
        What it is now. Numbers that were left at its own defaults give way to the other's defaults: what is small
        enough for one optimizer need not be so for the next.
    kind : type[Spec]
        What it is to be.
    spare : Mapping[str, object]
        Numbers for fields that `kind` needs and `spec` does not have.
    """
    before = type(spec)
    chosen = {
        field.name: value
        for field in msgspec.structs.fields(before)
        if field.name in numbers_of(before).keys() & numbers_of(kind).keys()
        and quantity(before, field.name) == quantity(kind, field.name)
        and (value := getattr(spec, field.name)) != field.default
    }
    needed = {name: spare[name] for name in needed_by(kind) - chosen.keys()}
    return kind(**needed, **chosen)
