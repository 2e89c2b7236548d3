"""Names of the articles that are measured: the same in each run."""

NAMES = tuple(
    """
    ankle arm back belly bladder blood bone bowel brain breast calf cheek chest chin ear elbow eye face finger
    foot gland gum hair hand head heart heel hip jaw joint kidney knee leg lip liver lung mouth muscle nail neck
    nerve nose palm rib scalp shin shoulder sinus skin skull sole spine stomach tendon thigh throat thumb toe
    tongue tooth vein wrist
    """.split()  # noqa: SIM905
)


def name_of(number: int) -> tuple[str, str]:
    """A slug and a title of two words, so that a search for them finds one page in a few hundred."""
    first, second = NAMES[number % len(NAMES)], NAMES[number // len(NAMES) % len(NAMES)]
    return f"{first}-{second}-{number}", f"{first.capitalize()} {second} {number}"
