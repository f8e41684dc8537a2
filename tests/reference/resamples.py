"""Random draws of R, drawn here: its Mersenne Twister and ``sample`` (R 3.6 and later)."""

import numpy as np


def r_sample(seed, n, size):
    """What ``set.seed(seed); sample.int(n, size, replace = TRUE) - 1`` gives in R.

    R scrambles the seed by a linear congruential generator, fills the 624 words of the twister with what
    follows, and takes the last bits of the upper half of each number, refusing those that reach n
    (n up to 65,536).
    """
    for _ in range(50):
        seed = (69069 * seed + 1) % 2**32
    words = []
    for _ in range(625):
        seed = (69069 * seed + 1) % 2**32
        words.append(seed)
    twister = np.random.MT19937()
    state = {"key": np.array(words[1:], np.uint32), "pos": 624}
    twister.state = {"bit_generator": "MT19937", "state": state}
    mask = 2 ** (n - 1).bit_length() - 1
    found = np.empty(0, int)
    while len(found) < size:
        drawn = (twister.random_raw(size) >> 16).astype(int) & mask
        found = np.append(found, drawn[drawn < n])
    return found[:size]


def resampled_rows(seed, rows, count):
    """Rows (count, rows) that ``boot::boot(data, statistic, count)`` draws after ``set.seed(seed)``."""
    return r_sample(seed, rows, rows * count).reshape(count, rows, order="F")
