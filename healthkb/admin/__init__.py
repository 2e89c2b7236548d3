from .api_keys import ApiKeyAdmin
from .users import AccountAdmin
from .webhooks import WebhookDeliveryAdmin, WebhookEndpointAdmin

__all__ = ["AccountAdmin", "ApiKeyAdmin", "WebhookDeliveryAdmin", "WebhookEndpointAdmin"]
