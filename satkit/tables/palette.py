"""The colours of charts: ink, greys, and the ramp from the best answer to the worst."""

INK, MUTED, GREY = "#1f2933", "#5d6875", "#b8c1cc"
ACCENT, ALERT, GOOD = "#1b6ca8", "#b8470f", "#1a7f4b"

# From the best answer to the worst, blue to orange, which all common kinds of colour blindness keep apart.
RAMP = (
    "#1a6ba7", "#2f79af", "#68a5cd", "#8ec1e0", "#bcd9ea", "#e6e3da",
    "#f3d6a6", "#f2c078", "#e5a263", "#bf5519", "#a8440f",
)  # fmt: skip


def ramp(points: int) -> tuple[str, ...]:
    """Colours for ``points`` ordered answers, from best to worst."""
    if points == 4:
        return RAMP[0], RAMP[3], RAMP[7], RAMP[9]
    last = max(points - 1, 1)
    return tuple(RAMP[min(round(10 * place / last), 10)] for place in range(points))
