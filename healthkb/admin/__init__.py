from .users import AccountAdmin

__all__ = ["AccountAdmin"]
