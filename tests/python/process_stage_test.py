"""Processes of one stage write beside each other."""

import numpy as np
from engine import closed, needs_engine
from process_test import answers, made
from qonys import NewColumn, Simulation

pytestmark = needs_engine


def test_processes_of_a_stage_do_not_undo_each_other():
    """Both see everybody as he was; who is changed by one alone keeps it."""
    column = {"x": NewColumn(np.int16, "a number", fill=0)}

    def chosen(people, sex, whole):
        rows = np.flatnonzero(people["sex"] == sex)
        if whole:
            new = people["x"].copy()
            new[rows] = sex + 1
            return {"x": new}
        return {"x": (rows, np.full(len(rows), sex + 1, dtype=np.int16))}

    for whole in (False, True):
        first = made(
            name="men",
            columns=column,
            reads=("sex", "x"),
            writes=("x",),
            order=1,
            step=lambda self, people, whole=whole: chosen(people, 0, whole),
        )
        second = made(
            name="women",
            reads=("sex", "x"),
            writes=("x",),
            order=2,
            step=lambda self, people, whole=whole: chosen(people, 1, whole),
        )
        with Simulation(closed(), processes=[first, second]) as simulation:
            simulation.advance()
            frame = simulation.people.to_frame(["sex", "x"])
        assert (frame["x"] == frame["sex"] + 1).all()


def test_a_column_that_is_written_need_not_be_read():
    process = answers(
        lambda people: {"x": (np.arange(3), np.array([1, 2, 3], dtype=np.int16))}, reads=()
    )
    with Simulation(closed(), processes=[process]) as simulation:
        simulation.advance()
        found = simulation.people["x"].to_numpy()
    assert sorted(found[found > 0].tolist()) == [1, 2, 3]
