from hypothesis import Phase, settings


def same_examples_each_time() -> None:
    """So that a figure can be had again. What fails is not made smaller: nobody looks at it."""
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("mutation", database=None, derandomize=True, phases=phases)
    settings.load_profile("mutation")
