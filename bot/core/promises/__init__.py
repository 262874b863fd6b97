"""Whether a member of staff promises something here, and when it is due.

The definition that this keeps stands in docs/promises.md. Nothing is promised by finding it: the desk proposes, a person presses.

`units` knows what a moment is, `dutch` and `english` read moments from words, `groups` puts "morgen" and "voor 12:00" together,
`days` counts in weeks, months and working days, `calendar_dates` asks dateparser for written-out dates, `clauses` cuts a message,
`wording`, `dutch_wording` and `english_wording` say who commits to what, and `finding` decides. `keeping` is what becomes of it.
"""
