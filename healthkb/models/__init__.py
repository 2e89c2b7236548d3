from .api_key import ApiKey, Scope
from .user import User
from .webhook import WebhookAttempt, WebhookDelivery, WebhookEndpoint

__all__ = ["ApiKey", "Scope", "User", "WebhookAttempt", "WebhookDelivery", "WebhookEndpoint"]
