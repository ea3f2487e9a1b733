"""What an SMS costs before it is sent, in millionths of a euro."""

from django.conf import settings

from messaging.channels.sms.numbers import country_of


def price_of_part(country: str, provider: str = "") -> int:
    """The price of one part. SMS_PRICES maps "seven:DE", "DE" and "*" to micro-euros; the most
    exact entry counts.
    """
    prices: dict[str, int] = settings.SMS_PRICES
    for key in (f"{provider}:{country}", country, "*"):
        if key in prices:
            return prices[key]
    return 0


def cost_micros(parts: int, to: str, provider: str = "") -> int:
    """The cost of `parts` parts to an E.164 number."""
    return parts * price_of_part(country_of(to), provider)
