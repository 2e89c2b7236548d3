"""What a browser is called, in words that its owner knows it by. Nothing else of what it says of itself is kept."""

# The first that fits: each also names those after it that it is made from.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_MACHINES = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


def browser_named(user_agent: str) -> str:
    browser = _first(_BROWSERS, user_agent, "Another browser")
    machine = _first(_MACHINES, user_agent, "")
    return f"{browser} on {machine}" if machine else browser


def _first(names: dict[str, str], user_agent: str, otherwise: str) -> str:
    return next((name for part, name in names.items() if part in user_agent), otherwise)
