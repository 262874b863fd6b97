"""How a brand's own labels become an adjustment of the packaged model: taught, measured, and kept in versions."""

from bot.learning.keeping import gather, keep, roll_back, worth_trying
from bot.learning.night import Night
from bot.learning.process import Failed, Task, result_of, teach_apart
from bot.learning.teaching import Outcome, Teacher, adjustment_of, model_of, names_of, rules_of, teach, wanted_of

__all__ = [
    "Failed",
    "Night",
    "Outcome",
    "Task",
    "Teacher",
    "adjustment_of",
    "gather",
    "keep",
    "model_of",
    "names_of",
    "result_of",
    "roll_back",
    "rules_of",
    "teach",
    "teach_apart",
    "wanted_of",
    "worth_trying",
]
