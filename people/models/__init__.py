from people.models.user import User, UserManager

__all__ = ["User", "UserManager"]
