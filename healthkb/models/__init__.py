from .account_session import AccountSession
from .api_key import ApiKey, Scope
from .sign_in import SignInTries
from .user import User
from .webhook import WebhookAttempt, WebhookDelivery, WebhookEndpoint

__all__ = [
    "AccountSession",
    "ApiKey",
    "Scope",
    "SignInTries",
    "User",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
