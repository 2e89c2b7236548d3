"""Where clinicians write protocols: questions, rules that read as sentences, cause links and test cases."""

from . import cause_finding, finding, protocol, remedy_choice, rule, test_case

__all__ = ["cause_finding", "finding", "protocol", "remedy_choice", "rule", "test_case"]
