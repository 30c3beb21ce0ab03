"""Trouble with the set-up, such as a folder that is none or a revision nobody knows; a fault of the data is a Finding."""

from __future__ import annotations


class SetupProblem(Exception):
    """Nothing can be done until the user mends something; the message says what, in one Chinese line."""
