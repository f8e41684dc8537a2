"""Topics: what comments are about, found among their words alone."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from satkit.stats.design import Booleans, Floats

FEWEST_TEXTS, TEXTS_A_TOPIC, FEWEST_USERS, WORDS = 50, 25, 5, 4
TOKEN = re.compile(r"[a-z][a-z'’-]+|[\u4e00-\u9fff]+")
IDLE = frozenset(
    ["我们", "你们", "他们", "自己", "这个", "那个", "这些", "那些", "什么", "怎么", "没有", "就是", "还是", "可以", "不能", "不是", "一个", "一下", "一些", "一点", "一直", "已经", "现在", "时候", "但是", "因为", "所以", "如果", "而且", "或者", "以及", "以后", "之后", "之前", "这里", "那里", "有点", "比较", "非常", "特别", "真的", "觉得", "感觉", "希望", "建议", "能够", "应该", "需要", "请", "进行", "还有", "都是", "也是", "有的", "不要", "不会", "今年", "明年", "去年", "尽快", "改进", "加强", "管理", "重视"]
)  # fmt: skip

Cut = Callable[[str], list[str]]


def topics(texts: Sequence[str], most: int) -> tuple[tuple[tuple[str, ...], ...], Booleans]:
    """Topics of texts, found by non-negative factors of the words' weights.

    Parameters
    ----------
    texts : sequence of str
        Already redacted.
    most : int
        Topics looked for, fewer where there are fewer than ``TEXTS_A_TOPIC`` texts to each.

    Returns
    -------
    words : tuple of tuple of str
        The weightiest words of every topic; none that fewer than ``FEWEST_USERS`` texts hold.
    about : ndarray of bool, shape (len(texts), topics)
        The one topic of each text, none where it shares no word with any.

    Notes
    -----
    TF-IDF with logarithmic counts, NMF from the singular vectors (Boutsidis and Gallopoulos
    2008), so that the same texts give the same topics.
    """
    nothing: tuple[tuple[tuple[str, ...], ...], Booleans] = ((), np.zeros((len(texts), 0), bool))
    if len(texts) < FEWEST_TEXTS or not most:
        return nothing
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    cut = _cutter() if any("\u4e00" <= c <= "\u9fff" for text in texts for c in text) else _whole
    weigher = TfidfVectorizer(
        analyzer=lambda text: _words(text, cut), min_df=FEWEST_USERS, max_df=0.9, sublinear_tf=True
    )
    try:
        weights = weigher.fit_transform(texts)
    except ValueError:  # no word is used by enough people
        return nothing
    vocabulary = weigher.get_feature_names_out()
    count = min(most, len(texts) // TEXTS_A_TOPIC, len(vocabulary) - 1)
    if count < 2:
        return nothing
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a last step that still moves words a little is no matter
        model = NMF(count, init="nndsvd", random_state=0, max_iter=300)
        strength = model.fit_transform(weights)
    return _sort_topics(strength, model.components_, vocabulary)


def _sort_topics(
    strength: Floats, weights: Floats, vocabulary: np.ndarray
) -> tuple[tuple[tuple[str, ...], ...], Booleans]:
    """Topics by how many texts are about each, the most first; those of nobody left out."""
    best = strength.argmax(axis=1)
    about = (best[:, None] == np.arange(len(weights))) & (strength > 0)
    size = about.sum(axis=0)
    order = [k for k in np.argsort(-size, kind="stable") if size[k]]
    words = [
        tuple(str(vocabulary[w]) for w in np.argsort(-weights[k], kind="stable")[:WORDS] if weights[k, w] > 0)
        for k in order
    ]
    return tuple(words), about[:, order]


def _words(text: str, cut: Cut) -> list[str]:
    """The words of a text that may mean something."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    found = [word for run in TOKEN.findall(text.lower()) for word in cut(run)]
    return [w for w in found if len(w) > 1 and w not in IDLE and w not in ENGLISH_STOP_WORDS]


def _whole(run: str) -> list[str]:
    return [run]


@lru_cache
def _cutter() -> Cut:
    """What parts a run of Chinese into words; its dictionary is read, not cached in a shared folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has escapes that newer Pythons warn of
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True

    def cut(run: str) -> list[str]:
        return list(tokenizer.cut_for_search(run, HMM=False)) if run > "\u4e00" else [run]

    return cut
