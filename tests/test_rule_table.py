"""Every rule on one line: its code, name, severity, what it is given to judge, and whether it speaks of content or form.

A change of any of these is a change of what is published, and must be made here as well. A new rule is one line more.
"""

from __future__ import annotations

from jixiao.rules import RULES, Rule

TABLE = """\
S101  unreadable-file                        error    file         form
S102  duplicate-key                          error    file         form
S103  unknown-field                          error    file         form
S104  missing-field                          error    file         content
S105  unreadable-value                       error    file         form
S106  unsafe-yaml                            error    file         form
S107  misplaced-file                         error    file         form
S108  unknown-edition                        error    file         form
S109  unregistered-unit                      error    file         form
S110  unprintable-character                  error    file         form
S111  published-text-differs                 warning  file         form
S112  look-alike-character                   warning  file         form
S113  another-document                       error    file         form
B201  subproject-total-mismatch              error    declaration  content
B202  current-year-exceeds-total             error    declaration  content
B203  one-year-budgets-differ                warning  declaration  content
B204  amount-looks-like-wan                  warning  declaration  content
B205  subproject-repeated-or-zero            warning  declaration  content
B206  budget-not-broken-down                 notice   declaration  content
B207  funding-sources-mismatch               error    declaration  content
B208  amount-in-text-mismatch                warning  declaration  content
B209  parts-in-text-mismatch                 warning  declaration  content
B210  quantity-times-price                   warning  declaration  content
B211  cost-priced-nowhere                    notice   declaration  content
H301  prior-year-budget-mismatch             warning  linked       content
H302  outturn-exceeds-budget                 warning  declaration  content
H303  growth-unexplained                     warning  linked       content
H304  low-outturn-not-reduced                warning  linked  content
H305  prior-year-figures-unexpected          warning  declaration  content
H306  full-execution-target-doubtful         notice   declaration  content
H307  duplicate-declaration                  warning  year         content
H308  predecessor-not-found                  error    linked       form
H309  prior-year-amount-in-text-mismatch    warning  linked       content
D401  end-before-start                       error    declaration  content
D402  period-outside-year                    warning  declaration  content
D403  year-in-text-outside-period            warning  declaration  content
D404  expired-basis                          warning  declaration  content
D405  period-in-text-differs                 warning  declaration  content
D406  target-after-the-end                   warning  declaration  content
I501  empty-indicator-group                  error    declaration  content
I502  target-repeats-indicator               warning  declaration  content
I503  rate-without-number                    warning  declaration  content
I504  direction-without-amount               warning  declaration  content
I505  bare-adjective                         notice   declaration  content
I506  few-quantified-indicators              warning  declaration  content
I507  impossible-percentage                  warning  declaration  content
I508  threshold-without-comparator           notice   declaration  content
I509  repeated-indicator                     warning  declaration  content
I510  unlikely-group                         notice   declaration  content
I511  cost-indicator-restates-budget         notice   declaration  content
I512  not-applicable-indicator               warning  declaration  content
I513  direction-contrary                     warning  declaration  content
I514  always-met-or-zero                     warning  declaration  content
I515  name-and-target-differ                 warning  declaration  content
I516  input-as-output                        warning  declaration  content
I517  rate-without-percent                   warning  declaration  content
I518  unreadable-number                      notice   declaration  content
C601  satisfaction-without-indicator         warning  declaration  content
C602  promised-rate-without-indicator        warning  declaration  content
C603  goal-without-indicator                 notice   declaration  content
C604  goal-and-indicator-disagree            warning  declaration  content
C605  yearly-goal-repeats-overall-goal       notice   declaration  content
C606  boilerplate                            notice   year         content
C607  name-varies                            notice   declaration  content
C608  zero-goal-contradicted                 warning  declaration  content
R101  execution-rate-mismatch                error    result       content
R102  score-above-weight                     error    result       content
R103  weights-do-not-add-up                  error    result       content
R104  total-score-mismatch                   error    result       content
R105  funds-parts-mismatch                   error    result       content
R106  execution-points-mismatch              warning  result       content
R107  low-execution-unexplained              warning  result       content
R108  adjusted-budget-unexplained            warning  result       content
R109  shortfall-unexplained                  warning  result       content
R110  actual-without-number                  warning  result       content
R111  target-differs-from-declaration        warning  result       content
R112  outturn-differs-from-evaluation        warning  linked       content
R113  score-disagrees-with-outcome           notice   result       content
R114  text-states-otherwise                  warning  result       content
R115  name-differs-from-declaration          warning  result       content
T701  placeholder-text                       error    record       content
T702  text-length                            notice   declaration  content
T703  doubled-or-contradicting-words         warning  record       content
P801  personal-data                          error    file         form
W901  unused-answer                          warning  answers      form
"""


def _line(rule: Rule) -> list[str]:
    return [rule.code, rule.name, rule.severity.word, rule.scope, rule.about]


def test_every_rule_is_as_the_table_says() -> None:
    assert [_line(rule) for rule in RULES] == [line.split() for line in TABLE.splitlines()]
